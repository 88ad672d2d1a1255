"""What grows with the years, and what all bureaus have together, is looked for by an index."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.liaison.desk import Desk
from tests.services.stage import BUREAU

# Of each query: which index answers it.
QUERIES = [
    ("works", {"outlet": {"$in": ["o1"]}, "call": {"$gt": ""}, "over": False}, "outlet"),
    ("topics", {}, "bureau"),
]


@pytest.mark.parametrize(("collection", "asked", "index"), QUERIES)
def test_a_query_is_answered_by_its_index(desk: Desk, collection: str, asked: dict[str, Any], index: str) -> None:
    rows = [{"_id": f"x{n}", "outlet": f"o{n}", "call": "c1", "over": False} for n in range(200)]
    bureaus = [BUREAU if collection == "works" else f"{n:06}" for n in range(200)]
    desk.stage.db[collection].insert_many(row | {"bureau": of} for row, of in zip(rows, bureaus, strict=True))
    plan = desk.stage.db[collection].find({"bureau": BUREAU, **asked}).explain()["queryPlanner"]["winningPlan"]
    assert f"'indexName': '{index}'" in str(plan)
