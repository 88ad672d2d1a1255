"""Lists by filter and order, the counts beside them, and the next one that is free."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from services.review.repository import Filters, Mark, Waiting, left_open
from services.review.service import ReviewService
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts.review_terms import ReviewOrder, Stage
from shared.errors import Forbidden, NotFound
from tests.services.review.desk import ALL, FINAL, FIRST, KEEPER, LEADER, SECOND, Desk
from tests.services.stage import BUREAU, asking
from tests.services.stage import Stage as Service

HOUR = timedelta(hours=1)
READERS = (FIRST, SECOND, FINAL, ALL, LEADER)
PENDING = {"reason": "请补充消息来源"}


def ids(found: dict[str, Any]) -> list[str]:
    return [item["id"] for item in found["items"]]


def every(desk: Desk, method: str, by: RequestContext, **chosen: Any) -> list[str]:
    """All pages of a list, of two each."""
    shown, cursor = [], {}
    while True:
        page = desk.ask(method, by, limit=2, **chosen, **cursor)
        shown += ids(page)
        if page["next"] is None:
            return shown
        cursor = {"cursor": page["next"]}


def late(desk: Desk, review: dict[str, Any], hours: int) -> None:
    """Have a round's time be over for so long."""
    desk.stage.db["reviews"].update_one({"_id": review["id"]}, {"$set": {"due_at": now() - hours * HOUR}})


def back(desk: Desk, **given: Any) -> dict[str, Any]:
    """The round of a work that comes back after changes were requested."""
    fact = desk.submitted(**given)
    desk.hear(fact)
    (item,) = desk.ask("search", submission=fact.submission.id)["items"]
    desk.decide(item, FIRST, decision="changes", **PENDING)
    again = desk.submitted(id=fact.submission.id, round=2, revision=2, **given)
    desk.hear(again)
    (found,) = desk.ask("search", submission=fact.submission.id, status="open")["items"]
    return desk.ask("get", review=found["id"])  # type: ignore[no-any-return]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with something of each kind on it."""
    free = [desk.opened() for _ in range(3)]
    late(desk, free[0], 2)
    mine = [desk.do("claim", FIRST, review=desk.opened(outlets=("o2",))["id"]) for _ in range(2)]
    late(desk, mine[0], 1)
    lapsed = desk.do("claim", FIRST, review=desk.opened()["id"])
    desk.stage.db["reviews"].update_one({"_id": lapsed["id"]}, {"$set": {"claim.until": now() - HOUR}})
    others = desk.do("claim", ALL, review=desk.opened()["id"])
    late(desk, others, 3)
    back(desk)
    desk.up_to(desk.opened(), "final")
    major = desk.do("claim", ALL, review=desk.opened()["id"])
    desk.do("set_sensitivity", ALL, review=major["id"], sensitivity="major")
    desk.do("decide", ALL, review=major["id"], decision="pass")
    desk.approved()
    desk.do("assess", FIRST, review=desk.opened(kind="golden_idea")["id"], novelty=1, feasibility=2, benefit=3)
    desk.opened(kind="golden_idea")
    left = desk.do("claim", FINAL, review=desk.up_to(desk.opened(), "final")["id"])
    desk.person("final", closed=True)
    assert desk.ask("get", review=left["id"])["left_by"] == "final"
    desk.person("final", Role.REVIEWER_FINAL)
    return desk


def test_each_count_is_the_length_of_the_list_that_it_stands_beside(busy: Desk) -> None:
    for by in READERS:
        _counts_are_lengths(busy, by)


