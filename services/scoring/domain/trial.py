"""Trying a scheme on a period (试算): what its works would earn, without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.scoring.domain import capping
from services.scoring.domain.calendar import shut, year_of
from services.scoring.domain.facts import CALL_CAP, Gain
from services.scoring.domain.ledger import Entry, Received, Scored, Step, advance
from services.scoring.domain.outlets import Outlet
from services.scoring.domain.ranking import Row, Standing, rank
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.domain.scores import Score, changes, scores

Journal = Iterable[tuple[Received, int]]


@dataclass(frozen=True)
class Trial:
    """The ranking as it is and as it would be; `works` is how many were computed, `late` how many of them came late,
    from another period into this one or from this one into a later.

    `divided_now` and `divided`: what the sums of a year are divided by, as it is and as it would be.
    """

    period: str
    works: int
    late: int
    now: tuple[Row, ...]
    tried: tuple[Row, ...]
    divided_now: int = 1
    divided: int = 1


class Attempt:
    """Every work of a period by one scheme alone, as if it had been in force when each fact came in: what came when a
    quarter was closed is late then, too. Points by hand stay. Works are added piece by piece, with their journals."""

    def __init__(self, scheme: Scheme, period: str, standings: Mapping[str, Standing]) -> None:
        self._scheme, self._period, self._standings = scheme, period, standings
        self._book = Book((replace(scheme, effective_from=date.min),))
        self._cents: Counter[str] = Counter()
        self._by_hand = Counter({outlet: one.cents for outlet, one in standings.items()})
        self._tried: dict[str, list[Score]] = {}
        self._works = self._late = 0
        self._gains: list[tuple[Received, capping.Place, Gain]] = []

    def add(self, works: Iterable[tuple[Scored, Journal]]) -> None:
        """Compute some more."""
        for scored, journal in works:
            for (place, outlet), score in scores(scored).items():
                if place == self._period:
                    self._by_hand[outlet] -= score.cents
            subject = scored.facts.subject
            if subject is not None and subject.kind == CALL_CAP:
                continue  # what calls give by the tried scheme is another sum: see `_capped`
            self._works += 1
            steps = list(_steps(Scored(scored.id, scored.bureau, rules=scored.rules), journal, self._book))
            self._late += any(_late(entry, self._period) for step, _ in steps for entry in step.entries)
            self._gains += [(by, at, gain) for step, by in steps for at, gain in capping.moved(step).items()]
            for outlet, score in _tried(steps, self._period).items():
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
        capped = self._capped()
        for outlet in sorted({*self._standings, *self._tried}):
            base = self._standings.get(outlet) or _fresh(outlet, strangers)
            total = self._cents[outlet] + self._by_hand[outlet] + capped[outlet]
            rows.append(_standing(base, total, self._tried.get(outlet, [])))
        return Trial(
            self._period,
            self._works,
            self._late,
            tuple(rank(self._standings.values(), current.ties, current.minimum_works, {})),
            tuple(rank(rows, self._scheme.ties, self._scheme.minimum_works, {})),
            *divided,
        )

    def _capped(self) -> Counter[str]:
        """What is taken off outlets whose works gain more by calls than counts in a quarter."""
        found: Counter[str] = Counter()
        journals: dict[capping.Place, list[tuple[Received, int]]] = {}
        for received, place, gain in sorted(self._gains, key=lambda one: (one[0].frontier, one[0].at, one[0].cause)):
            journals.setdefault(place, []).append((replace(received, fact=capping.told(place, gain)), 0))
        for place, journal in journals.items():
            steps = list(_steps(Scored(capping.subject_id(place), ""), journal, self._book))
            for outlet, score in _tried(steps, self._period).items():
                found[outlet] += score.cents
        return found


def _steps(scored: Scored, journal: Journal, book: Book) -> Iterator[tuple[Step, Received]]:
    """What a submission goes through by the book, each step with what was received."""
    for received, _ in journal:
        step = advance(scored, received, book)
        if step is not None:
            scored = step.after
            yield step, received


def _tried(steps: Iterable[tuple[Step, Received]], period: str) -> dict[str, Score]:
    """What a submission would have in the period, which stands still once it is closed."""
    found: dict[str, Score] = {}
    for step, received in steps:
        if shut(period, received.frontier):
            break
        moved = changes(step.before, step.after).items()
        found |= {outlet: after for (place, outlet), (_, after) in moved if place == period}
    return found


def _late(entry: Entry, period: str) -> bool:
    return (period in (entry.home, year_of(entry.home))) != (period in (entry.period, year_of(entry.period)))


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
