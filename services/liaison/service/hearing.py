"""Facts of other services. They come late, again, and in any order."""

from __future__ import annotations

from services.liaison.domain.outlets import outlet_of
from services.liaison.service.base import Base
from shared.context import STAFF_ROLES
from shared.events import ACCOUNT_FACTS, OUTLET_FACTS, AccountEvent, OutletEvent, Received, WorkdaysAdopted
from shared.messaging import handles
from shared.mongo import Unit


class HearingMethods(Base):
    """What outlets and accounts are, and how days count."""

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state; what its people have in hand of its requests is to
        be assigned anew."""
        outlet = outlet_of(event.data.outlet)
        if self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau):
            for account in outlet.members:
                self.vacate(unit, event.bureau, account, lambda request: request.outlet == outlet.id)

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may act; what somebody has in hand who no longer may is to be assigned anew."""
        person = self.accounts.keep(unit, event)
        if not person.may(*STAFF_ROLES):
            self.vacate(unit, event.bureau, person.id, lambda _: True)

    @handles(WorkdaysAdopted)
    def workdays_adopted(self, unit: Unit, event: Received[WorkdaysAdopted]) -> None:
        """Keep how a year's days count; what waits follows within moments."""
        self.calendars.keep(unit, event)
