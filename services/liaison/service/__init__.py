"""The liaison service: load, decide, save."""

from services.liaison.service.attendances import AttendanceMethods
from services.liaison.service.call_queries import CallQueryMethods
from services.liaison.service.calls import CallMethods
from services.liaison.service.desk import DeskMethods
from services.liaison.service.feeds import FeedMethods
from services.liaison.service.guests import GuestMethods
from services.liaison.service.hearing import HearingMethods
from services.liaison.service.participations import ParticipationMethods
from services.liaison.service.queries import QueryMethods
from services.liaison.service.reminders import ReminderMethods
from services.liaison.service.requests import RequestMethods
from services.liaison.service.rescheduling import ReschedulingMethods
from services.liaison.service.rumours import RumourMethods
from services.liaison.service.schedule import ScheduleMethods
from services.liaison.service.statistics import StatisticsMethods
from services.liaison.service.tasks import TaskMethods
from services.liaison.service.topics import TopicMethods
from services.liaison.service.waiting import WaitingMethods
from services.liaison.service.walk_ins import WalkInMethods
from services.liaison.service.works import WorkMethods
from shared.messaging import RetellingMethods


class LiaisonService(
    TaskMethods,
    ReschedulingMethods,
    RequestMethods,
    RumourMethods,
    DeskMethods,
    QueryMethods,
    WaitingMethods,
    CallQueryMethods,
    CallMethods,
    StatisticsMethods,
    TopicMethods,
    FeedMethods,
    ParticipationMethods,
    WorkMethods,
    GuestMethods,
    WalkInMethods,
    AttendanceMethods,
    HearingMethods,
    ReminderMethods,
    ScheduleMethods,
    RetellingMethods,
):
    """What outlets ask of the bureau, where they meet, what is called for, and what came of it."""

    name = "liaison"
