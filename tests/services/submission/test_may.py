"""What a view says that its reader may do is what the calls answer: everybody, in every state, with every command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.submission.domain.may import METRICS, PUBLICATION, WORK
from shared.clock import now
from shared.context import RequestContext, Role
from shared.errors import DomainError
from shared.events import AccountClosed, AccountState, ChangesRequested, IdeaAdopted, PermitRevoked, PermitState
from tests.services.stage import asking, received
from tests.services.submission.desk import LEADER, LIAISON, Desk

STRANGER = asking("stranger")
PEOPLE: dict[str, RequestContext] = {
    "writer": asking("writer"),
    "partner": asking("partner"),
    "stranger": STRANGER,
    "liaison": LIAISON,
    "leader": LEADER,
    "writing liaison": asking("writer", Role.LIAISON),
}
SHARED = [{"outlet": "o1", "share": 60}, {"outlet": "o2", "share": 40}]


def back(desk: Desk) -> Any:
    work = desk.submitted(authors=SHARED)
    desk.hear(ChangesRequested(desk.review(work), "r", "first", "改", ()))
    return work


def adopted(desk: Desk) -> Any:
    idea = desk.submitted(kind="golden_idea", genre=None)
    desk.hear(IdeaAdopted(desk.review(idea), "", Decimal("80.00"), 2))
    return idea


def revoke(desk: Desk, work: Any) -> Any:
    permit = PermitState("p", "P-1", 1, 2026, work["id"], work["outlet"], work["content_hash"], now())
    desk.hear(PermitRevoked(desk.review(work), "reviewer-9", permit, "事实有误"))
    return work


def published(desk: Desk, **given: Any) -> Any:
    return desk.published(work=desk.approved(authors=SHARED), **given)


def verified(desk: Desk) -> Any:
    return desk.do("verify_publication", LIAISON, publication=published(desk)["id"])


def corrected(desk: Desk) -> Any:
    return desk.do("correct_publication", "writer", publication=verified(desk)["id"], length=900, reason="漏填")


WORKS: dict[str, Callable[[Desk], Any]] = {
    "draft": lambda desk: desk.create(authors=SHARED),
    "submitted": lambda desk: desk.submitted(authors=SHARED),
    "changes_requested": back,
    "approved": lambda desk: desk.approved(authors=SHARED),
    "published": lambda desk: {"id": published(desk)["submission"]},
    "withdrawn": lambda desk: desk.do("withdraw", "writer", submission=desk.create()["id"]),
    "revoked": lambda desk: revoke(desk, desk.approved()),
    "adopted": adopted,
}
PLACES: dict[str, Callable[[Desk], Any]] = {
    "reported": published,
    "verified": verified,
    "corrected": corrected,
    "refused": lambda desk: desk.do(
        "refuse_publication", LIAISON, publication=published(desk)["id"], reason="查无此文"
    ),
    "withdrawn": lambda desk: desk.do("withdraw_publication", "writer", publication=published(desk)["id"]),
}  # fmt: skip


def measured(desk: Desk, *acts: str) -> Any:
    """Numbers of a verified publication of two outlets, after some commands about them."""
    place = verified(desk)
    report = {"observed_at": now().isoformat(), "reads": 12}
    made = desk.do("report_metrics", "writer", publication=place["id"], **report)
    for act in acts:
        on_numbers(desk, act, PEOPLE["writer"] if act == "correct_metrics" else LIAISON, made)
    return made


NUMBERS: dict[str, Callable[[Desk], Any]] = {
    "reported": measured,
    "verified": lambda desk: measured(desk, "verify_metrics"),
    "corrected": lambda desk: measured(desk, "verify_metrics", "correct_metrics"),
    "refused": lambda desk: measured(desk, "refuse_metrics"),
}
# Once more: nothing is refused, and nothing is done.
AGAIN = {
    ("verify_metrics", "verified"),
    ("refuse_metrics", "refused"),
    ("verify_publication", "verified"),
    ("withdraw_publication", "withdrawn"),
}


def on_work(desk: Desk, act: str, by: RequestContext, work: Any) -> None:
    asked: dict[str, dict[str, Any]] = {
        "revise": {"title": "另一个标题"},
        "answer_authorship": {"outlet": "o2", "accept": True},
    }
    given = asked.get(act, {})
    if act == "publish":
        desk.published(work=work, by=by)
    else:
        desk.do(act, by, submission=work["id"], **given)


def on_place(desk: Desk, act: str, by: RequestContext, place: Any) -> None:
    given: dict[str, dict[str, Any]] = {
        "correct_publication": {"length": 1234, "reason": "漏填"},
        "refuse_publication": {"reason": "链接打不开"},
        "report_metrics": {"observed_at": now().isoformat(), "reads": 12},
    }
    desk.do(act, by, publication=place["id"], **given.get(act, {}))


def on_numbers(desk: Desk, act: str, by: RequestContext, numbers: Any) -> None:
    given: dict[str, dict[str, Any]] = {
        "correct_metrics": {"reads": 34, "reason": "漏填"},
        "refuse_metrics": {"reason": "截图不符"},
    }
    desk.do(act, by, metrics=numbers["id"], **given.get(act, {}))


def refused(call: Callable[[], Any]) -> bool:
    try:
        call()
    except DomainError:
        return True
    return False


def may(desk: Desk, query: str, by: RequestContext, **what: str) -> set[str]:
    try:
        return {str(act) for act in desk.ask(query, by, **what)["may"]}
    except DomainError:
        return set()


def listed(desk: Desk, by: RequestContext, numbers: Any) -> list[Any]:
    """The numbers as they stand in lists."""
    found = desk.ask("publication_metrics", by, publication=numbers["publication"])["items"] if by != STRANGER else []
    queued = desk.ask("metrics_queue", by, state=numbers["state"])["items"] if by.actor.is_staff else []
    return [*found, *queued]


@pytest.mark.parametrize("state", WORKS)
def test_of_a_work_it_is_what_the_calls_answer(desk: Desk, state: str) -> None:
    desk.medium("county")
    work = WORKS[state](desk)
    before = desk.stage.kept()
    for who, by in PEOPLE.items():
        found = may(desk, "get", by, submission=work["id"])
        for act in map(str, WORK):
            if act in found:
                on_work(desk, act, by, work)
                desk.stage.put_back(before)
            else:
                assert refused(lambda act=act, by=by: on_work(desk, act, by, work)), (who, act)


@pytest.mark.parametrize("state", PLACES)
def test_of_a_publication_it_is_what_the_calls_answer(desk: Desk, state: str) -> None:
    place = PLACES[state](desk)
    before = desk.stage.kept()
    for who, by in PEOPLE.items():
        found = may(desk, "publication", by, publication=place["id"])
        for act in map(str, PUBLICATION):
            if act in found:
                on_place(desk, act, by, place)
                desk.stage.put_back(before)
            elif (act, state) not in AGAIN:
                assert refused(lambda act=act, by=by: on_place(desk, act, by, place)), (who, act)


@pytest.mark.parametrize("state", NUMBERS)
def test_of_numbers_it_is_what_the_calls_answer(desk: Desk, state: str) -> None:
    numbers = NUMBERS[state](desk)
    before = desk.stage.kept()
    for who, by in PEOPLE.items():
        found = may(desk, "metrics", by, metrics=numbers["id"])
        assert all(set(each["may"]) == found for each in listed(desk, by, numbers)), who
        for act in map(str, METRICS):
            if act in found:
                on_numbers(desk, act, by, numbers)
                desk.stage.put_back(before)
            elif (act, state) not in AGAIN:
                assert refused(lambda act=act, by=by: on_numbers(desk, act, by, numbers)), (who, act)


def test_some_of_it_in_words(desk: Desk) -> None:
    place = published(desk)
    work = place["submission"]
    assert may(desk, "get", PEOPLE["writer"], submission=work) == {"publish"}
    assert may(desk, "get", LIAISON, submission=work) == set()
    assert set(desk.ask("get", LIAISON, submission=work)["moves"]) == {"publish"}
    ruling = {"verify_publication", "refuse_publication", "correct_publication"}
    assert may(desk, "publication", LIAISON, publication=place["id"]) == ruling
    (queued,) = desk.ask("publications_queue", LIAISON)["items"]
    (listed,) = desk.ask("publications", LIAISON, submission=work)["items"]
    assert set(queued["may"]) == set(listed["may"]) == ruling
    assert desk.ask("publications_queue", LEADER)["items"][0]["may"] == []
    reporting = asking("writer", Role.LIAISON)
    assert "verify_publication" not in may(desk, "publication", reporting, publication=place["id"])


def test_what_was_published_after_its_permit_was_revoked_is_not_verified(desk: Desk) -> None:
    work = desk.approved()
    place = desk.published(work=work, at=now() - timedelta(seconds=1))
    desk.stage.db["submissions"].update_one({"_id": work["id"]}, {"$set": {"ruling": ruling(work)}})
    assert "verify_publication" not in may(desk, "publication", LIAISON, publication=place["id"])
    assert refused(lambda: on_place(desk, "verify_publication", LIAISON, place))


def ruling(work: Any) -> dict[str, Any]:
    return {
        "act": "revoke", "round": work["round"], "at": now() - timedelta(hours=1), "reason": "事实有误", "stage": "",
        "grade": "", "comments": [], "score": None,
    }  # fmt: skip


def test_an_outlet_that_is_suspended_and_an_account_that_is_closed(desk: Desk) -> None:
    work = desk.create()
    desk.outlet("o1", "writer", "second", status="suspended")
    assert may(desk, "get", PEOPLE["writer"], submission=work["id"]) == {"revise", "withdraw"}
    state = AccountState("writer", "王芳", (), closed=True)
    desk.stage.deliver(received(AccountClosed(state, "admin"), "writer", version=2), "account_changed")
    assert may(desk, "get", PEOPLE["writer"], submission=work["id"]) == set()


def test_of_lists_that_are_kept_by_a_role(desk: Desk) -> None:
    """The directory of media, what was published without approval, and the rules by which nobody verifies."""
    medium = desk.medium("county")
    manager, insider = asking("manager", Role.SCORING_MANAGER), asking("writer", Role.SCORING_MANAGER)
    for by in (*PEOPLE.values(), manager, insider):
        rules = by.actor.has(Role.LIAISON)
        keeps = rules and by.actor.account != "writer"
        assert desk.ask("media", by)["may"] == (["add"] if keeps else [])
        assert desk.ask("medium", by, medium=medium)["may"] == (["change", "retire"] if keeps else [])
        assert desk.ask("unapproved_list", by)["may"] == (["record"] if rules else [])
        if by.actor.is_staff:
            assert desk.ask("verification_policies", by)["may"] == (["adopt"] if by == manager else [])
    desk.do("retire_medium", LIAISON, medium=medium, reason="停刊")
    assert desk.ask("medium", LIAISON, medium=medium)["may"] == ["change", "reinstate"]
