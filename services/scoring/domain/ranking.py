"""Rankings (排名): who stands where, by which values, and how far they moved.

Outlets are ordered by the scheme's list of values; those that are equal in all of them share a place, and the next
place is left out (1, 2, 2, 4). A finalised ranking is a list of rows, sealed by SHA-256 over its canonical JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from services.scoring.domain.shares import points_of
from shared.contracts.scoring_terms import Tie

NEVER = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp() * 1000)
Order = tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """An outlet in a period: its cents and what ties are broken by. Of a year, `cents` is the sum of its quarters."""

    outlet: str
    name: str
    category: str
    competes: bool
    cents: int = 0
    works: int = 0
    publications: int = 0
    a_grades: int = 0
    best: int = 0
    earliest: datetime | None = None

    def ranked(self, minimum_works: int) -> bool:
        """Whether it has a place: it competes, and with enough works."""
        return self.competes and self.works >= minimum_works


@dataclass(frozen=True)
class Places:
    """A place among all and one in the category; None for who is not ranked."""

    overall: int | None = None
    category: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of a ranking. `previous` are the places in the last finalised period of the kind before it."""

    standing: Standing
    places: Places
    previous: Places = Places()


def order(standing: Standing, ties: Iterable[Tie]) -> Order:
    """What a ranking sorts by, ascending."""
    first = milliseconds(standing.earliest)
    values = {
        Tie.TOTAL: -standing.cents,
        Tie.A_GRADES: -standing.a_grades,
        Tie.BEST_WORK: -standing.best,
        Tie.WORKS: -standing.works,
        Tie.EARLIEST: first,
    }
    return tuple(values[tie] for tie in ties)


def milliseconds(moment: datetime | None) -> int:
    """A moment as a number; none is later than any."""
    return NEVER if moment is None else round(moment.timestamp() * 1000)


def places(orders: Sequence[Order]) -> list[int]:
    """The places of those who stand in this order."""
    found: list[int] = []
    for number, each in enumerate(orders, 1):
        found.append(found[-1] if number > 1 and each == orders[number - 2] else number)
    return found


def rank(
    standings: Iterable[Standing], ties: Sequence[Tie], minimum_works: int, previous: Mapping[str, Places]
) -> list[Row]:
    """All standings in their order, those without a place at the end."""
    everybody = sorted(standings, key=lambda one: (not one.ranked(minimum_works), order(one, ties), one.outlet))
    found: dict[str, Places] = {one.outlet: Places() for one in everybody}
    ranked = [one for one in everybody if one.ranked(minimum_works)]
    for one, place in zip(ranked, places([order(one, ties) for one in ranked]), strict=True):
        found[one.outlet] = replace(found[one.outlet], overall=place)
    for category in {one.category for one in ranked}:
        group = [one for one in ranked if one.category == category]
        for one, place in zip(group, places([order(one, ties) for one in group]), strict=True):
            found[one.outlet] = replace(found[one.outlet], category=place)
    return [Row(one, found[one.outlet], previous.get(one.outlet, Places())) for one in everybody]


def moved(place: int | None, previous: int | None) -> int | None:
    """By how many places it rose (negative: fell); None for who was not ranked before or is not now."""
    return None if place is None or previous is None else previous - place


def shown(cents: int, quarters: int = 1) -> Decimal:
    """Points as they are shown: of a year by the mean, the sum over its quarters divided, halves up."""
    if quarters == 1:
        return points_of(cents)
    return (points_of(cents) / quarters).quantize(Decimal("0.01"), ROUND_HALF_UP)


def canonical(bureau: str, period: str, scheme: int, rows: Iterable[Row]) -> bytes:
    """A ranking as canonical JSON: sorted keys, no blanks, UTF-8, cents as whole numbers, moments in UTC."""
    data = {
        "bureau": bureau,
        "period": period,
        "scheme": scheme,
        "rows": [_plain(row) for row in rows],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(bureau: str, period: str, scheme: int, rows: Iterable[Row]) -> str:
    """SHA-256 over the canonical JSON, in hex."""
    return hashlib.sha256(canonical(bureau, period, scheme, rows)).hexdigest()


def _plain(row: Row) -> dict[str, object]:
    earliest = row.standing.earliest
    moment = earliest.astimezone(UTC).isoformat(timespec="milliseconds") if earliest else None
    return {
        **asdict(row.standing),
        "earliest": moment,
        "places": asdict(row.places),
        "previous": asdict(row.previous),
    }
