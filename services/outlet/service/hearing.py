"""Facts of the gateway: what accounts are, and who left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.outlet.domain import departures
from services.outlet.service.base import Base
from shared.clock import now
from shared.context import Role
from shared.events import ACCOUNT_FACTS, AccountErased, AccountEvent, Received
from shared.messaging import handles, scheduled
from shared.mongo import Unit
from shared.people import Person

Job = tuple[str, Callable[[Unit], None]]
# Outlets of one account that are dealt with in one transaction.
STEP = 50


class HearingMethods(Base):
    """Outlets do without whoever left."""

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may do what, and have the first outlets follow; more of them than a step do so by time."""
        self._follow(unit, event.bureau, self.accounts.keep(unit, event))
        if isinstance(event.data, AccountErased):
            self.outlets.rename_member(unit, event.bureau, event.data.account.id, event.data.account.name)

    @scheduled(every=timedelta(seconds=10))
    def follow_accounts(self, moment: datetime) -> Iterator[Job]:
        """Go on with accounts that have more outlets than were dealt with."""
        for bureau, id_ in self.accounts.unsettled(STEP):
            yield f"{id_}:{moment.isoformat()}", partial(self._go_on, bureau, id_)

    def _go_on(self, bureau: str, id_: str, unit: Unit) -> None:
        person = self.accounts.find(bureau, id_)
        if person is not None:
            self._follow(unit, bureau, person)

    def _follow(self, unit: Unit, bureau: str, person: Person) -> None:
        unfit = not person.may(Role.LIAISON)
        found = self.outlets.concerned(bureau, person.id, unfit=unfit, closed=person.closed, limit=STEP)
        able = self.accounts.holders(bureau, Role.LIAISON) if found else []
        liaisons = [each for each in able if each.id != person.id]
        loads = Counter(self.outlets.loads(bureau, [each.id for each in liaisons]))
        taken = set()
        for outlet in found:
            changes = departures.follow(outlet, person, liaisons, loads, now())
            self.outlets.save(unit, outlet, *changes)
            liaison = changes[-1].outlet.liaison if changes else outlet.liaison
            if liaison not in ("", outlet.liaison):
                loads[liaison] += 1
                taken.add(liaison)
        for liaison in sorted(taken):
            self.accounts.rely_on(unit, bureau, liaison, Role.LIAISON)
        if found:
            self.accounts.settle(unit, bureau, person.id, done=len(found) < STEP)
