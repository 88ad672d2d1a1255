"""Drafts, revisions, handing in, withdrawing: states, shares, hashes."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.submission.domain import rulings, writing
from services.submission.domain.model import MAX_REVISIONS
from services.submission.domain.states import IDEA_MOVES, MOVES, WORK_MOVES
from shared.contracts.submission_terms import SubmissionKind, SubmissionStatus
from shared.errors import Conflict, Invalid
from shared.events import SubmissionRevised, SubmissionSubmitted, SubmissionWithdrawn
from tests.services.submission.makers import (
    KNOWN,
    NOW,
    approved,
    asked,
    attachment,
    draft,
    facts,
    idea,
    outlet,
    submitted,
)

S = SubmissionStatus
LATER = NOW + timedelta(hours=1)


def rules(error: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(problem.pointer, problem.rule) for problem in error.value.problems}


def test_every_state_of_a_kind_says_what_it_allows() -> None:
    ideas = {S.ADOPTED, S.DECLINED, S.IMPLEMENTED}
    assert set(WORK_MOVES) == set(S) - ideas
    assert set(IDEA_MOVES) == ideas | {S.SUBMITTED, S.IN_REVIEW}
    for moves in MOVES.values():
        assert {status for row in moves.values() for status in row.values()} <= set(moves)


def test_a_work_begins_as_a_draft_that_nobody_is_told_of() -> None:
    change = writing.create(asked(), KNOWN)
    assert (change.submission.status, change.submission.round, change.events) == (S.DRAFT, 0, ())
    assert change.revision is not None and change.revision.number == 1
    assert not change.submission.shown
    (author,) = change.submission.revision.authors
    assert (author.outlet, author.share, change.submission.revision.shares_of) == ("o1", 100, 100)


def test_an_idea_is_handed_in_at_once() -> None:
    change = writing.create(asked(kind="golden_idea", genre=None), KNOWN)
    (told,) = change.events
    assert isinstance(told, SubmissionSubmitted)
    assert (told.round, told.submission.status, told.submission.kind) == (1, S.SUBMITTED, SubmissionKind.GOLDEN_IDEA)
    assert told.content.hash == told.submission.content_hash
    assert change.submission.version == 1


@pytest.mark.parametrize("status", ["pending", "rejected", "suspended", "closed"])
def test_only_a_verified_outlet_begins_and_hands_in(status: str) -> None:
    known = {"o1": outlet("o1", status)}
    with pytest.raises(Conflict, match="outlet_may_not"):
        writing.create(asked(), known)
    with pytest.raises(Conflict, match="outlet_may_not"):
        writing.submit(draft(), "writer", known, NOW)


def test_handing_in_tells_the_content_and_counts_the_rounds() -> None:
    work = draft()
    change = writing.submit(work, "writer", KNOWN, LATER)
    (told,) = change.events
    assert isinstance(told, SubmissionSubmitted)
    assert (told.round, told.content.body, told.content.revision) == (1, "第一段。\n第二段。", 1)
    assert change.submission.submitted_at == LATER
    again = rulings.hear(change.submission, facts(change.submission)["changes"], LATER).submission
    revised = writing.revise(again, "writer", {"title": "夜巡"}, KNOWN, LATER).submission
    assert revised.status is S.CHANGES_REQUESTED
    second = writing.submit(revised, "writer", KNOWN, LATER + timedelta(days=1)).submission
    assert (second.round, second.sent, second.submitted_at) == (2, 2, LATER)


def test_an_illegal_move_names_the_state_and_what_it_allows() -> None:
    with pytest.raises(Conflict) as error:
        writing.submit(submitted(), "writer", KNOWN, NOW)
    assert error.value.code == "submission.illegal_move"
    assert error.value.params == {"status": "submitted", "action": "submit", "allowed": ["withdraw"]}
    with pytest.raises(Conflict) as error:
        writing.withdraw(idea(), "writer", "", NOW)
    assert error.value.params["allowed"] == []


def test_withdrawing_is_told_once_it_was_handed_in() -> None:
    assert writing.withdraw(draft(), "writer", "", NOW).events == ()
    (told,) = writing.withdraw(approved(), "writer", "线索有变", NOW).events
    assert isinstance(told, SubmissionWithdrawn) and told.reason == "线索有变"


def test_a_revision_of_an_approved_work_voids_the_approval() -> None:
    work = approved()
    change = writing.revise(work, "writer", {"topic": "反诈"}, KNOWN, LATER)
    (told,) = change.events
    assert isinstance(told, SubmissionRevised)
    assert told.voided_hash == work.revision.hash
    assert (change.submission.status, change.submission.approval) == (S.DRAFT, None)
    assert change.submission.sent == 1 and change.submission.revision.number == 2


def test_a_revision_that_says_the_same_is_none() -> None:
    work = approved()
    change = writing.revise(work, "writer", {"title": work.revision.title}, KNOWN, LATER)
    assert change.submission is work and change.revision is None and change.events == ()


def test_revisions_are_bounded() -> None:
    work = draft()
    full = replace(work, revision=replace(work.revision, number=MAX_REVISIONS))
    with pytest.raises(Conflict, match="revisions_limit"):
        writing.revise(full, "writer", {"title": "夜巡"}, KNOWN, NOW)


@pytest.mark.parametrize(
    ("authors", "shares_of", "expected"),
    [
        ([("o1", 60), ("o2", 39)], 100, {("/authors", "author.shares")}),
        ([("o1", 1), ("o2", 1)], 3, {("/authors", "author.shares")}),
        ([("o1", 50), ("nobody", 50)], 100, {("/authors/1/outlet", "author.unknown")}),
        ([("o1", 50), ("o3", 50)], 100, {("/authors/1/outlet", "author.closed")}),
        ([("o1", 50), ("o1", 50)], 100, {("/authors/1/outlet", "author.twice")}),
        ([("o1", 1), ("o2", 2)], 3, set()),
    ],
)
def test_shares_add_up_exactly(authors: list[tuple[str, int]], shares_of: int, expected: set[Any]) -> None:
    changes = {"authors": [{"outlet": who, "share": share} for who, share in authors], "shares_of": shares_of}
    if not expected:
        assert len(draft(**changes).revision.authors) == 2
        return
    with pytest.raises(Invalid) as error:
        draft(**changes)
    assert rules(error) == expected


def test_a_title_that_cannot_be_printed_is_refused_when_it_is_handed_in() -> None:
    begun = draft(title="反诈课堂🔥开讲")
    with pytest.raises(Invalid) as refused:
        writing.submit(begun, "writer", KNOWN, LATER)
    assert rules(refused) == {("/title", "text.unprintable")}
    assert dict(refused.value.problems[0].params) == {"char": "🔥", "code": "U+1F525", "place": 5}
    with pytest.raises(Invalid, match=r"submission\.title"):
        writing.create(asked(kind="golden_idea", genre=None, title="金点子💡"), KNOWN)
    named = writing.revise(begun, "writer", {"title": "𠮷祥路反诈课堂开讲"}, KNOWN, LATER).submission
    assert writing.submit(named, "writer", KNOWN, LATER).submission.status is S.SUBMITTED


def test_the_hash_is_over_the_canonical_form() -> None:
    work = draft(attachments=[attachment("f2", "cd" * 32), attachment("f1", "ab" * 32)])
    text = (
        '{"attachments":["' + "ab" * 32 + '","' + "cd" * 32 + '"],"body":"第一段。\\n第二段。","form":1,'
        '"title":"夜巡三公里"}'
    )
    assert work.revision.hash == hashlib.sha256(text.encode()).hexdigest()


def test_the_hash_is_of_what_reviewers_read_and_of_nothing_else() -> None:
    plain = draft(title="café").revision.hash
    assert draft(title=unicodedata.normalize("NFD", "café")).revision.hash == plain
    assert draft(title="café", topic="反诈", original=False).revision.hash == plain
    assert draft(title="cafe").revision.hash != plain
    files = [attachment("a", "ab" * 32), attachment("b", "cd" * 32)]
    named = [attachment("c", "cd" * 32), attachment("d", "ab" * 32)]
    assert draft(attachments=files).revision.hash == draft(attachments=named).revision.hash
    assert draft(attachments=files[:1]).revision.hash != draft(attachments=files).revision.hash


def test_a_file_is_attached_once() -> None:
    with pytest.raises(Invalid) as error:
        draft(attachments=[attachment("a"), attachment("b")])
    assert rules(error) == {("/attachments/1/file", "attachment.twice")}
