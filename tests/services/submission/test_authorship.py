"""Who is named as a co-author is asked, and counts once it agreed."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Conflict, Invalid, NotFound
from shared.events import AuthorshipAnswered, SubmissionSubmitted, SubmissionWithdrawn
from tests.services.submission.desk import LIAISON, Desk

SHARED = [{"outlet": "o1", "share": 60}, {"outlet": "o2", "share": 40}]


def answered(desk: Desk, work: Any, by: str = "partner", outlet: str = "o2", **said: Any) -> Any:
    return desk.do("answer_authorship", by, submission=work["id"], outlet=outlet, **(said or {"accept": True}))


def accepted(desk: Desk, work: Any, by: str = "writer") -> list[bool | None]:
    return [each["accepted"] for each in desk.ask("get", by, submission=work["id"])["authors"]]


def counts(desk: Desk) -> list[bool]:
    """What the last fact says of each author."""
    return [each.accepted for each in desk.told()[-1].data.submission.authors]  # type: ignore[attr-defined]


def test_a_part_counts_once_its_outlet_agreed(desk: Desk) -> None:
    work = desk.submitted(authors=SHARED)
    assert accepted(desk, work) == [True, None]
    assert isinstance(desk.told()[-1].data, SubmissionSubmitted) and counts(desk) == [True, False]
    seen = desk.ask("get", "partner", submission=work["id"])
    assert seen["may"] == ["answer_authorship"]
    after = answered(desk, work)
    assert [each["accepted"] for each in after["authors"]] == [True, True]
    fact = desk.told()[-1].data
    assert isinstance(fact, AuthorshipAnswered) and (fact.outlet, fact.accepted, fact.by) == ("o2", True, "partner")
    assert counts(desk) == [True, True]
    assert answered(desk, work)["version"] == after["version"], "the same again changes nothing"
    history = desk.ask("history", "writer", submission=work["id"])["items"]
    assert (history[0]["act"], history[0]["details"]) == ("answer_authorship", {"outlet": "o2", "accepted": True})


def test_a_refusal_says_why_and_can_be_changed(desk: Desk) -> None:
    work = desk.submitted(authors=SHARED)
    with pytest.raises(Invalid) as refused:
        answered(desk, work, accept=False)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/reason", "required")]
    answered(desk, work, accept=False, reason="没有参与")
    assert (accepted(desk, work), counts(desk)) == ([True, False], [True, False])
    answered(desk, work)
    assert (accepted(desk, work), counts(desk)) == ([True, True], [True, True])


def test_another_part_is_asked_for_anew(desk: Desk) -> None:
    work = desk.submitted(authors=SHARED)
    answered(desk, work)
    desk.do("withdraw", "writer", submission=desk.submitted(authors=SHARED)["id"])  # another one's is its own
    work = desk.approved(authors=SHARED)
    answered(desk, work)
    desk.do("revise", "writer", submission=work["id"], title="另一个标题")
    assert accepted(desk, work) == [True, True], "the same part"
    halves = [{"outlet": "o1", "share": 1}, {"outlet": "o2", "share": 1}]
    desk.do("revise", "writer", submission=work["id"], authors=halves, shares_of=2)
    assert accepted(desk, work) == [True, None]
    desk.do("submit", "writer", submission=work["id"])
    assert counts(desk) == [True, False]
    answered(desk, work)
    assert accepted(desk, work) == [True, True]


@pytest.mark.parametrize(
    ("by", "outlet", "error"),
    [
        ("writer", "o1", Conflict),  # whose work it is has agreed
        ("writer", "o2", NotFound),  # for an outlet that is not theirs
        ("stranger", "o3", NotFound),
        ("stranger", "o2", NotFound),
    ],
)
def test_nobody_else_answers(desk: Desk, by: str, outlet: str, error: type[Exception]) -> None:
    work = desk.submitted(authors=SHARED)
    with pytest.raises(error):
        answered(desk, work, by, outlet)
    with pytest.raises(NotFound):
        desk.do("answer_authorship", LIAISON, submission=work["id"], outlet="o2", accept=True)
    assert accepted(desk, work) == [True, None]


def test_nothing_is_answered_before_it_was_handed_in_nor_when_it_is_over(desk: Desk) -> None:
    draft = desk.create(authors=SHARED)
    with pytest.raises(NotFound):
        answered(desk, draft)
    work = desk.submitted(authors=SHARED)
    desk.do("withdraw", "writer", submission=work["id"])
    assert isinstance(desk.told()[-1].data, SubmissionWithdrawn)
    with pytest.raises(Conflict):
        answered(desk, work)


def test_works_from_before_count_as_they_did(desk: Desk) -> None:
    work, draft = desk.submitted(authors=SHARED), desk.create(authors=SHARED)
    desk.stage.db["submissions"].update_many({}, {"$unset": {"consents": ""}})
    assert accepted(desk, work) == [True, True]
    assert accepted(desk, draft) == [True, None], "what was never handed in is asked for"
