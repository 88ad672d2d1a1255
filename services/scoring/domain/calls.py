"""What calls for works (约稿、主题活动、品牌栏目) promise to who answers them, and what of it a scheme counts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from services.scoring.domain.facts import Promise, Subject
from services.scoring.domain.scheme import Scheme
from services.scoring.domain.shares import cents, rounded
from services.scoring.domain.telling import tell
from shared.labels import DEFAULT
from shared.titles import in_marks

# The rules of the lines of works, and of what is taken off an outlet's in a quarter.
CALL: Final = "call"
CAPPED: Final = "call:cap"


def promised(scheme: Scheme, subject: Subject, promises: Mapping[str, Promise]) -> tuple[Decimal, str] | None:
    """The points that a work has for the call that it answers, with what that promised; None where it is nothing."""
    promise = promises.get(subject.call)
    if scheme.calls is None or promise is None or not promise.points:
        return None
    raw = tell("call", DEFAULT, kind=promise.kind, title=in_marks(promise.title), points=promise.points)
    return paid(scheme, promise.points), raw


def paid(scheme: Scheme, points: int) -> Decimal:
    """What a work has of the points that a call promises."""
    return rounded(min(Decimal(points), scheme.calls.per_work)) if scheme.calls else Decimal("0.00")


def over(scheme: Scheme, total: int) -> int:
    """By how many cents what an outlet's works gained by calls in a quarter is over what counts."""
    if scheme.calls is None or scheme.calls.per_quarter is None:
        return 0
    return max(0, total - cents(scheme.calls.per_quarter))
