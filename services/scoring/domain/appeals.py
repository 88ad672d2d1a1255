"""Appeals (申诉): an outlet objects to its score while the ranking is publicised, the bureau answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from services.scoring.domain.ledger import BY_HAND, Entry
from services.scoring.domain.periods import MOVES, Period
from shared.context import Actor, Role
from shared.contracts.award_terms import AppealStatus
from shared.contracts.scoring_terms import PeriodStatus
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events.scoring import AppealState

RULE = "appeal"


@dataclass(frozen=True)
class Corrected:
    """An entry that an upheld appeal made; `reverses` is the entry that it takes back, if it does."""

    entry: str
    points: Decimal
    reverses: str = ""


@dataclass(frozen=True)
class Appeal:
    """An outlet's objection to its score in a publicised period, and the answer."""

    id: str
    bureau: str
    period: str
    outlet: str
    outlet_name: str
    reason: str
    opened_by: str
    opened_at: datetime
    submission: str = ""
    entries: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    status: AppealStatus = AppealStatus.OPEN
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    corrections: tuple[Corrected, ...] = ()
    version: int = 1

    def state(self) -> AppealState:
        """What other services may know of it."""
        return AppealState(self.id, self.period, self.outlet, self.status)


def require_open(appeal: Appeal) -> None:
    """Raises: Conflict when it was answered."""
    if appeal.status is not AppealStatus.OPEN:
        raise Conflict("appeal.illegal_move", state=appeal.status.value, allowed=[])


def answered(
    appeal: Appeal, decision: AppealStatus, answer: str, corrections: Sequence[Corrected], *, by: str, at: datetime
) -> Appeal:
    """The appeal after its answer. Raises: Conflict."""
    require_open(appeal)
    return replace(
        appeal,
        status=decision,
        answer=answer,
        answered_by=by,
        answered_at=at,
        corrections=tuple(corrections),
        version=appeal.version + 1,
    )


def opened(period: Period, today: date) -> Period:
    """The period with one more appeal. Raises: Conflict unless it is publicised and the time for appeals runs."""
    if period.status is not PeriodStatus.PUBLICISED:
        raise Conflict("period.illegal_move", status=period.status, action="appeal", allowed=list(MOVES[period.status]))
    if not are_taken(period, today):
        raise Conflict("appeal.too_late", until=str(period.appeals_until))
    return replace(period, version=period.version + 1, appeals=period.appeals + 1, open_appeals=period.open_appeals + 1)


def are_taken(period: Period, today: date) -> bool:
    """Whether `opened` would not refuse."""
    until = period.appeals_until
    return period.status is PeriodStatus.PUBLICISED and until is not None and today <= until


def may(appeal: Appeal, actor: Actor, own: Collection[str]) -> list[str]:
    """What would not be refused somebody now; nobody answers what their own outlet objects to."""
    answers = actor.has(Role.SCORING_MANAGER) and appeal.outlet not in own
    return ["answer"] if answers and appeal.status is AppealStatus.OPEN else []


def closed(period: Period) -> Period:
    """The period with one open appeal less."""
    return replace(period, version=period.version + 1, open_appeals=period.open_appeals - 1)


def correctable(entry: Entry | None, appeal: Appeal, place: int) -> Entry:
    """An entry that an answer may take back: the outlet's, of the period, no reversal itself. Raises: Invalid."""
    fits = entry is not None and (entry.outlet, entry.period) == (appeal.outlet, appeal.period)
    if entry is None or not fits or entry.reverses:
        raise not_correctable(place)
    return entry


def corrected(entries: Sequence[Entry]) -> int:
    """The cents that answers gave or took of what a work earned by the scheme, by its entries of an outlet and period.

    Points that a person entered before are no part of that, nor is what took them back.
    """
    rule = f"{BY_HAND}{RULE}"
    others = {entry.id for entry in entries if entry.by_hand and entry.rule != rule}
    return sum(entry.cents for entry in entries if entry.rule == rule and entry.reverses not in others)


def not_correctable(place: int) -> Invalid:
    """For the entry that the correction at `place` names."""
    return Invalid(
        "validation", problems=[FieldProblem(f"/corrections/{place}/reverses", "appeal.entry_not_correctable")]
    )
