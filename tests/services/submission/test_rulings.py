"""Facts of review: applied when they fit, in any order, and kept when they do not."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from services.submission.domain import Act, Submission, publications, rulings, verification, writing
from services.submission.domain.revocation import revoked
from shared.contracts.submission_terms import PublicationStatus, SubmissionStatus
from shared.errors import Conflict
from shared.events import IdeaImplemented, PublicationRefused
from tests.services.submission.makers import (
    KNOWN,
    NOW,
    approval,
    approved,
    facts,
    idea,
    publication,
    revocation,
    submitted,
)

S = SubmissionStatus


def heard(work: Submission, *names: str) -> Submission:
    """The work after these facts about its present round."""
    told = facts(work)
    for name in names:
        work = rulings.hear(work, told[name], NOW).submission
    return work


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (("open",), S.IN_REVIEW),
        (("open", "changes"), S.CHANGES_REQUESTED),
        (("open", "approve"), S.APPROVED),
        (("open", "reject"), S.REJECTED),
        (("open", "approve", "revoke"), S.REVOKED),
    ],
)
def test_any_order_of_what_review_said_ends_the_same(names: tuple[str, ...], status: SubmissionStatus) -> None:
    for order in permutations(names):
        assert heard(submitted(), *order).status is status, order


@pytest.mark.parametrize("name", ["adopt", "decline"])
def test_an_idea_is_decided_in_any_order(name: str) -> None:
    status = {"adopt": S.ADOPTED, "decline": S.DECLINED}[name]
    assert heard(idea(), "open", name).status is heard(idea(), name, "open").status is status


def test_an_adopted_idea_is_put_into_practice() -> None:
    adopted = heard(idea(), "adopt")
    change = writing.implement(adopted, "liaison", "已推行", NOW)
    assert change.submission.status is S.IMPLEMENTED
    assert isinstance(change.events[0], IdeaImplemented)
    with pytest.raises(Conflict, match="illegal_move"):
        writing.implement(heard(idea(), "decline"), "liaison", "", NOW)


def test_what_review_says_of_works_does_not_move_ideas() -> None:
    for name in ("changes", "approve", "reject"):
        change = rulings.hear(idea(), facts(idea())["open"], NOW)
        later = rulings.hear(change.submission, facts(change.submission)[name], NOW)
        assert not later.applied and later.submission is change.submission


def test_approval_of_other_content_changes_nothing() -> None:
    work = submitted()
    for other in ({"hash_": "0" * 64}, {"round_": 2}, {"round_": 0}):
        change = rulings.hear(work, approval(work, **other), NOW)
        assert not change.applied
        assert change.submission is work and change.events == ()


def test_a_late_fact_of_an_earlier_round_changes_nothing() -> None:
    first = submitted()
    late = facts(first)
    back = heard(first, "changes")
    second = writing.submit(writing.revise(back, "w", {"title": "新题"}, KNOWN, NOW).submission, "w", KNOWN, NOW)
    for fact in late.values():
        assert rulings.hear(second.submission, fact, NOW).submission is second.submission


def test_a_revocation_after_publication_is_remembered_until_nothing_is_published() -> None:
    work = approved()
    later = NOW + timedelta(days=1)
    change, first = publications.report(work, KNOWN["o1"], publication(work), [], later)
    told = rulings.hear(change.submission, revocation(work), later)
    assert told.applied and told.submission.status is S.PUBLISHED
    refused, _ = verification.refuse(told.submission, first, "liaison", "查无此文", later)
    assert refused.submission.status is S.REVOKED
    kept, _ = verification.refuse(change.submission, first, "liaison", "查无此文", later)
    assert kept.submission.status is S.APPROVED


def test_after_its_permit_was_revoked_nothing_more_is_reported() -> None:
    work, later = approved(), NOW + timedelta(days=1)
    change, _ = publications.report(work, KNOWN["o1"], publication(work), [], later)
    for held in (
        rulings.hear(change.submission, revocation(work), later).submission,
        rulings.hear(work, revocation(work), later).submission,
    ):
        with pytest.raises(Conflict) as refused:
            publications.report(held, KNOWN["o1"], publication(work, url="https://example.com/s/2"), [], later)
        assert refused.value.code == "publication.permit_revoked"
        assert refused.value.params == {"revoked_at": "2026-11-03T08:30:00+00:00", "reason": "事实有误"}


def test_the_revocation_is_what_was_said_last_in_any_order() -> None:
    for order in permutations(("open", "approve", "revoke")):
        held = heard(submitted(), *order)
        assert held.ruling is not None and held.revocation is held.ruling
        assert (held.ruling.act, held.ruling.reason) == (Act.REVOKE, "事实有误")


@pytest.mark.parametrize("minutes", [-90, 90], ids=["before the revocation", "after it"])
@pytest.mark.parametrize("first", ["verify", "revoke"])
def test_what_became_of_a_publication_is_the_same_whichever_was_heard_first(minutes: int, first: str) -> None:
    """What was published before stays a fact; what came afterwards counts nothing, though it was verified meanwhile."""
    work, revoked_at = approved(), NOW + timedelta(days=1)
    later = revoked_at + timedelta(days=1)
    given = publication(work, published_at=revoked_at + timedelta(minutes=minutes))
    change, one = publications.report(work, KNOWN["o1"], given, [], later)
    work = change.submission
    if first == "verify":
        change, one = verification.verify(work, one, [one], "liaison", later, outlet_name="")
        work = change.submission
    told, moved = revoked(rulings.hear(work, revocation(work), revoked_at), [one])
    ((_, one),), work = moved, told.submission
    assert (one.permit_revoked, one.version) == (True, 3 if first == "verify" else 2)
    if minutes > 0 and first == "revoke":
        with pytest.raises(Conflict, match=r"permit_revoked_before"):
            verification.verify(work, one, [one], "liaison", later, outlet_name="")
    elif minutes < 0:
        assert one.status is PublicationStatus.REPORTED, "its points are held until somebody has looked at it"
        _, one = verification.verify(work, one, [one], "liaison", later, outlet_name="")
    counts = one.status is PublicationStatus.VERIFIED
    assert counts is (minutes < 0)
    refused = [each for each in told.events if isinstance(each, PublicationRefused)]
    assert [(each.by, each.reason) for each in refused] == (
        [("", "事实有误")] if minutes > 0 and first == "verify" else []
    )
    assert work.status is (S.REVOKED if refused else S.PUBLISHED)


def test_a_revocation_of_a_withdrawn_or_revised_work_changes_nothing() -> None:
    work = approved()
    for change in (
        writing.withdraw(work, "w", "", NOW),
        writing.revise(work, "w", {"body": "另一段。"}, KNOWN, NOW),
    ):
        assert not rulings.hear(change.submission, revocation(work), NOW).applied


def test_a_revoked_work_can_be_revised_and_handed_in_again() -> None:
    revoked = heard(submitted(), "revoke", "approve")
    assert (revoked.status, revoked.approval is not None) == (S.REVOKED, True)
    with pytest.raises(Conflict, match="illegal_move"):
        writing.submit(revoked, "w", KNOWN, NOW)
    again = writing.revise(revoked, "w", {"body": "另一段。"}, KNOWN, NOW).submission
    second = writing.submit(again, "w", KNOWN, NOW).submission
    assert heard(second, "approve").status is S.APPROVED


def test_what_review_said_is_there_to_act_on() -> None:
    ruling = heard(submitted(), "changes").ruling
    assert ruling is not None
    assert (ruling.act, ruling.reason, ruling.stage, ruling.comments[0].text) == (
        Act.REQUEST_CHANGES,
        "改标题",
        "first",
        "太长",
    )
    found = heard(submitted(), "approve").approval
    assert found is not None
    assert (found.grade, found.permit, found.conditions, found.at) == ("A", "P-2026-0001", ("署名完整",), NOW)