def _counts_are_lengths(busy: Desk, by: RequestContext) -> None:
    for chosen in ({}, {"stage": "first"}, {"outlet": "o2"}, {"kind": "work", "sensitivity": "normal"}):
        told = busy.ask("counts", by, **chosen)
        assert told["waiting"] == len(every(busy, "queue", by, **chosen))
        for name in ("mine", "overdue", "returned"):
            assert told[name] == len(every(busy, "queue", by, **chosen, **{name: True})), (name, chosen, by)
        assert told["mine_overdue"] == len(every(busy, "queue", by, **chosen, mine=True, overdue=True))
        for field in ("stage", "kind", "sensitivity"):
            for value, count in told[field].items():
                if chosen.get(field, value) == value:
                    assert count == len(every(busy, "queue", by, **chosen | {field: value})), (field, value, by)
                else:
                    assert count == 0
        for stage, count in told["free"].items():
            if chosen.get("stage", stage) == stage:
                assert count == len(every(busy, "queue", by, **chosen | {"stage": stage}, free=True))
    left = busy.ask("counts", by)["left"]
    assert left == (len(every(busy, "left", by)) if by in (FINAL, ALL) else None)


def test_the_desk_has_something_to_count(busy: Desk) -> None:
    told = busy.ask("counts", FIRST)
    assert {name: told[name] for name in ("mine", "overdue", "mine_overdue", "returned")} == {
        "mine": 2, "overdue": 3, "mine_overdue": 1, "returned": 1,
    }  # fmt: skip
    assert told["free"] == {"first": 5, "second": 0, "final": 0, "leader": 0, "assessment": 1}
    assert busy.ask("counts", FINAL)["left"] == 1
    keeper = busy.ask("counts", KEEPER)
    assert (keeper["waiting"], keeper["stage"]["first"], keeper["left"], keeper["proposals"]) == (0, 0, None, 0)
    for method in ("queue", "search"):
        with pytest.raises(Forbidden):
            busy.ask(method, KEEPER)
    with pytest.raises(Forbidden):
        busy.ask("counts", asking("liaison", Role.LIAISON))


def test_a_search_finds_what_one_has_and_had_in_hand(busy: Desk) -> None:
    assert len(every(busy, "search", FIRST, mine=True)) == 2
    assert every(busy, "search", LEADER, mine=True) == []
    decided = every(busy, "search", FIRST, decided_by_me=True)
    assert decided == every(busy, "search", FIRST, decided_by_me=True, mine=False)
    kept = list(busy.stage.db["reviews"].find({"deciders": "first"}))
    assert set(decided) == {each["_id"] for each in kept} and len(decided) == len(kept) >= 4
    assert every(busy, "search", FIRST, overdue=True, status="approved") == []
    assert set(every(busy, "search", LEADER, free=True)) == set(every(busy, "queue", LEADER, free=True))


def test_lists_are_in_the_order_that_is_asked_for(busy: Desk) -> None:
    for number, each in enumerate(list(busy.stage.db["reviews"].find())):
        opened = each["opened_at"] - number % 4 * HOUR
        busy.stage.db["reviews"].update_one({"_id": each["_id"]}, {"$set": {"opened_at": opened}})
    kept = list(busy.stage.db["reviews"].find())
    waits = [each for each in kept if each["status"] == "open"]
    for method, rows in (("search", kept), ("queue", waits)):
        for sort, name, way in (("newest", "opened_at", True), ("oldest", "opened_at", False)):
            expected = sorted(rows, key=lambda each: (each[name], each["_id"]), reverse=way)
            assert every(busy, method, LEADER, sort=sort) == [each["_id"] for each in expected]
        due = sorted(waits, key=lambda each: (each["due_at"], each["_id"]))
        assert every(busy, method, LEADER, sort="due") == [each["_id"] for each in due]
    assert every(busy, "queue", LEADER) == every(busy, "queue", LEADER, sort="due")
    assert every(busy, "search", LEADER) == every(busy, "search", LEADER, sort="newest")


