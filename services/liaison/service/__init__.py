"""The liaison service: load, decide, save."""

from services.liaison.service.desk import DeskMethods
from services.liaison.service.hearing import HearingMethods
from services.liaison.service.queries import QueryMethods
from services.liaison.service.requests import RequestMethods
from services.liaison.service.schedule import ScheduleMethods
from services.liaison.service.statistics import StatisticsMethods
from services.liaison.service.topics import TopicMethods


class LiaisonService(
    RequestMethods,
    DeskMethods,
    QueryMethods,
    StatisticsMethods,
    TopicMethods,
    HearingMethods,
    ScheduleMethods,
):
    """What outlets ask of the bureau, and what came of it."""

    name = "liaison"
