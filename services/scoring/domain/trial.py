"""Trying a scheme on a period (试算): what its works would earn, without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.scoring.domain.compute import compute
from services.scoring.domain.ledger import Held, Scored
from services.scoring.domain.outlets import Outlet
from services.scoring.domain.ranking import Row, Standing, rank
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.domain.scores import Score, scores

Known = Callable[[Iterable[str]], Mapping[str, Outlet]]


@dataclass(frozen=True)
class Trial:
    """The ranking as it is and as it would be; `works` is how many were computed."""

    period: str
    works: int
    now: tuple[Row, ...]
    tried: tuple[Row, ...]


def attempt(
    scheme: Scheme,
    current: Scheme,
    period: str,
    works: Iterable[Scored],
    *,
    standings: Mapping[str, Standing],
    known: Known,
) -> Trial:
    """Every work of the period by the scheme alone; points by hand stay. `current` is what it is ranked by now."""
    book = Book((replace(scheme, effective_from=date.min),))
    cents: Counter[str] = Counter()
    by_hand = Counter({outlet: one.cents for outlet, one in standings.items()})
    tried: dict[str, list[Score]] = {}
    count = 0
    for scored in works:
        count += 1
        for (place, outlet), score in scores(scored).items():
            if place == period:
                by_hand[outlet] -= score.cents
        for outlet, score in _tried(scored, book, period).items():
            cents[outlet] += score.cents
            tried.setdefault(outlet, []).append(score)
    outlets = sorted({*standings, *tried})
    fresh = known([outlet for outlet in outlets if outlet not in standings])
    rows = []
    for outlet in outlets:
        base = standings.get(outlet) or _fresh(outlet, fresh)
        rows.append(_standing(base, cents[outlet] + by_hand[outlet], tried.get(outlet, [])))
    return Trial(
        period,
        count,
        tuple(rank(standings.values(), current.ties, current.minimum_works, {})),
        tuple(rank(rows, scheme.ties, scheme.minimum_works, {})),
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
