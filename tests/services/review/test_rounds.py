"""Works on the real database, from handing in to the permit: what is decided, who may, what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import local_date, now
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import (
    ChangesRequested,
    PermitIssued,
    PermitRevoked,
    ReviewOpened,
    StageDecided,
    SubmissionApproved,
    SubmissionRejected,
)
from shared.messaging import NotYet
from tests.services.review.desk import (
    ALL,
    FINAL,
    FIRST,
    KEEPER,
    LEADER,
    SECOND,
    Desk,
    published,
    refused,
    revised,
    withdrawn,
)
from tests.services.stage import BUREAU, asking, received


def rules(error: Any) -> set[tuple[str, str]]:
    return {(problem.pointer, problem.rule) for problem in error.value.problems}


def test_what_is_handed_in_waits_for_its_first_stage(desk: Desk) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("queue", FIRST)["items"]
    assert (item["submission"], item["stage"], item["round"]) == (fact.submission.id, "first", 1)
    assert (item["outlet_name"], item["sensitivity"], item["claimed_by_other"]) == ("媒体o1", "normal", False)
    (told,) = desk.told()
    assert isinstance(told, ReviewOpened)
    assert (told.review.stage, told.review.stages, told.due_at) == ("first", ("first", "final"), item["due_at"])
    seen = desk.ask("get", FIRST, review=item["id"])
    assert (seen["body"], seen["content_hash"], seen["policy"]) == ("第一段。\n第二段。", fact.content.hash, 0)
    assert desk.ask("queue", SECOND)["items"] == [] == desk.ask("queue", FINAL)["items"]


def test_reviewers_know_which_call_a_work_answers(desk: Desk) -> None:
    opened = desk.opened(topic="反诈", call="c1")
    assert [opened[name] for name in ("topic", "call")] == ["反诈", "c1"]


def test_two_stages_by_two_people_make_a_permit(desk: Desk) -> None:
    review = desk.opened()
    passed = desk.decide(review, FIRST)
    assert (passed["stage"], passed["claimed_by"], passed["status"]) == ("final", "", "open")
    done = desk.decide(review, FINAL, grade="A", conditions=["署名完整"], comments=[{"text": "好"}])
    assert (done["status"], done["stage"], done["moves"]) == ("approved", None, ["revoke"])
    assert [each["by"] for each in done["decisions"]] == ["first", "final"]
    (approved,), (issued,) = desk.told(SubmissionApproved), desk.told(PermitIssued)
    assert (approved.grade, approved.permit, approved.conditions) == ("A", done["permit"], ("署名完整",))
    assert approved.review.content_hash == issued.permit.content_hash == review["content_hash"]
    decided = [(one.stage, one.decision, one.next_stage) for one in desk.told(StageDecided)]
    assert decided == [("first", "pass", "final"), ("final", "pass", "")]
    shown = desk.ask("permit", asking(""), code=done["permit"].lower().replace("-", ""))
    assert shown == {
        "number": f"{BUREAU}-{local_date(now()).year}-000001",
        "title": review["title"],
        "outlet_name": "媒体o1",
        "issued_on": local_date(now()),
        "conditions": ["署名完整"],
        "planned": [],
        "state": "valid",
        "embargo_until": None,
    }
    acts = [row["act"] for row in done["history"]]
    assert acts == ["decide", "claim", "decide", "claim", "open"]
    history = desk.ask("history", review=review["id"])["items"]
    assert [row["id"] for row in history] == [row["id"] for row in done["history"]]


def test_nobody_decides_two_stages_of_a_round(desk: Desk) -> None:
    review = desk.opened()
    desk.decide(review, ALL)
    assert desk.ask("queue", ALL)["items"] == []
    for method in ("claim", "recuse"):
        with pytest.raises(Forbidden, match="decided_before"):
            desk.do(method, ALL, review=review["id"], **({"reason": "x"} if method == "recuse" else {}))
    with pytest.raises(Invalid, match=r"assignee\.decided"):
        desk.do("reassign", FINAL, review=review["id"], account="all")
    assert desk.decide(review, FINAL, grade="C")["status"] == "approved"


def test_nobody_reviews_for_an_outlet_that_they_belong_to(desk: Desk) -> None:
    own = desk.opened(outlets=("o1", "o2"))
    desk.outlet("o2", "partner", "all", "leader", "keeper")
    for by in (ALL, asking("partner", Role.REVIEWER_FIRST)):
        assert desk.ask("queue", by)["items"] == []
        with pytest.raises(Forbidden, match="own_outlet"):
            desk.do("claim", by, review=own["id"])
        with pytest.raises(Forbidden, match="own_outlet"):
            desk.ask("get", by, review=own["id"])
    assert desk.ask("search", LEADER)["items"] == []
    with pytest.raises(Invalid, match=r"assignee\.own_outlet"):
        desk.do("reassign", asking("root", Role.REVIEWER_FINAL), review=own["id"], account="all")


def test_who_handed_a_work_in_does_not_review_it_even_after_leaving(desk: Desk) -> None:
    review = desk.opened()
    desk.outlet("o1", "somebody")
    writer = asking("writer", Role.REVIEWER_FIRST)
    desk.person("writer", Role.REVIEWER_FIRST)
    assert desk.ask("queue", writer)["items"] == []
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do("claim", writer, review=review["id"])
    with pytest.raises(Invalid, match=r"assignee\.writer"):
        desk.do("reassign", FINAL, review=review["id"], account="writer")


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_colleague_who_handed_it_in_does_not_review_it_even_after_leaving(desk: Desk, rounds: int) -> None:
    """Whose draft it was is one thing, who said that it is ready another; of a later round as well."""
    desk.outlet("o1", "writer", "first")
    fact = replace(desk.submitted(), by="first")
    desk.hear(fact)
    desk.outlet("o1", "writer")
    if rounds == 2:
        desk.hear(desk.submitted(id=fact.submission.id, round=2, revision=2))
    (item,) = desk.ask("search", status="open")["items"]
    assert desk.ask("queue", FIRST)["items"] == []
    for method in ("claim", "release"):
        with pytest.raises(Forbidden, match="own_outlet"):
            desk.do(method, FIRST, review=item["id"])
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.ask("get", FIRST, review=item["id"])
    with pytest.raises(Invalid, match=r"assignee\.writer"):
        desk.do("reassign", FINAL, review=item["id"], account="first")
    assert desk.decide(item, asking("first-2", Role.REVIEWER_FIRST))["stage"] == "final"


def test_only_the_roles_of_a_stage_decide_it(desk: Desk) -> None:
    review = desk.opened()
    for by in (SECOND, FINAL, LEADER):
        with pytest.raises(Forbidden, match=r"forbidden\.stage"):
            desk.do("claim", by, review=review["id"])
    for by in (KEEPER, asking("liaison", Role.LIAISON), asking("writer")):
        for method, more in (("get", {"review": review["id"]}), ("queue", {}), ("search", {})):
            with pytest.raises(Forbidden, match=r"forbidden\.reader"):
                desk.ask(method, by, **more)
    with pytest.raises(NotFound):
        desk.ask("get", asking("first", Role.REVIEWER_FIRST, bureau="330108"), review=review["id"])


def test_a_decision_needs_the_lease(desk: Desk) -> None:
    review = desk.opened()
    other = asking("first-2", Role.REVIEWER_FIRST)
    with pytest.raises(Conflict, match="claim_required"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Conflict, match=r"review\.claimed"):
        desk.do("claim", other, review=review["id"])
    (seen,) = desk.ask("queue", other)["items"]
    assert (seen["claimed_by"], seen["claimed_by_other"]) == ("first", True)
    with pytest.raises(Conflict, match="claim_required"):
        desk.do("release", other, review=review["id"])
    desk.do("release", FIRST, review=review["id"])
    assert desk.decide(review, other)["stage"] == "final"


def test_a_lease_runs_out_and_acting_renews_it(desk: Desk) -> None:
    review = desk.opened("电话 13912345678")
    desk.do("claim", FIRST, review=review["id"])
    reviews = desk.stage.db["reviews"]
    soon = now() + timedelta(minutes=1)
    reviews.update_one({"_id": review["id"]}, {"$set": {"claim.until": soon}})
    seen = desk.do("dismiss_finding", FIRST, review=review["id"], finding="f1", reason="公开电话")
    assert seen["claimed_until"] > soon
    reviews.update_one({"_id": review["id"]}, {"$set": {"claim.until": now() - timedelta(seconds=1)}})
    with pytest.raises(Conflict, match="claim_required"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    other = asking("first-2", Role.REVIEWER_FIRST)
    assert desk.ask("queue", other)["items"][0]["claimed_by"] == ""
    assert desk.do("claim", other, review=review["id"])["claimed_by"] == "first-2"


def test_a_final_reviewer_gives_an_item_to_somebody_else(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Forbidden, match=r"forbidden\.assigner"):
        desk.do("reassign", SECOND, review=review["id"], account="first-2")
    desk.person("first-2", Role.REVIEWER_FIRST)
    moved = desk.do("reassign", FINAL, review=review["id"], account="first-2")
    assert moved["claimed_by"] == "first-2"
    with pytest.raises(Conflict, match="claim_required"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    assert desk.do("reassign", FINAL, review=review["id"])["claimed_by"] == ""


def test_who_steps_back_has_no_part_in_the_round(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    left = desk.do("recuse", FIRST, review=review["id"], reason="与作者相识")
    assert (left["claimed_by"], left["recused"]) == ("", ["first"])
    assert desk.ask("queue", FIRST)["items"] == []
    with pytest.raises(Forbidden, match="recused"):
        desk.do("claim", FIRST, review=review["id"])


def test_changes_go_back_with_remarks_that_lie_in_the_text(desk: Desk) -> None:
    review = desk.opened(body="一二三四五")
    desk.do("claim", FIRST, review=review["id"])
    for comments, expected in (
        ([{"text": "x", "start": 2, "end": 6}], {("/comments/0/end", "comment.outside")}),
        ([{"text": "x", "start": 3, "end": 2}], {("/comments/0/end", "range.order")}),
        (
            [{"text": "x", "field": "title", "end": 5}, {"text": "x", "end": 99}],
            {("/comments/1/end", "comment.outside")},
        ),
        ([], {("/reason", "review.say_what")}),
    ):
        with pytest.raises(Invalid) as error:
            desk.do("decide", FIRST, review=review["id"], decision="changes", comments=comments)
        assert rules(error) == expected
    back = desk.do(
        "decide", FIRST, review=review["id"], decision="changes", comments=[{"text": "核实", "start": 1, "end": 5}]
    )
    assert (back["status"], back["moves"]) == ("changes_requested", [])
    (told,) = desk.told(ChangesRequested)
    assert (told.stage, told.comments[0].start, told.comments[0].end) == ("first", 1, 5)
    with pytest.raises(Conflict, match="illegal_move"):
        desk.do("claim", FIRST, review=review["id"])


def test_a_rejection_says_why(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Invalid) as error:
        desk.do("decide", FIRST, review=review["id"], decision="reject")
    assert rules(error) == {("/reason", "required")}
    assert desk.do("decide", FIRST, review=review["id"], decision="reject", reason="失实")["status"] == "rejected"
    assert [one.reason for one in desk.told(SubmissionRejected)] == ["失实"]


def test_grade_d_at_the_last_stage_is_a_rejection(desk: Desk) -> None:
    review = desk.up_to(desk.opened(), "final")
    with pytest.raises(Invalid) as error:
        desk.decide(review, FINAL)
    assert rules(error) == {("/grade", "required")}
    assert desk.decide(review, FINAL, grade="D")["status"] == "rejected"
    (told,) = desk.told(SubmissionRejected)
    assert told.grade == "D" and told.reason
    assert desk.told(SubmissionApproved) == [] and desk.stage.db["counters"].count_documents({}) == 0


def test_grade_and_embargo_belong_to_the_last_stage(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Invalid) as error:
        desk.do("decide", FIRST, review=review["id"], decision="pass", grade="A", no_embargo=True, conditions=["x"])
    assert rules(error) == {(f"/{name}", "review.last_stage_only") for name in ("grade", "no_embargo", "conditions")}


def test_a_major_work_takes_all_stages_and_an_embargo_decision(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    raised = desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="major")
    assert [each["stage"] for each in raised["stages"]] == ["first", "second", "final"]
    assert (raised["stage"], raised["claimed_by"]) == ("first", "first")
    review = desk.up_to(raised, "final")
    assert [each["by"] for each in review["decisions"]] == ["first", "second"]
    later = now() + timedelta(days=1)
    for said, place in (
        ({}, "embargo_until"),
        ({"no_embargo": True, "embargo_until": later.isoformat()}, "no_embargo"),
        ({"embargo_until": (now() - timedelta(hours=1)).isoformat()}, "embargo_until"),
    ):
        with pytest.raises(Invalid) as error:
            desk.decide(review, FINAL, grade="A", **said)
        assert {pointer for pointer, _ in rules(error)} == {f"/{place}"}
    done = desk.decide(review, FINAL, grade="A", embargo_until=later.isoformat())
    shown = desk.ask("permit", asking(""), code=done["permit"])
    assert shown["embargo_until"] == desk.told(SubmissionApproved)[0].embargo_until == later


def test_sensitivity_is_raised_later_and_lowered_only_at_first(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    raised = desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="sensitive")
    assert len(raised["stages"]) == 3
    with pytest.raises(Invalid) as error:
        desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="normal")
    assert rules(error) == {("/reason", "review.lowered_why")}
    seen = desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="normal", reason="不涉及案件")
    assert len(seen["stages"]) == 2
    assert (seen["history"][0]["act"], seen["history"][0]["reason"]) == ("set_sensitivity", "不涉及案件")
    review = desk.up_to(seen, "final")
    desk.do("claim", FINAL, review=review["id"])
    raised = desk.do("set_sensitivity", FINAL, review=review["id"], sensitivity="sensitive")
    assert (raised["stage"], raised["claimed_by"]) == ("second", "")
    assert [each["done"] for each in raised["stages"]] == [True, False, False]
    desk.do("claim", SECOND, review=review["id"])
    with pytest.raises(Conflict, match="sensitivity_lowered"):
        desk.do("set_sensitivity", SECOND, review=review["id"], sensitivity="normal", reason="x")
    assert desk.approved(desk.ask("get", review=review["id"]))["status"] == "approved"


def test_a_work_that_comes_back_is_as_sensitive_as_it_was(desk: Desk) -> None:
    """Through round after round, whatever ended them, until somebody says otherwise."""
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="major")
    desk.do("decide", FIRST, review=review["id"], decision="changes", reason="核实")
    for number in (2, 3):
        again = desk.opened(id=review["submission"], round=number, revision=number)
        assert (again["sensitivity"], again["stage"], again["claimed_by"]) == ("major", "first", "")
        assert [each["stage"] for each in again["stages"]] == ["first", "second", "final"]
    assert desk.told(ReviewOpened)[-1].review.sensitivity == "major"
    desk.do("claim", FIRST, review=again["id"])
    lowered = desk.do("set_sensitivity", FIRST, review=again["id"], sensitivity="normal", reason="已脱敏")
    assert [each["stage"] for each in lowered["stages"]] == ["first", "final"]
    last = desk.opened(id=review["submission"], round=4, revision=4)
    assert last["sensitivity"] == "normal"
    assert desk.opened()["sensitivity"] == "normal"


def test_who_stepped_back_from_a_work_stays_out_of_its_later_rounds(desk: Desk) -> None:
    other = asking("first-2", Role.REVIEWER_FIRST)
    review = desk.opened()
    desk.do("recuse", FIRST, review=review["id"], reason="与作者相识")
    desk.do("claim", other, review=review["id"])
    desk.do("decide", other, review=review["id"], decision="changes", reason="核实")
    for number in (2, 3):
        again = desk.opened(id=review["submission"], round=number, revision=number)
        assert again["recused"] == ["first"] and desk.ask("queue", FIRST)["items"] == []
    with pytest.raises(Forbidden, match="recused"):
        desk.do("claim", FIRST, review=again["id"])
    with pytest.raises(Invalid, match=r"assignee\.recused"):
        desk.do("reassign", FINAL, review=again["id"], account="first")
    assert desk.decide(again, other)["stage"] == "final"
    assert desk.opened()["recused"] == []


def test_an_embargo_is_not_lost_with_the_approval_that_set_it(desk: Desk) -> None:
    until = now() + timedelta(days=3)
    done = desk.approved(embargo_until=until.isoformat())
    submission = done["submission"]
    # A round in between that approves nothing says nothing of it.
    between = desk.opened(id=submission, round=2, revision=2)
    desk.do("claim", FIRST, review=between["id"])
    desk.do("decide", FIRST, review=between["id"], decision="changes", reason="核实")
    review = desk.up_to(desk.opened(id=submission, round=3, revision=3), "final")
    assert review["embargo_before"] == desk.told(SubmissionApproved)[0].embargo_until
    with pytest.raises(Invalid) as error:
        desk.decide(review, FINAL, grade="B")
    assert rules(error) == {("/embargo_until", "review.embargo_again")}
    free = desk.decide(review, FINAL, grade="B", no_embargo=True)
    assert free["status"] == "approved"
    last = desk.up_to(desk.opened(id=submission, round=4, revision=4), "final")
    assert last["embargo_before"] is None
    assert desk.decide(last, FINAL, grade="B")["status"] == "approved"


def test_an_embargo_that_has_ended_asks_for_nothing(desk: Desk) -> None:
    done = desk.approved(embargo_until=(now() + timedelta(days=3)).isoformat())
    over = now() - timedelta(seconds=1)
    desk.stage.db["reviews"].update_one({"_id": done["id"]}, {"$set": {"decisions.1.embargo_until": over}})
    again = desk.opened(id=done["submission"], round=2, revision=2)
    assert desk.approved(again)["status"] == "approved"


def test_a_round_from_before_this_was_kept_goes_on(desk: Desk) -> None:
    review = desk.opened()
    desk.stage.db["reviews"].update_one({"_id": review["id"]}, {"$unset": {"embargo_before": ""}})
    assert desk.approved(review)["embargo_before"] is None


def test_the_final_reviewer_revokes_before_publication(desk: Desk) -> None:
    done = desk.approved()
    with pytest.raises(Forbidden, match=r"forbidden\.final"):
        desk.do("revoke", FIRST, review=done["id"], reason="x")
    gone = desk.do("revoke", FINAL, review=done["id"], reason="事实有误")
    assert gone["status"] == "revoked"
    (told,) = desk.told(PermitRevoked)
    assert (told.by, told.reason, told.permit.code) == ("final", "事实有误", done["permit"])
    assert desk.ask("permit", asking(""), code=done["permit"])["state"] == "revoked"
    with pytest.raises(Conflict, match="illegal_move"):
        desk.do("revoke", FINAL, review=done["id"], reason="x")


def test_after_publication_an_approval_stands(desk: Desk) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search")["items"]
    done = desk.approved(desk.ask("get", review=item["id"]))
    desk.hear(published(fact), "published")
    with pytest.raises(Conflict, match=r"review\.published"):
        desk.do("revoke", FINAL, review=done["id"], reason="x")
    assert desk.ask("permit", asking(""), code=done["permit"])["state"] == "valid"


def test_when_its_last_publication_was_refused_an_approval_can_be_revoked_again(desk: Desk) -> None:
    """Whatever of it is heard first: the newest version of the work says whether it is published."""
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search")["items"]
    done = desk.approved(desk.ask("get", review=item["id"]))
    subject = fact.submission.id
    for told, version in ((refused(fact, "published"), 6), (refused(fact), 7), (published(fact), 5)):
        desk.stage.deliver(received(told, subject, version=version), "published")
    assert desk.do("revoke", FINAL, review=done["id"], reason="事实有误")["status"] == "revoked"


def test_an_edit_voids_the_permit_and_the_new_round_is_decided_from_nothing(desk: Desk) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search")["items"]
    done = desk.approved(desk.ask("get", review=item["id"]))
    desk.hear(revised(fact), "revised")
    assert desk.ask("permit", asking(""), code=done["permit"])["state"] == "revoked"
    again = desk.submitted(id=fact.submission.id, round=2, revision=2)
    desk.hear(again)
    # The first edit is heard of once more: it is not about what is reviewed now.
    desk.hear(revised(fact), "revised")
    fresh = desk.ask("search", submission=fact.submission.id)["items"]
    assert [(each["round"], each["status"]) for each in fresh] == [(2, "open"), (1, "revoked")]
    second = desk.decide(fresh[0], FIRST)
    assert desk.decide(second, FINAL, grade="A")["permit"] != done["permit"]
    assert len(desk.told(PermitRevoked)) == 1


def test_a_later_round_ends_the_one_before(desk: Desk) -> None:
    first = desk.submitted()
    second = desk.submitted(id=first.submission.id, round=2, revision=2)
    desk.hear(first)
    (item,) = desk.ask("search")["items"]
    done = desk.approved(desk.ask("get", review=item["id"]))
    desk.hear(second)
    assert desk.ask("permit", asking(""), code=done["permit"])["state"] == "revoked"
    states = [(each["round"], each["status"]) for each in desk.ask("search")["items"]]
    assert states == [(2, "open"), (1, "superseded")]
    desk.stage.db["inbox"].delete_many({})
    desk.hear(first)
    desk.hear(second)
    assert len(desk.ask("search")["items"]) == 2 and len(desk.told(PermitRevoked)) == 1


def test_what_was_withdrawn_is_not_reviewed_whatever_comes_first(desk: Desk) -> None:
    early, late = desk.submitted(), desk.submitted()
    desk.hear(early)
    desk.hear(withdrawn(early), "withdrawn")
    desk.hear(withdrawn(late), "withdrawn")
    desk.hear(late)
    assert [each["status"] for each in desk.ask("search")["items"]] == ["withdrawn"]
    assert desk.ask("queue", FIRST)["items"] == []


def test_a_submission_waits_for_its_outlets(desk: Desk) -> None:
    fact = desk.submitted(outlets=("o1", "o9"))
    with pytest.raises(NotYet):
        desk.hear(fact)
    desk.outlet("o9", "nine")
    desk.hear(fact)
    assert desk.ask("search")["items"][0]["submission"] == fact.submission.id
