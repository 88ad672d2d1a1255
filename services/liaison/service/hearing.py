"""Facts of other services. They come late, again, and in any order."""

from __future__ import annotations

from services.liaison.domain.activities import Activity, SignUp, seats
from services.liaison.domain.outlets import Outlet, outlet_of
from services.liaison.service.activity_base import ActivityBase
from shared.clock import now
from shared.context import BUSINESS_ROLES
from shared.contracts.outlet_terms import Status
from shared.events import (
    ACCOUNT_FACTS,
    OUTLET_FACTS,
    AccountEvent,
    ActivityUninvited,
    CaseOfficersMissing,
    OutletEvent,
    Received,
    WorkdaysAdopted,
)
from shared.messaging import handles
from shared.mongo import Unit


class HearingMethods(ActivityBase):
    """What outlets and accounts are, and how days count."""

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state; what its people have in hand of its requests is to
        be assigned anew."""
        outlet = outlet_of(event.data.outlet)
        if self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau):
            for account in outlet.members:
                self.vacate(unit, event.bureau, account, lambda request: request.outlet == outlet.id)
            coming = self.activities.seats_for(event.bureau, outlet=outlet.id)
            verified = outlet.status == Status.VERIFIED
            gone = [each for each in coming if not verified or each.account not in outlet.members]
            self._give_back(unit, event.bureau, gone + self._uninvited_by(unit, outlet, coming, gone))

    def _uninvited_by(self, unit: Unit, outlet: Outlet, coming: list[SignUp], gone: list[SignUp]) -> list[SignUp]:
        """Those of an outlet whose activities invited its former category, and who are told that they are out."""
        lost: list[SignUp] = []
        stay = [each for each in coming if each not in gone]
        for id_ in sorted({each.activity for each in stay}):
            activity: Activity = self.activities.get(stay[0].bureau, id_)
            replies = [each for each in stay if each.activity == id_]
            if not activity.open or now() >= activity.starts_at:
                continue
            out = seats.uninvited(activity, replies, {outlet.id: outlet})
            if out:
                accounts = tuple(each.account for each in out)
                self._emit(unit, activity, (ActivityUninvited(activity.state(), "", accounts),))
            lost += out
        return lost

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may act; what somebody has in hand who no longer may is to be assigned anew."""
        before = self.accounts.find(event.bureau, event.data.account.id)
        person = self.accounts.keep(unit, event)
        if not person.may(*BUSINESS_ROLES):
            self.vacate(unit, event.bureau, person.id, lambda _: True)
            if before is not None and before.may(*BUSINESS_ROLES):
                self._last_named(unit, event.bureau, person.id)
        if person.closed:
            self._give_back(unit, event.bureau, self.activities.seats_for(event.bureau, account=person.id))

    def _last_named(self, unit: Unit, bureau: str, left: str) -> None:
        """Tell when nobody can see what is confidential any more, now that somebody left."""
        named = self.desk.named(bureau)
        others = self.people(bureau, (each for each in named.accounts if each != left))
        if left in named.accounts and not any(each.may(*BUSINESS_ROLES) for each in others.values()):
            unit.emit(CaseOfficersMissing(left), subject=bureau, version=named.version, bureau=bureau)

    @handles(WorkdaysAdopted)
    def workdays_adopted(self, unit: Unit, event: Received[WorkdaysAdopted]) -> None:
        """Keep how a year's days count; what waits follows within moments."""
        self.calendars.keep(unit, event)
