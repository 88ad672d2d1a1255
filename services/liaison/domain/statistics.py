"""What is counted of requests: how long each took to be acknowledged and answered, and how content askers were.

All of it is told by the requests themselves (`measured`), so what was counted change by change is what a count of all
gives. Nothing is counted of what is confidential: no sum may tell that there was something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.liaison.domain.requests import Request
from shared.contracts.liaison_terms import RequestKind, Target
from shared.months import month_of


@dataclass(frozen=True)
class Place:
    """Of what is counted: a month of Asia/Shanghai, a kind, a unit and an officer of it (each may be empty)."""

    month: str
    kind: RequestKind
    unit: str
    officer: str
    target: Target


@dataclass(frozen=True)
class Measured:
    """One number: the working minutes of an acknowledgement or answer, or the stars of a rating. `late`: after its time
    was over."""

    place: Place
    value: int
    late: bool = False


def measured(request: Request) -> Counter[Measured]:
    """What a request came to up to now. A rating that was taken back by asking again counts no more."""
    if request.confidential:
        return Counter()
    found = [
        Measured(
            Place(month_of(each.at), request.kind, each.unit, each.officer, each.target), each.minutes, each.overdue
        )
        for each in request.took
    ]
    if (rating := request.rating) is not None:
        place = Place(month_of(rating.at), request.kind, request.unit, request.officer, Target.RATING)
        found.append(Measured(place, rating.stars))
    return Counter(found)


def moved(before: Request | None, after: Request) -> dict[Measured, int]:
    """By how much a change moves each count."""
    was, now = measured(before) if before else Counter[Measured](), measured(after)
    return {each: step for each in was.keys() | now.keys() if (step := now[each] - was[each])}


@dataclass(frozen=True)
class Tally:
    """What was counted of a place. `values`: how often there was each number."""

    place: Place
    values: Mapping[int, int]
    late: int = 0


@dataclass(frozen=True)
class Figures:
    """The same of several places, of one target."""

    values: Mapping[int, int]
    late: int

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.values.values())


def figures(tallies: Iterable[Tally], target: Target) -> Figures:
    """What several tallies of a target come to."""
    values: Counter[int] = Counter()
    late = 0
    for each in tallies:
        if each.place.target is target:
            values.update(each.values)
            late += each.late
    return Figures({value: count for value, count in values.items() if count}, late)
