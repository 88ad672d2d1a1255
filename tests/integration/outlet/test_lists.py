"""Lists: filters, both orders, pages that neither lose nor repeat, and the index that serves them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.outlet.repository import Filter
from shared.clock import local_date, now
from shared.contracts.outlet_terms import Sort
from shared.errors import Forbidden, Invalid
from tests.integration.outlet.harness import Harness
from tests.services.outlet.makers import BUREAU, LEADER, LIAISON, OWNER, credit_code, form

PLATFORMS = ("weibo", "douyin", "kuaishou")


def fill(outlets: Harness, count: int = 9) -> list[dict[str, Any]]:
    made = []
    for number in range(count):
        channel = {"platform": PLATFORMS[number % 3], "claimed_level": "self", "account_name": f"a{number}"}
        changes = {
            "name": f"{'浦沿' if number % 2 else '西兴'}{number % 4}号",
            "credit_code": credit_code(number),
            "category": "influencer" if number % 3 else "self_media",
            "region": f"r{number % 2}",
            "channels": [channel],
        }
        made.append(outlets.call("register", OWNER, form(**changes)))
    return made


def walk(outlets: Harness, method: str, actor: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(100):
        page = outlets.call(method, actor, query | cursor)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 100])
@pytest.mark.parametrize("sort", Sort)
def test_pages_show_everything_once_and_in_order(outlets: Harness, sort: Sort, limit: int) -> None:
    made = fill(outlets)
    found = walk(outlets, "search", LEADER, sort=sort.value, limit=limit)
    newest = [outlet["id"] for outlet in reversed(made)]
    if sort is Sort.NEWEST:
        assert [item["id"] for item in found] == newest
    else:
        assert [item["name"] for item in found] == sorted(outlet["name"] for outlet in made)
        assert {item["id"] for item in found} == set(newest)


@pytest.mark.parametrize(
    "query",
    [
        {"category": "influencer"},
        {"region": "r1"},
        {"platform": "weibo"},
        {"status": "pending", "region": "r0"},
        {"status": "verified"},
        {"liaison": "nobody"},
        {"q": "浦沿"},
        {"q": "西兴2"},
        {"q": "西兴2", "sort": "name", "limit": 1},
        {"q": "浦", "sort": "name", "limit": 1, "category": "influencer"},
        {"q": "(.*", "sort": "name"},
        {"q": "沿1号"},
        {"q": "号", "limit": 2},
        {"q": "沿西"},
        {"q": "１ 號"},
    ],
)
def test_filters(outlets: Harness, query: dict[str, Any]) -> None:
    made = fill(outlets)

    def wanted(outlet: dict[str, Any]) -> bool:
        return (
            all(outlet[name] == query[name] for name in ("category", "region", "status", "liaison") if name in query)
            and query.get("platform", outlet["channels"][0]["platform"]) == outlet["channels"][0]["platform"]
            and ({"１ 號": "1号"}.get(part := query.get("q", ""), part)) in outlet["name"]
        )

    found = walk(outlets, "search", LIAISON, **query)
    assert sorted(item["id"] for item in found) == sorted(outlet["id"] for outlet in made if wanted(outlet))


def test_the_counts_are_those_of_the_lists(outlets: Harness) -> None:
    made = fill(outlets, 5)
    for one in made[:3]:
        outlets.call("verify", LIAISON, {"outlet": one["id"], "licence_number": "L1", "proofs": proven(one)})
    outlets.call("suspend", LIAISON, {"outlet": made[0]["id"], "reason": "停更"})
    outlets.call("close", LIAISON, {"outlet": made[4]["id"], "reason": "停办"})
    soon = (local_date(now()) + timedelta(days=29)).isoformat()
    outlets.db["outlets"].update_one(
        {"_id": made[1]["id"]}, {"$set": {"verification.until": soon, "verified_until": soon}}
    )
    counts = outlets.call("counts", LIAISON, {})
    assert counts == {
        "by_status": {"pending": 1, "verified": 2, "rejected": 0, "suspended": 1, "closed": 1},
        "reverification_due": 1, "without_liaison": 1, "mine": 3,
    }  # fmt: skip
    for name in ("reverification_due", "without_liaison", "mine"):
        assert len(walk(outlets, "search", LIAISON, **{name: True}, limit=1)) == counts[name]
        assert len(walk(outlets, "search", LIAISON, **{name: False})) == 5
    assert [one["id"] for one in walk(outlets, "search", LIAISON, reverification_due=True)] == [made[1]["id"]]
    assert outlets.call("counts", LEADER, {})["mine"] == 0
    assert walk(outlets, "search", LEADER, mine=True) == []
    with pytest.raises(Forbidden):
        outlets.call("counts", OWNER, {})


def proven(outlet: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"channel": outlet["channels"][0]["id"], "level": "self", "note": "后台截图"}]


def test_mine_and_history_are_paged(outlets: Harness) -> None:
    made = fill(outlets, 5)
    assert [item["id"] for item in walk(outlets, "mine", OWNER, limit=2)] == [o["id"] for o in reversed(made)]
    assert {item["role"] for item in walk(outlets, "mine", OWNER)} == {"outlet_owner"}
    on = {"outlet": made[0]["id"]}
    for region in ("a", "b", "c"):
        outlets.call("change_profile", OWNER, {**on, "region": region})
    assert [entry["version"] for entry in walk(outlets, "history", OWNER, **on, limit=1)] == [4, 3, 2, 1]


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "W251bGxd", "W3siJGd0IjoiIn1d"])
def test_a_bad_cursor_is_refused(outlets: Harness, cursor: str) -> None:
    on = {"outlet": register_one(outlets)}
    lists = {"search": {"sort": "name"}, "mine": {}, "history": on, "imports": {}, "export_page": {}}
    for method, query in lists.items():
        with pytest.raises(Invalid):
            outlets.call(method, LEADER, query | {"cursor": cursor})


def register_one(outlets: Harness) -> str:
    return str(fill(outlets, 1)[0]["id"])


@pytest.mark.parametrize(
    ("chosen", "sort", "index"),
    [
        (Filter(), Sort.NEWEST, {"newest"}),
        (Filter(), Sort.NAME, {"name"}),
        (Filter(q="浦沿"), Sort.NEWEST, {"gram"}),
        (Filter(status="pending"), Sort.NEWEST, {"status", "newest"}),
        (Filter(platform="weibo"), Sort.NEWEST, {"platform", "newest"}),
    ],
)
def test_an_index_serves_every_list(outlets: Harness, chosen: Filter, sort: Sort, index: set[str]) -> None:
    fill(outlets)
    order = [("name_key", 1), ("_id", -1)] if sort is Sort.NAME else [("_id", -1)]
    plan = outlets.db["outlets"].find(chosen.query(BUREAU)).sort(order).limit(3).explain()
    text = str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in text and "'SORT'" not in text
    assert any(f"'indexName': '{name}'" in text for name in index)
