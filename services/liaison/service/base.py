"""What the parts of the liaison service share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from services.liaison import schemas, shipped
from services.liaison.domain.office import Office, Policy
from services.liaison.domain.outlets import Outlet
from services.liaison.domain.requests import Acting, Asker, Request, moves, permissions, rescheduling
from services.liaison.repository import Desk, Outlets, Requests, Uses
from shared.clock import now
from shared.context import RequestContext
from shared.contracts.outlet_terms import Status
from shared.errors import DomainError, NotFound
from shared.messaging import Repository
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica
from shared.mongo.calendar_replica import CalendarReplica
from shared.people import Person

Data = dict[str, Any]


class Base:
    """Loads, has a rule decide, saves what it decided."""

    accounts = Repository(AccountReplica)
    calendars = Repository(CalendarReplica)
    outlets = Repository(Outlets)
    requests = Repository(Requests)
    desk = Repository(Desk)
    uses = Repository(Uses)

    def own(self, context: RequestContext) -> frozenset[str]:
        """The outlets that the account acts for."""
        return frozenset(self.outlets.of_account(context.bureau, context.actor.account))

    def policy(self, bureau: str) -> Policy:
        """The times for clocks that start now."""
        found: Policy | None = self.desk.newest(bureau)
        return found or shipped.policy()

    def policy_of(self, bureau: str, version: int) -> Policy:
        """The times in one of their versions."""
        found: Policy = self.desk.version(bureau, version) if version else shipped.policy()
        return found

    def office(self, bureau: str, outlet: str = "", named: Iterable[str] | None = None) -> Office:
        """The bureau as it works now, or as soon as others are `named`. For requests of an `outlet` nobody is named who
        acts for it."""
        counting, units = self.calendars.of(bureau), self.desk.units(bureau)
        asking: Outlet | None = self.outlets.find(bureau, outlet) if outlet else None
        chosen = self.desk.named(bureau).accounts if named is None else named
        able = tuple(each for each in chosen if not asking or each not in asking.members)
        former = partial(self.policy_of, bureau)
        return Office(self.policy(bureau), counting.workday, units, able, counting.mark, former)

    def asker(self, context: RequestContext, office: Office) -> Asker:
        """Who asks, with what is known of them."""
        try:
            self.accounts.require_able(context.actor)
        except DomainError:
            return Asker(context.actor, self.own(context), office, able=False)
        return Asker(context.actor, self.own(context), office)

    def may_at_large(self, context: RequestContext) -> list[str]:
        """What of the desk as a whole would not be refused whoever asks, nor to ask something oneself."""
        asker = self.asker(context, self.office(context.bureau))
        own = self.outlets.several(context.bureau, asker.own).values()
        asks = asker.able and any(each.status == Status.VERIFIED for each in own)
        return [*(("add",) if asks else ()), *permissions.may_at_large(asker)]

    def acting(self, context: RequestContext, office: Office) -> Acting:
        """Who acts now."""
        return Acting(context.actor.account, office, now())

    def seen(self, id_: str, context: RequestContext) -> tuple[Request, Asker]:
        """A request, for whom it concerns. Raises: NotFound."""
        try:
            request: Request = self.requests.get(context.bureau, id_)
        except NotFound:
            # What is looked at to refuse one that there is: nobody is to know by the time that the answer takes.
            self.asker(context, self.office(context.bureau, id_))
            raise
        asker = self.asker(context, self.office(context.bureau, request.outlet))
        permissions.require_sight(request, asker)
        return request, asker

    def vacate(
        self, unit: Unit, bureau: str, account: str, concerned: Callable[[Request], bool],
        named: Iterable[str] | None = None,
    ) -> None:  # fmt: skip
        """Take from somebody those of their open requests that they can no longer answer; `named` is who hears of cases
        from now on, where that changes."""
        for request in filter(concerned, self.requests.assigned_to(bureau, account)):
            change = moves.vacate(request, Acting("", self.office(bureau, request.outlet, named), now()))
            if change is not None:
                self.requests.save(unit, request, change)

    def people(self, bureau: str, accounts: Iterable[str]) -> dict[str, Person]:
        """The known ones of these accounts."""
        found: dict[str, Person] = self.accounts.several(bureau, [each for each in accounts if each])
        return found

    def view(self, request: Request, asker: Asker) -> Data:
        """`RequestView` for who asks."""
        bureau, staff = request.bureau, asker.is_officer(request)
        names = self.people(bureau, [request.asker, request.officer])
        outlet = self.outlets.find(bureau, request.outlet)
        joined = self.requests.joined(bureau, request.id, waiting=False) if staff else []
        summary = schemas.summary_view(request, outlet.name if outlet else "", asker.office, names, now(), staff=staff)
        whole = schemas.request_view(request, names, joined, staff=staff)
        used = [schemas.use_view(each) for each in self.uses.of(bureau, request.id)]
        with_it = [each for each in joined if each.open] + rescheduling.followers(request, joined)
        may = permissions.may(request, asker, now(), with_it)
        return summary | whole | {"used_by": used, "may": list(may), "speaks": permissions.speaks(request, asker)}
