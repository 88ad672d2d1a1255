"""How a standing is ordered: the values of the scheme's list, one after the other, as one embedded document.

MongoDB compares embedded documents value by value in their order, so one index serves every list of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.scoring.domain.ranking import NEVER, Standing
from services.scoring.domain.scheme import Scheme
from shared.contracts.scoring_terms import Tie

SLOTS = ("a", "b", "c", "d", "e")
VALUES: Mapping[Tie, Any] = {
    Tie.TOTAL: {"$multiply": ["$cents", -1]},
    Tie.A_GRADES: {"$multiply": ["$a_grades", -1]},
    Tie.BEST_WORK: {"$multiply": ["$best", -1]},
    Tie.WORKS: {"$multiply": ["$works", -1]},
    Tie.EARLIEST: "$earliest",
}


def slots(scheme: Scheme) -> dict[str, Any]:
    """The expressions of what a standing is ordered by; those that a scheme does not use are 0."""
    values = [VALUES[tie] for tie in scheme.ties] + [0] * (len(SLOTS) - len(scheme.ties))
    return {
        "key": dict(zip(SLOTS, values, strict=True)),
        "ranked": {"$and": ["$competes", {"$gte": ["$works", scheme.minimum_works]}]},
        "order": scheme.serial,
    }


def standing_of(row: Mapping[str, Any]) -> Standing:
    """The standing that a document keeps."""
    plain = ("outlet", "name", "category", "competes", "cents", "works", "publications", "a_grades", "best")
    moment = row["earliest"]
    earliest = None if moment == NEVER else datetime.fromtimestamp(moment / 1000, UTC)
    return Standing(**{name: row[name] for name in plain}, earliest=earliest)
