"""Commands about an outlet as a whole, and what time brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from services.outlet import schemas
from services.outlet.domain import Change, Outlet, change_profile, lifecycle, permissions
from services.outlet.service.base import Base, Data
from shared.clock import local_date, now
from shared.context import RequestContext
from shared.contracts import outlet as contracts
from shared.messaging import command, scheduled
from shared.mongo import Unit

Job = tuple[str, Callable[[Unit], None]]
# A reminder whose own day was missed (the service was away) goes out on one of the two days after it.
GRACE = timedelta(days=2)


class LifecycleMethods(Base):
    """Registration, profile, verification, suspension, closing."""

    @command(contracts.RegisterOutlet)
    def register(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Register an outlet; the account becomes its owner, unless it keeps the system. Whose its numbers are is asked
        when it is verified: who registers is not told whether another has them."""
        permissions.require_free(context.actor)
        outlet = schemas.registration(data, context.actor, self.sealer, now())
        self.accounts.require_open(context.actor)
        change = lifecycle.register(outlet, context.actor.account)
        self.outlets.save(unit, None, change)
        return self.view(change.outlet, context)

    @command(contracts.ChangeProfile)
    def change_profile(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Change name, category, identity, contacts or region."""

        def decide(outlet: Outlet, moment: datetime) -> Change:
            values = schemas.profile(data, outlet, self.sealer)
            return change_profile(outlet, context.actor, values, moment)

        return self.change(unit, data, context, decide)

    @command(contracts.ResubmitOutlet)
    def resubmit(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Send a rejected registration again."""
        proofs = schemas.proofs(data["proofs"])
        return self.change(
            unit, data, context, lambda outlet, at: lifecycle.resubmit(outlet, context.actor, data["note"], at, proofs)
        )

    @command(contracts.VerifyOutlet)
    def verify(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify a pending outlet on evidence."""
        return self._ruled(unit, data, context, lifecycle.verify, self._evidence(data, context))

    @command(contracts.ReverifyOutlet)
    def reverify(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Renew the yearly verification."""
        return self._ruled(unit, data, context, lifecycle.reverify, self._evidence(data, context))

    @command(contracts.RejectOutlet)
    def reject(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Refuse a registration."""
        return self._ruled(unit, data, context, lifecycle.reject, data["reason"])

    @command(contracts.SuspendOutlet)
    def suspend(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Suspend a verified outlet."""
        return self._ruled(unit, data, context, lifecycle.suspend, data["reason"])

    @command(contracts.ReinstateOutlet)
    def reinstate(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """End a suspension."""
        return self._ruled(unit, data, context, lifecycle.reinstate, data["reason"])

    @command(contracts.CloseOutlet)
    def close(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Close an outlet for good."""
        return self._ruled(unit, data, context, lifecycle.close, data["reason"])

    @command(contracts.AssignLiaison)
    def assign_liaison(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Put a liaison officer in charge."""
        self.seen(data, context)  # who may not see the outlet learns nothing about accounts either
        person = self.accounts.find(context.bureau, data["liaison"])
        return self._ruled(unit, data, context, lifecycle.assign_liaison, person)

    @scheduled(every=timedelta(hours=1))
    def lapse(self, moment: datetime) -> Iterator[Job]:
        """Suspend the verified outlets whose last day is over."""
        for row in self.outlets.due(date.min, local_date(moment) - timedelta(days=1)):
            yield f"{row['_id']}:{row['verified_until']}", partial(self._lapse, row, moment)

    @scheduled(every=timedelta(hours=1))
    def remind(self, moment: datetime) -> Iterator[Job]:
        """Remind of verifications that end in 30 and in 7 days, once each."""
        for days in lifecycle.REMINDERS:
            last = local_date(moment) + timedelta(days=days)
            for row in self.outlets.due(last - GRACE, last):
                yield f"{row['_id']}:{row['verified_until']}:{days}", partial(self._remind, row, days, moment)

    def _ruled(self, unit: Unit, data: Data, context: RequestContext, rule: Callable[..., Change], what: Any) -> Data:
        return self.change(unit, data, context, lambda outlet, at: rule(outlet, context.actor, what, at))

    def _evidence(self, data: Data, context: RequestContext) -> Any:
        return schemas.evidence(data, context.actor.account, now())

    def _lapse(self, row: Data, moment: datetime, unit: Unit) -> None:
        outlet = self.outlets.get(row["bureau"], row["_id"])
        self.outlets.save(unit, outlet, lifecycle.lapse(outlet, moment))

    def _remind(self, row: Data, days: int, moment: datetime, unit: Unit) -> None:
        outlet = self.outlets.get(row["bureau"], row["_id"])
        if told := lifecycle.reminder(outlet, days, moment):
            unit.emit(told, subject=outlet.id, version=outlet.version, bureau=outlet.bureau)
