"""What submission, review and scoring answer from their replicas of the outlets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.review.service import ReviewService
from services.scoring.service import ScoringService
from services.submission.service import SubmissionService
from shared.contracts import review, scoring, submission
from shared.errors import Invalid, NotFound
from shared.events import OutletProfileChanged, OutletState
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.services.stage import Stage, asking, received

Put = Callable[[type[Any]], Stage]


def know(stage: Stage, status: str = "verified", *accounts: str, category: str = "self_media", **where: Any) -> str:
    """Let a service hear of an outlet; gives its id."""
    id_ = new_id()
    members = tuple(MemberState(account, "outlet_member") for account in accounts)
    state = OutletState(id_, f"媒体{id_[-4:]}", category, status, region="370829", members=members)
    stage.deliver(received(OutletProfileChanged(state, "x", ("name",)), id_, **where), "outlet_changed")
    return id_


def may_submit(stage: Stage, outlet: str, account: str, **where: str) -> Any:
    return stage.ask("may_submit", submission.MaySubmitQuery, {"outlet": outlet}, asking(account, **where))


def test_the_people_of_a_verified_outlet_may_submit(stage: Put) -> None:
    service = stage(SubmissionService)
    outlet = know(service, "verified", "a", "b")
    assert may_submit(service, outlet, "b") == {"outlet": outlet, "may": True, "obstacle": None}


@pytest.mark.parametrize("status", [obstacle.value for obstacle in submission.Obstacle])
def test_another_state_is_the_obstacle(stage: Put, status: str) -> None:
    service = stage(SubmissionService)
    outlet = know(service, status, "a")
    assert may_submit(service, outlet, "a") == {"outlet": outlet, "may": False, "obstacle": status}


def test_others_do_not_learn_that_an_outlet_exists(stage: Put) -> None:
    service = stage(SubmissionService)
    outlet = know(service, "verified", "a")
    for ask in (
        lambda: may_submit(service, outlet, "c"),
        lambda: may_submit(service, outlet, "a", bureau="370830"),
        lambda: may_submit(service, new_id(), "a"),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(Invalid):
        may_submit(service, "", "a")


def test_a_reviewer_is_told_which_outlets_are_their_own(stage: Put) -> None:
    service = stage(ReviewService)
    mine, closed, other = (
        know(service, "verified", "r", "a"),
        know(service, "closed", "r"),
        know(service, "verified", "a"),
    )
    elsewhere = know(service, "verified", "r", bureau="370830")
    data = {"outlets": [other, mine, closed, elsewhere, new_id()]}
    found = service.ask("conflicts_of_interest", review.ConflictsQuery, data, asking("r"))
    assert found == {"conflicts": sorted([mine, closed])}
    for bad in ({}, {"outlets": []}, {"outlets": ["x"] * 101}, {"outlets": [{"$ne": 1}]}):
        with pytest.raises(Invalid):
            service.ask("conflicts_of_interest", review.ConflictsQuery, bad, asking("r"))


def test_an_outlets_ladder_is_known(stage: Put) -> None:
    service = stage(ScoringService)
    for status, competes in (("pending", False), ("verified", True), ("suspended", True), ("closed", False)):
        outlet = know(service, status)
        found = service.ask("outlet_category", scoring.OutletCategoryQuery, {"outlet": outlet}, asking("s"))
        assert (found["category"], found["region"], found["competes"]) == ("self_media", "370829", competes)
    with pytest.raises(NotFound):
        elsewhere = asking("s", bureau="370830")
        service.ask("outlet_category", scoring.OutletCategoryQuery, {"outlet": outlet}, elsewhere)


def test_a_ladder_is_paged_and_lists_those_who_compete(stage: Put) -> None:
    service = stage(ScoringService)
    expected = [know(service) for _ in range(5)]
    know(service, "pending"), know(service, category="influencer"), know(service, bureau="370830")
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        data = {"category": "self_media", "limit": 2, **cursor}
        page = service.ask("outlets_by_category", scoring.CategoryQuery, data, asking("s"))
        found += [item["outlet"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == expected
    with pytest.raises(Invalid):
        bad = {"category": "self_media", "cursor": "WzFd"}
        service.ask("outlets_by_category", scoring.CategoryQuery, bad, asking("s"))


def test_a_ladder_is_read_off_its_index(stage: Put) -> None:
    service = stage(ScoringService)
    know(service)
    match = {"bureau": "370829", "category": "self_media", "competes": True, "_id": {"$gt": ""}}
    found = service.db["outlets"].find(match).hint("ladder").sort("_id", 1).explain()
    assert "'SORT'" not in str(found["queryPlanner"]["winningPlan"])
    assert found["executionStats"]["totalKeysExamined"] <= 2
