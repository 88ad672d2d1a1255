"""Trying a scheme on a period (试算): what its works would earn, without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.scoring.domain.compute import compute
from services.scoring.domain.ledger import Held, Scored
from services.scoring.domain.outlets import Outlet
from services.scoring.domain.ranking import Row, Standing, rank
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.domain.scores import Score, scores


@dataclass(frozen=True)
class Trial:
    """The ranking as it is and as it would be; `works` is how many were computed.

    `divided_now` and `divided`: what the sums of a year are divided by, as it is and as it would be.
    """

    period: str
    works: int
    now: tuple[Row, ...]
    tried: tuple[Row, ...]
    divided_now: int = 1
    divided: int = 1


class Attempt:
    """Every work of a period by one scheme alone; points by hand stay. Works are added piece by piece."""

    def __init__(self, scheme: Scheme, period: str, standings: Mapping[str, Standing]) -> None:
        self._scheme, self._period, self._standings = scheme, period, standings
        self._book = Book((replace(scheme, effective_from=date.min),))
        self._cents: Counter[str] = Counter()
        self._by_hand = Counter({outlet: one.cents for outlet, one in standings.items()})
        self._tried: dict[str, list[Score]] = {}
        self._works = 0

    def add(self, works: Iterable[Scored]) -> None:
        """Compute some more."""
        for scored in works:
            self._works += 1
            for (place, outlet), score in scores(scored).items():
                if place == self._period:
                    self._by_hand[outlet] -= score.cents
            for outlet, score in _tried(scored, self._book, self._period).items():
                self._cents[outlet] += score.cents
                self._tried.setdefault(outlet, []).append(score)

    @property
    def strangers(self) -> list[str]:
        """The outlets that would have points and have no standing now."""
        return sorted(self._tried.keys() - self._standings.keys())

    def result(self, current: Scheme, strangers: Mapping[str, Outlet], divided: tuple[int, int] = (1, 1)) -> Trial:
        """Both rankings. `current` is the scheme that the period is ranked by now; `divided`: what the sums of a year
        are divided by, as it is and as it would be."""
        rows = []
        for outlet in sorted({*self._standings, *self._tried}):
            base = self._standings.get(outlet) or _fresh(outlet, strangers)
            total = self._cents[outlet] + self._by_hand[outlet]
            rows.append(_standing(base, total, self._tried.get(outlet, [])))
        return Trial(
            self._period,
            self._works,
            tuple(rank(self._standings.values(), current.ties, current.minimum_works, {})),
            tuple(rank(rows, self._scheme.ties, self._scheme.minimum_works, {})),
            *divided,
        )


def _tried(scored: Scored, book: Book, period: str) -> dict[str, Score]:
    """What a submission would add in the period, as if everything had come in time."""
    lines = compute(book, scored.facts).lines
    held = {line.key: Held("", line.home, line) for line in lines}
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        sums[line.home, line.key.outlet] += line.cents
    found = scores(replace(scored, held=held, sums=sums))
    return {outlet: score for (place, outlet), score in found.items() if place == period}


def _fresh(outlet: str, known: Mapping[str, Outlet]) -> Standing:
    one = known.get(outlet)
    return Standing(outlet, one.name, one.category, one.competes) if one else Standing(outlet, "", "", False)


def _standing(base: Standing, cents: int, found: list[Score]) -> Standing:
    counted = [score for score in found if score.works]
    return replace(
        base,
        cents=cents,
        works=len(counted),
        publications=sum(score.publications for score in counted),
        a_grades=sum(score.a_grades for score in counted),
        best=max((score.cents for score in counted), default=0),
        earliest=min((score.earliest for score in counted if score.earliest), default=None),
    )