def test_every_list_and_count_uses_its_index(desk: Desk) -> None:
    desk.opened()
    marks = [frozenset(), *(frozenset({mark}) for mark in Mark)]
    fields = ({}, {"status": "open"}, {"outlet": "o1"}, {"stage": "first"}, {"submission": "s", "kind": "work"})
    bases = ({"bureau": BUREAU}, Waiting("a", ("reviewer_first",), ("o9",)).query(BUREAU))
    served = set()
    for base, order, marked, equal in product(bases, ReviewOrder, marks, fields):
        chosen = Filters("a", now(), equal, marked, order)
        after = (now(), "x")
        found = desk.stage.db["reviews"].find(chosen.query(base, after)).sort(chosen.sort).hint(chosen.index(base))
        plan = found.explain()["queryPlanner"]["winningPlan"]
        assert "SORT" not in _stages(plan) and "IXSCAN" in _stages(plan), (base, chosen)
        served.add(chosen.index(base))
    assert served == {"submission", "outlet", "decided", "returned", "status", "newest", "queue", "queue_stage"}
    left = desk.stage.db["reviews"].find(left_open(BUREAU, ())).sort([("due_at", 1), ("_id", 1)])
    assert "SORT" not in _stages(left.explain()["queryPlanner"]["winningPlan"])


def _stages(plan: dict[str, Any]) -> set[str]:
    found = {str(plan.get("stage"))}
    for value in plan.values():
        if isinstance(value, dict):
            found |= _stages(value)
    return found


def test_the_next_one_is_the_first_of_the_queue_that_is_free(busy: Desk) -> None:
    for by, chosen in ((FIRST, {"stage": "first"}), (FIRST, {"returned": True}), (ALL, {}), (SECOND, {})):
        expected = ids(busy.ask("queue", by, free=True, **chosen))[0]
        taken = busy.do("claim_next", by, **chosen)
        assert (taken["id"], taken["claimed_by"]) == (expected, by.actor.account)
        assert "release" in taken["may"]
    while True:
        waiting = every(busy, "queue", FIRST, free=True)
        if not waiting:
            break
        assert busy.do("claim_next", FIRST)["id"] == waiting[0]
    with pytest.raises(NotFound, match="nothing_waits"):
        busy.do("claim_next", FIRST)
    with pytest.raises(NotFound, match="nothing_waits"):
        busy.do("claim_next", LEADER)  # no stage of this policy is theirs
    with pytest.raises(Forbidden):
        busy.do("claim_next", KEEPER)


def test_nobody_gets_what_they_may_not_decide(desk: Desk) -> None:
    own = asking("partner", Role.REVIEWER_FIRST, Role.REVIEWER_FINAL)
    desk.opened(outlets=("o2",))
    stepped = desk.opened()
    desk.do("recuse", ALL, review=stepped["id"], reason="与作者相识")
    desk.decide(desk.opened(), ALL)
    for by, stage in ((own, "first"), (ALL, "first"), (ALL, "final")):
        taken = []
        while True:
            try:
                taken.append(desk.do("claim_next", by, stage=stage)["id"])
            except NotFound:
                break
        for id_ in taken:
            desk.do("decide", by, review=id_, decision="reject", reason="失实")
        assert stepped["id"] not in taken or by is own
    assert [each["by"] for each in desk.ask("get", review=stepped["id"])["decisions"]] == ["partner"]


def test_of_many_at_once_each_gets_another_one(desk: Desk) -> None:
    count = 12
    waiting = {desk.opened()["id"] for _ in range(count)}
    other = Service(ReviewService, desk.stage.db.client, desk.stage.db)
    twin = Desk.__new__(Desk)
    twin.stage = other
    people = [asking(f"p{number}", Role.REVIEWER_FIRST) for number in range(count)]

    def take(number: int) -> str:
        place = desk if number % 2 else twin
        return str(place.do("claim_next", people[number])["id"])

    try:
        with ThreadPoolExecutor(count) as pool:
            taken = list(pool.map(take, range(count)))
    finally:
        other.stop()
    assert set(taken) == waiting and len(taken) == count
    assert desk.ask("counts", LEADER)["free"][Stage.FIRST] == 0
    with pytest.raises(NotFound, match="nothing_waits"):
        desk.do("claim_next", FIRST)
