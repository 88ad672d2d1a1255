"""Two instances of the service on one database: whatever happens at the same time, the stored conditions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.review.service import ReviewService
from shared import validation
from shared.context import RequestContext, Role
from shared.errors import Conflict, DomainError, Forbidden
from shared.events import PermitIssued, PermitRevoked, SubmissionApproved
from shared.ids import new_id
from shared.mongo import Committer, StaleWrite, Unit
from tests.services.review.desk import (
    ALL,
    COMMANDS,
    FINAL,
    FIRST,
    LEADER,
    SECOND,
    Desk,
    published,
    withdrawn,
)
from tests.services.stage import BUREAU, Stage, asking


@pytest.fixture
def other(desk: Desk) -> Iterator[Stage]:
    """A second instance on the same database."""
    made = Stage(ReviewService, desk.stage.db.client, desk.stage.db)
    yield made
    made.stop()


class Held:
    """A command that was decided and is not committed yet: the other instance may be faster."""

    def __init__(self, stage: Stage, method: str, by: RequestContext, **data: Any) -> None:
        self.unit = Unit()
        self._committer = Committer(stage.db.client, stage.db, new_id())
        given = validation.load(COMMANDS[method](), data)
        self.unit.result = getattr(ReviewService, method).__wrapped__(stage.service, self.unit, given, by)

    def commit(self) -> None:
        try:
            self._committer.commit(self.unit)
        finally:
            self._committer.stop()


def state(desk: Desk, review: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.stage.db["reviews"].find_one({"_id": review}) or {}
    return found


def outcome(work: Callable[[], Any]) -> str:
    try:
        work()
    except DomainError as error:
        return error.code
    return "done"


def test_of_two_claims_at_once_one_holds(desk: Desk, other: Stage) -> None:
    review = desk.opened()
    held = Held(other, "claim", asking("first-2", Role.REVIEWER_FIRST), review=review["id"])
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(StaleWrite):
        held.commit()
    assert state(desk, review["id"])["claim"]["account"] == "first"


def test_one_person_at_two_instances_decides_one_stage(desk: Desk, other: Stage) -> None:
    review = desk.opened()
    desk.do("claim", ALL, review=review["id"])
    held = Held(other, "decide", ALL, review=review["id"], decision="pass")
    desk.do("decide", ALL, review=review["id"], decision="pass")
    with pytest.raises(StaleWrite):
        held.commit()
    assert [each["stage"] for each in state(desk, review["id"])["decisions"]] == ["first"]


@pytest.mark.parametrize(
    "change",
    [
        {"$push": {"deciders": "final"}},
        {"$push": {"recused": "final"}},
        {"$set": {"submitter": "final"}},
        {"$push": {"writers": "final"}},
        {"$set": {"claim.account": "somebody"}},
        {"$set": {"claim": None}},
    ],
    ids=["decided", "recused", "own", "handed_in", "taken", "free"],
)
def test_the_condition_is_in_the_stored_document_itself(desk: Desk, other: Stage, change: dict[str, Any]) -> None:
    """Even of the very version that was read: what the document says when it is written decides."""
    review = desk.up_to(desk.opened(), "final")
    desk.do("claim", FINAL, review=review["id"])
    held = Held(other, "decide", FINAL, review=review["id"], decision="pass", grade="A")
    desk.stage.db["reviews"].update_one({"_id": review["id"]}, change)
    with pytest.raises(StaleWrite):
        held.commit()
    assert state(desk, review["id"])["status"] == "open"
    assert desk.stage.db["permits"].count_documents({}) == 0 == desk.stage.db["counters"].count_documents({})


def test_a_lease_that_ran_out_before_the_write_decides_nothing(desk: Desk, other: Stage) -> None:
    review = desk.opened()
    claimed = desk.do("claim", FIRST, review=review["id"])
    held = Held(other, "decide", FIRST, review=review["id"], decision="pass")
    over = {"$set": {"claim.until": claimed["opened_at"]}}
    desk.stage.db["reviews"].update_one({"_id": review["id"]}, over)
    with pytest.raises(StaleWrite):
        held.commit()


@pytest.mark.parametrize("outlet", ["o1", "o2"])
def test_who_joins_the_outlet_in_between_decides_nothing(desk: Desk, other: Stage, outlet: str) -> None:
    review = desk.opened(outlets=("o1", "o2"))
    desk.do("claim", FIRST, review=review["id"])
    held = Held(other, "decide", FIRST, review=review["id"], decision="pass")
    desk.outlet(outlet, "writer", "first")
    with pytest.raises(StaleWrite):
        held.commit()
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    assert state(desk, review["id"])["decisions"] == []


def test_an_admin_gives_nothing_to_who_joins_in_between(desk: Desk, other: Stage) -> None:
    review = desk.opened()
    held = Held(other, "reassign", FINAL, review=review["id"], account="first")
    desk.outlet("o1", "writer", "first")
    with pytest.raises(StaleWrite):
        held.commit()
    assert state(desk, review["id"])["claim"] is None


def test_people_who_all_hold_every_role_never_decide_twice(desk: Desk, other: Stage) -> None:
    """Six people and two instances at once, on works that take three stages."""
    roles = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
    people = [asking(f"p{number}", *roles) for number in range(6)]
    reviews = [desk.opened()["id"] for _ in range(4)]
    twin = Desk.__new__(Desk)
    twin.stage = other
    for review in reviews:
        desk.do("claim", people[0], review=review)
        desk.do("set_sensitivity", people[0], review=review, sensitivity="sensitive")
        desk.do("release", people[0], review=review)

    def work(number: int) -> None:
        by, place = people[number % 6], desk if number % 2 else twin
        for review in reviews:
            for _ in range(6):
                outcome(lambda: place.do("claim", by, review=review))  # noqa: B023 (called at once)
                outcome(lambda: place.do("decide", by, review=review, decision="pass"))  # noqa: B023
                outcome(lambda: place.do("decide", by, review=review, decision="pass", grade="A"))  # noqa: B023

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    # Who lost each of their tries to the others has left a stage undone: they go on one after the other.
    for number in range(3 * len(people)):
        if any(state(desk, review)["status"] == "open" for review in reviews):
            work(number)
    for review in reviews:
        found = state(desk, review)
        names = [each["by"] for each in found["decisions"]]
        assert (found["status"], len(names), len(set(names))) == ("approved", 3, 3)
    numbers = sorted(permit["number"] for permit in desk.stage.db["permits"].find())
    assert numbers == [1, 2, 3, 4]


def test_numbers_have_no_gap_though_many_approve_at_once_and_some_fail(desk: Desk, other: Stage) -> None:
    count, failing = 12, 4
    reviews = [desk.up_to(desk.opened(), "final")["id"] for _ in range(count + failing)]
    finals = [asking(f"f{number}", Role.REVIEWER_FINAL) for number in range(count + failing)]
    for review, by in zip(reviews, finals, strict=True):
        desk.do("claim", by, review=review)
    twin = Desk.__new__(Desk)
    twin.stage = other
    # Decided upon the number that is free now, and bound to fail: their rounds change before they are committed.
    held = [
        Held(desk.stage, "decide", by, review=review, decision="pass", grade="A")
        for review, by in list(zip(reviews, finals, strict=True))[count:]
    ]
    for review in reviews[count:]:
        desk.stage.db["reviews"].update_one({"_id": review}, {"$set": {"claim": None}})

    def approve(number: int) -> None:
        place = desk if number % 2 else twin
        place.do("decide", finals[number], review=reviews[number], decision="pass", grade="A")

    def fail(each: Held) -> None:
        with pytest.raises(StaleWrite):
            each.commit()

    with ThreadPoolExecutor(8) as pool:
        works = [pool.submit(approve, number) for number in range(count)] + [pool.submit(fail, each) for each in held]
        for done in works:
            done.result()
    permits = list(desk.stage.db["permits"].find().sort("number", 1))
    assert [permit["number"] for permit in permits] == list(range(1, count + 1))
    (counter,) = desk.stage.db["counters"].find()
    assert (counter["last"], counter["bureau"]) == (count, BUREAU)
    assert len({permit["code"] for permit in permits}) == count
    assert len(desk.told(SubmissionApproved)) == len(desk.told(PermitIssued)) == count


def test_each_bureau_counts_for_itself(desk: Desk) -> None:
    far = "330108"
    desk.outlet("far", "elsewhere", bureau=far)
    desk.approved()
    review = desk.opened(bureau=far, outlets=("far",))
    for by, more in (
        (asking("a", Role.REVIEWER_FIRST, bureau=far), {}),
        (asking("b", Role.REVIEWER_FINAL, bureau=far), {"grade": "A"}),
    ):
        review = desk.decide(review, by, **more)
    found = {permit["bureau"]: permit["number"] for permit in desk.stage.db["permits"].find()}
    assert found == {BUREAU: 1, far: 1}
    assert review["permit"].startswith(far)


def test_of_publication_and_revocation_at_once_one_comes_first(desk: Desk, other: Stage) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search")["items"]
    done = desk.approved(desk.ask("get", review=item["id"]))
    held = Held(other, "revoke", FINAL, review=done["id"], reason="事实有误")
    desk.hear(published(fact), "published")
    with pytest.raises(StaleWrite):
        held.commit()
    with pytest.raises(Conflict, match=r"review\.published"):
        desk.do("revoke", FINAL, review=done["id"], reason="x")
    assert desk.told(PermitRevoked) == []


def test_of_approval_and_withdrawal_at_once_no_permit_survives(desk: Desk, other: Stage) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search")["items"]
    desk.up_to(desk.ask("get", review=item["id"]), "final")
    desk.do("claim", FINAL, review=item["id"])
    held = Held(other, "decide", FINAL, review=item["id"], decision="pass", grade="A")
    desk.hear(withdrawn(fact), "withdrawn")
    with pytest.raises(StaleWrite):
        held.commit()
    assert state(desk, item["id"])["status"] == "withdrawn"
    assert desk.stage.db["permits"].count_documents({}) == 0


def test_a_round_and_its_withdrawal_heard_at_once_leave_nothing_open(desk: Desk, other: Stage) -> None:
    def hear(stage: Stage, fact: Any, method: str) -> None:
        twin = Desk.__new__(Desk)
        twin.stage = stage
        for _ in range(40):
            try:
                twin.hear(fact, method)
            except StaleWrite:
                continue
            return
        raise AssertionError("the state never held still")

    facts = [desk.submitted() for _ in range(8)]
    with ThreadPoolExecutor(2) as pool:
        for fact in facts:
            both = [
                pool.submit(hear, desk.stage, fact, "submitted"),
                pool.submit(hear, other, withdrawn(fact), "withdrawn"),
            ]
            for each in both:
                each.result()
    assert desk.ask("queue", LEADER)["items"] == []
    assert desk.ask("queue", SECOND)["items"] == []
    assert desk.stage.db["cases"].count_documents({"withdrawn": True}) == len(facts)
