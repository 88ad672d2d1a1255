"""What the parts of the scoring service share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from services.scoring.domain import Outlet, adjusting
from services.scoring.domain.calendar import PERIOD, ends, quarters
from services.scoring.domain.periods import Period, Signature
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.repository import (
    Adjustments,
    Ledger,
    Outlets,
    Periods,
    Rankings,
    Schemes,
    Standings,
    Works,
)
from shared.clock import now
from shared.context import Actor, RequestContext, Role
from shared.contracts.scoring_terms import PeriodKind, PeriodStatus, YearRule
from shared.errors import Forbidden, NotFound
from shared.messaging import Repository
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica
from shared.mongo.calendar_replica import CalendarReplica

Data = dict[str, Any]
T = TypeVar("T")


class Base:
    """The data, and who may see what of it."""

    accounts = Repository(AccountReplica)
    calendars = Repository(CalendarReplica)
    outlets = Repository(Outlets)
    works = Repository(Works)
    ledger = Repository(Ledger)
    standings = Repository(Standings)
    periods = Repository(Periods)
    rankings = Repository(Rankings)
    schemes = Repository(Schemes)
    adjustments = Repository(Adjustments)

    def own(self, context: RequestContext) -> list[str]:
        """The outlets that the account acts for."""
        found: list[str] = self.outlets.of_account(context.bureau, context.actor.account)
        return found

    def seen_outlet(self, outlet: str, context: RequestContext) -> Outlet:
        """An outlet that one acts for, or any for staff. Raises: NotFound, also to those whom it does not concern."""
        found: Outlet | None = self.outlets.find(context.bureau, outlet)
        if found is None or not (context.actor.is_staff or context.actor.account in found.members):
            raise NotFound("outlet.not_found")
        return found

    def require_neutral(self, unit: Unit, context: RequestContext, outlets: Iterable[str], *roles: Role) -> None:
        """Whoever acts has an open account with one of the roles and belongs to none of these outlets, now and at the
        commit: nobody has a hand in what their own outlet gets. Raises: Forbidden, Invalid for a closed account."""
        require(context.actor, *roles)
        concerned = set(outlets)
        if not concerned.isdisjoint(self.own(context)):
            raise Forbidden("scoring.own_outlet")
        self.accounts.require_actor(unit, context.actor, *roles)
        self.outlets.require_stranger(unit, context.bureau, concerned, context.actor.account)

    def require_disinterested(self, unit: Unit, context: RequestContext, *roles: Role) -> None:
        """Whoever decides by what all are scored, or about a whole ranking, acts for no outlet of the bureau, now and
        at the commit.

        Raises: Forbidden, Invalid for a closed account.
        """
        require(context.actor, *roles)
        if self.own(context):
            raise Forbidden("scoring.own_outlet_rules")
        self.accounts.require_actor(unit, context.actor, *roles)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)

    def is_disinterested(self, context: RequestContext, *roles: Role) -> bool:
        """What `require_disinterested` asks of whoever looks."""
        return context.actor.has(*roles) and not self.own(context)

    def require_part(self, bureau: str, submission: str, outlet: str, pointer: str) -> None:
        """Points by hand for a work are for an outlet that has a part in it. Raises: NotFound for a work that was not
        heard of; Invalid at `pointer`."""
        known = self.works.find(bureau, submission)
        if known is None or known.facts.subject is None:
            raise NotFound("submission.not_found")
        adjusting.require_part(known.facts.subject, outlet, pointer)

    def rules(self, period: Period, book: Book) -> Scheme:
        """What a period's ranking goes by: the scheme in force on its last day, for good once it is closed."""
        if period.status is PeriodStatus.OPEN:
            return book.on(ends(period.id))
        return next(scheme for scheme in book.schemes if scheme.serial == period.scheme)

    def quarters(self, bureau: str, period: Period, scheme: Scheme) -> int:
        """What the sum of a year is divided by: the quarters that there were, by the mean; 1 otherwise."""
        if period.kind is PeriodKind.QUARTER or scheme.year is YearRule.SUM:
            return 1
        known = {each.id for each in self.periods.known(bureau)}
        return max(1, len(known & set(quarters(period.id))))


def period_of(data: Data) -> str:
    """The period that a request names. Raises: NotFound for what is no period's id."""
    found: str = data["period"]
    if PERIOD.fullmatch(found) is None:
        raise NotFound("period.not_found")
    return found


def pieces(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The items in lists of so many."""
    waiting = iter(items)
    while piece := list(islice(waiting, size)):
        yield piece


def require(actor: Actor, *roles: Role) -> None:
    """Raises: Forbidden for an account with none of the roles."""
    if not actor.has(*roles):
        raise Forbidden("scoring.forbidden", roles=sorted(roles))


def require_staff(actor: Actor) -> None:
    """Raises: Forbidden for people of outlets."""
    if not actor.is_staff:
        raise Forbidden("scoring.forbidden.staff")


def signature(context: RequestContext) -> Signature:
    """Who acts, now."""
    return Signature(context.actor.account, context.actor.name, now())
