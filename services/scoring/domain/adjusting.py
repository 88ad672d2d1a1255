"""Points by hand (人工加减分): what the scheme lists, with a reason, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.scoring.domain.calendar import target
from services.scoring.domain.facts import Subject
from services.scoring.domain.ledger import BY_HAND, Entry, entry_id
from services.scoring.domain.periods import Signature
from services.scoring.domain.scheme import Manual, Scheme
from services.scoring.domain.shares import cents, points_of
from shared.contracts.scoring_terms import Cause, ManualKind
from shared.errors import Conflict, FieldProblem, Invalid


@dataclass(frozen=True)
class Adjustment:
    """One bonus or penalty by hand. `reversed_in` is the quarter of the entry that took it back.

    A correction that an answered `appeal` made is one too; it may take an entry back, whose id is `reverses`.
    `taken_back` is the correction that took this one back.
    """

    id: str
    bureau: str
    outlet: str
    period: str
    rule: str
    name: str
    cents: int
    scheme: int
    reason: str
    by: str
    by_name: str
    at: datetime
    submission: str = ""
    reverses: str = ""
    appeal: str = ""
    version: int = 1
    reversed_at: datetime | None = None
    reversed_by: str = ""
    reversed_in: str = ""
    reversal_reason: str = ""
    taken_back: str = ""

    @property
    def entry(self) -> str:
        """The id of its entry."""
        return entry_id(self.id, self.outlet, self.rule, "+")

    @property
    def stands(self) -> bool:
        """Whether nothing took it back."""
        return self.reversed_at is None and not self.taken_back


def amount(scheme: Scheme, rule: str, points: Decimal | None, used: int) -> tuple[Manual, int]:
    """The rule, and the cents that it gives. `used`: how often it was for this outlet in this period.

    Raises: Invalid for a rule that the scheme does not list or points outside of its limits, Conflict when it
    was used as often as it may be.
    """
    manual = scheme.manual.get(rule)
    if manual is None:
        names = [each.name for each in scheme.manual.values()]
        raise _invalid("/rule", "adjustment.unknown_rule", allowed=list(scheme.manual), names=names)
    if points is None and manual.lowest != manual.highest:
        raise _invalid("/points", "adjustment.points_required", lowest=str(manual.lowest), highest=str(manual.highest))
    given = manual.lowest if points is None else points
    if not manual.lowest <= given <= manual.highest:
        raise _invalid("/points", "adjustment.points_limits", lowest=str(manual.lowest), highest=str(manual.highest))
    if manual.times and used >= manual.times:
        raise Conflict("adjustment.times", times=manual.times)
    return manual, cents(given) * (-1 if manual.kind is ManualKind.PENALTY else 1)


def require_part(subject: Subject, outlet: str, pointer: str) -> None:
    """Points by hand for a work are for whose it is, or who shares in it. Raises: Invalid, at `pointer`, for anybody
    else."""
    if outlet not in {subject.outlet, *(author.outlet for author in subject.authors if author.accepted)}:
        raise _invalid(pointer, "adjustment.no_part")


def entered(adjustment: Adjustment) -> Entry:
    """Its entry."""
    return Entry(
        id=adjustment.entry,
        outlet=adjustment.outlet,
        period=adjustment.period,
        home=adjustment.period,
        cents=adjustment.cents,
        rule=f"{BY_HAND}{adjustment.rule}",
        scheme=adjustment.scheme,
        kind=Cause.ADJUSTMENT,
        cause=adjustment.id,
        at=adjustment.at,
        submission=adjustment.submission,
        reverses=adjustment.reverses,
        reason=f"{adjustment.name} {points_of(adjustment.cents)}：{adjustment.reason}",
        by=adjustment.by,
    )


def reverse(adjustment: Adjustment, by: Signature, reason: str, frontier: str) -> tuple[Adjustment, Entry]:
    """Take it back, in its own period or in the next one that is open.

    Raises: Conflict when it was before, and for a correction that took an entry back: that would stand again without
    the ledger saying so.
    """
    require_reversible(adjustment)
    done = replace(
        adjustment,
        version=adjustment.version + 1,
        reversed_at=by.at,
        reversed_by=by.account,
        reversed_in=target(adjustment.period, frontier),
        reversal_reason=reason,
    )
    return done, reversal(done)


def require_reversible(adjustment: Adjustment) -> None:
    """Whether it can be taken back. Raises: Conflict as `reverse` does."""
    if not adjustment.stands:
        raise Conflict("adjustment.reversed")
    if adjustment.reverses:
        raise Conflict("adjustment.takes_back")


def taken_back(adjustment: Adjustment, correction: Adjustment) -> Adjustment:
    """It after an appeal's correction took it back; the entry is the correction's."""
    return replace(adjustment, version=adjustment.version + 1, taken_back=correction.id)


def reversal(adjustment: Adjustment) -> Entry:
    """The entry that took it back."""
    assert adjustment.reversed_at is not None
    return replace(
        entered(adjustment),
        id=entry_id(adjustment.id, adjustment.outlet, adjustment.rule, "-"),
        period=adjustment.reversed_in,
        cents=-adjustment.cents,
        kind=Cause.REVERSAL,
        at=adjustment.reversed_at,
        reverses=adjustment.entry,
        reason=adjustment.reversal_reason,
        by=adjustment.reversed_by,
    )


def entries(adjustment: Adjustment) -> list[Entry]:
    """What it gave the ledger so far."""
    return [entered(adjustment), *([reversal(adjustment)] if adjustment.reversed_at else [])]


def _invalid(pointer: str, rule: str, **params: Any) -> Invalid:
    return Invalid("adjustment.invalid", problems=[FieldProblem(pointer, rule, params)])
