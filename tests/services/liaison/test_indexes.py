"""What grows with the years, and what all bureaus have together, is looked for by an index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.liaison.repository.filters import appointed
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


def test_appointments_are_found_by_when_they_begin(desk: Desk) -> None:
    begins = datetime(2026, 10, 1, tzinfo=UTC)
    rows = [
        {
            "_id": f"r{n}", "bureau": BUREAU, "number": f"N{n}", "confidential": False, "outlet": f"o{n % 3}",
            "answer": {"kind": "appointment" if n % 50 == 0 else "material", "starts_at": begins + timedelta(hours=n)},
            "earlier": [{"kind": "appointment", "starts_at": begins}] if n % 70 == 0 else [],
        }
        for n in range(1000)
    ]  # fmt: skip
    desk.stage.db["requests"].insert_many(rows)
    ways: list[dict[str, Any]] = [{"outlet": {"$in": ["o1"]}}, {"officer": "officer"}, {"unit": {"$in": ["u1"]}}]
    query = appointed(BUREAU, ways, begins, begins + timedelta(days=31))
    plan = str(desk.stage.db["requests"].find(query).explain()["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in plan
    assert "'indexName': 'appointment'" in plan and "'indexName': 'former_appointment'" in plan
