"""The outlet service: load, decide, save."""

from services.outlet.service.bulk import BulkMethods
from services.outlet.service.hearing import HearingMethods
from services.outlet.service.lifecycle import LifecycleMethods
from services.outlet.service.people import PeopleMethods
from services.outlet.service.queries import QueryMethods
from services.outlet.service.retention import RetentionMethods
from services.outlet.service.workdays import WorkdayMethods
from shared.messaging import RetellingMethods


class OutletService(
    LifecycleMethods,
    RetentionMethods,
    PeopleMethods,
    QueryMethods,
    BulkMethods,
    WorkdayMethods,
    HearingMethods,
    RetellingMethods,
):
    """Keeps the outlets: who they are, what they publish on, who acts for them, whether they are verified."""

    name = "outlet"
