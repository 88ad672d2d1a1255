"""The service on the real database: what is written, who sees it, what is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shared import validation
from shared.clock import local_date, now
from shared.context import Actor, RequestContext, Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.events import (
    ChangesRequested,
    IdeaAdopted,
    PermitRevoked,
    PermitState,
    ReadingState,
    ReviewOpened,
    SubmissionApproved,
    SubmissionPublished,
    SubmissionRejected,
    SubmissionSubmitted,
)
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from tests.services.stage import BUREAU, asking
from tests.services.submission.desk import COMMANDS, LEADER, LIAISON, Desk
from tests.services.submission.makers import attachment, form

REVIEWER = asking("reviewer-9", Role.REVIEWER_FIRST)
STRANGERS = [asking("stranger"), asking("nobody"), asking("writer", bureau="370830"), LEADER]


def test_a_number_counts_per_bureau_and_year(desk: Desk) -> None:
    desk.outlet("far", "writer", bureau="370830")
    there = asking("writer", bureau="370830")
    numbers = [desk.create()["number"] for _ in range(2)]
    other = desk.do("create", there, **form(outlet="far"))["number"]
    year = local_date(now()).year
    assert (numbers, other) == ([f"{year}-000001", f"{year}-000002"], f"{year}-000001")


def test_what_is_refused_takes_no_number(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.create(authors=[{"outlet": "o1", "share": 1}])
    assert desk.create()["number"].endswith("-000001")


def test_only_people_of_a_verified_outlet_begin(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.create(by="stranger")
    desk.outlet("o1", "writer", status="suspended")
    with pytest.raises(Conflict, match="outlet_may_not"):
        desk.create()


@pytest.mark.parametrize("by", STRANGERS, ids=lambda one: f"{one.actor.account}-{one.bureau}")
def test_a_draft_is_its_outlets_own(desk: Desk, by: RequestContext) -> None:
    work = desk.create(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    seen = desk.ask("get", "second", submission=work["id"])
    assert seen["body"] == work["body"]
    assert [each["outlet_name"] for each in seen["authors"]] == ["媒体o1", "媒体o2"]
    for method, more in (
        ("get", {}),
        ("revisions", {}),
        ("history", {}),
        ("publications", {}),
        ("revision", {"revision": "1"}),
        ("attachment", {"file": "f1"}),
    ):
        with pytest.raises(NotFound):
            desk.ask(method, by, submission=work["id"], **more)
    with pytest.raises(NotFound):
        desk.ask("get", "partner", submission=work["id"])
    assert desk.ask("search", by)["items"] == [] == desk.ask("search", "partner")["items"]
    assert [item["id"] for item in desk.ask("search", "second")["items"]] == [work["id"]]


def test_what_was_handed_in_is_seen_by_staff_and_co_authors_as_it_was(desk: Desk) -> None:
    work = desk.submitted(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    desk.hear(SubmissionApproved(desk.review(work), "reviewer-9", "A", "P-1"))
    revised = desk.do("revise", "writer", submission=work["id"], title="改后的题", topic="反诈")
    assert (revised["status"], revised["revision"], revised["approval"]) == ("draft", 2, None)
    for by in (LEADER, asking("partner")):
        seen = desk.ask("get", by, submission=work["id"])
        assert (seen["title"], seen["revision"], seen["content_hash"]) == (work["title"], 1, work["content_hash"])
        assert desk.ask("search", by)["items"][0]["title"] == work["title"]
        assert [row["revision"] for row in desk.ask("revisions", by, submission=work["id"])["items"]] == [1]
        with pytest.raises(NotFound):
            desk.ask("revision", by, submission=work["id"], revision="2")
        with pytest.raises(NotFound):
            desk.ask("compare", by, submission=work["id"], **{"from": 1, "to": 2})
    found = desk.ask("compare", "second", submission=work["id"], **{"from": 1, "to": 2})
    assert (found["same"], found["changed"]) == (False, ("topic",))
    assert desk.ask("search", "writer")["items"][0]["title"] == "改后的题"
    with pytest.raises(Forbidden):
        desk.do("revise", "partner", submission=work["id"], title="x")
    with pytest.raises(NotFound):
        desk.ask("get", "stranger", submission=work["id"])


def test_nothing_is_overwritten(desk: Desk) -> None:
    work = desk.create(attachments=[attachment()])
    for title in ("二", "三"):
        desk.do("revise", "writer", submission=work["id"], title=title)
    unchanged = desk.do("revise", "second", submission=work["id"], title="三")
    assert (unchanged["version"], unchanged["revision"]) == (3, 3)
    titles = [row["title"] for row in desk.ask("revisions", "writer", submission=work["id"], limit=2)["items"]]
    assert titles == ["三", "二"]
    first = desk.ask("revision", "writer", submission=work["id"], revision="1")
    assert (first["title"], first["hash"]) == (work["title"], work["content_hash"])
    assert first["attachments"][0]["sha256"] == "ab" * 32
    for number in ("0", "4", "x", "99999999999999999999"):
        with pytest.raises(NotFound):
            desk.ask("revision", "writer", submission=work["id"], revision=number)


def test_the_version_that_is_named_must_be_the_stored_one(desk: Desk) -> None:
    work = desk.create()
    late = RequestContext(Actor("writer", BUREAU), new_id(), expected_version=2)
    with pytest.raises(VersionMismatch):
        desk.do("submit", late, submission=work["id"])


def test_of_two_decisions_on_one_version_one_is_decided_again(desk: Desk) -> None:
    work = desk.create()
    units = [Unit(), Unit()]
    for unit, method in zip(units, ("submit", "withdraw"), strict=True):
        data = {"submission": work["id"], "reason": "", "readings": []}
        desk.stage._raw(method)(desk.stage.service, unit, data, asking("writer"))
    desk.stage._committer.commit(units[0])
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(units[1])
    assert desk.ask("get", "writer", submission=work["id"])["status"] == "submitted"


def test_handing_in_tells_review_the_content(desk: Desk) -> None:
    work = desk.create(attachments=[attachment()])
    with pytest.raises(Conflict, match="files_unread") as refused:
        desk.do("submit", "writer", submission=work["id"])
    assert refused.value.params["files"] == ["f1"]
    assert desk.ask("get", "writer", submission=work["id"])["status"] == "draft"
    other = {"file": "f2", "text": "", "unread": True}
    read = {"file": "f1", "text": "夜巡三公里", "unread": False}
    work = desk.do("submit", "writer", submission=work["id"], readings=[other, read])
    (told,) = desk.told()
    assert isinstance(told.data, SubmissionSubmitted)
    assert (told.subject, told.version, told.bureau) == (work["id"], 2, BUREAU)
    assert (told.data.content.hash, told.data.content.body) == (work["content_hash"], work["body"])
    assert told.data.content.attachments[0].file == "f1"
    assert told.data.readings == (ReadingState("f1", "夜巡三公里", unread=False),)


def test_where_it_is_to_appear_is_told_and_can_be_changed(desk: Desk) -> None:
    work = desk.create(planned=["滨江发布微信公众号", "浙江日报", "浙江日报"])
    assert work["planned"] == ["滨江发布微信公众号", "浙江日报"]
    changed = desk.do("revise", "writer", submission=work["id"], planned=["浙江日报"])
    assert (changed["revision"], changed["content_hash"]) == (2, work["content_hash"])
    found = desk.ask("compare", "writer", submission=work["id"], **{"from": 1, "to": 2})
    assert found["changed"] == ("planned",)
    desk.do("submit", "writer", submission=work["id"])
    told = desk.told()[-1].data
    assert isinstance(told, SubmissionSubmitted) and told.submission.planned == ("浙江日报",)


def test_history_tells_every_move_and_hides_reviewers_from_outlets(desk: Desk) -> None:
    work = desk.submitted()
    state = desk.review(work)
    desk.hear(ReviewOpened(state, "", 0))
    desk.hear(ChangesRequested(state, "reviewer-9", "first", "改标题"))
    desk.hear(SubmissionRejected(state, "reviewer-9", "晚到的"))
    mine = desk.ask("history", "writer", submission=work["id"])["items"]
    assert [(row["act"], row["by"], row["applied"], row["status"]) for row in mine] == [
        ("reject", "", False, "changes_requested"),
        ("request_changes", "", True, "changes_requested"),
        ("open", "", True, "in_review"),
        ("submit", "writer", True, "submitted"),
        ("create", "writer", True, "draft"),
    ]
    assert mine[3]["events"] == [desk.told()[0].id] and all(row["cause"] for row in mine[:3])
    theirs = desk.ask("history", REVIEWER, submission=work["id"], limit=2)
    assert [row["by"] for row in theirs["items"]] == ["reviewer-9", "reviewer-9"]
    rest = desk.ask("history", REVIEWER, submission=work["id"], cursor=theirs["next"])["items"]
    assert [row["act"] for row in rest] == ["open", "submit", "create"]
    both = asking("writer", Role.REVIEWER_FIRST)
    assert {row["by"] for row in desk.ask("history", both, submission=work["id"])["items"]} == {"", "writer"}
    view = desk.ask("get", "writer", submission=work["id"])
    assert "reviewer-9" not in str(view) and view["ruling"]["reason"] == "改标题"


def test_co_authors_are_not_told_who_reviewed_though_they_are_staff(desk: Desk) -> None:
    work = desk.submitted(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    desk.hear(ChangesRequested(desk.review(work), "reviewer-9", "first", "改标题"))
    seen = desk.ask("history", asking("partner", Role.LIAISON), submission=work["id"])["items"]
    assert [row["by"] for row in seen] == ["", "writer", "writer"]


def test_a_fact_told_twice_has_one_effect(desk: Desk) -> None:
    work = desk.submitted()
    approved = SubmissionApproved(desk.review(work), "reviewer-9", "A", "P-1")
    assert desk.hear(approved)
    before = desk.ask("get", "writer", submission=work["id"])
    assert desk.hear(approved)  # under another id: as if it had been told again
    assert desk.ask("get", "writer", submission=work["id"]) == before


def test_a_revocation_before_its_approval_is_remembered(desk: Desk) -> None:
    work = desk.submitted()
    state = desk.review(work)
    permit = PermitState("p", "P-1", 1, 2026, work["id"], "o1", work["content_hash"], now())
    desk.hear(PermitRevoked(state, "reviewer-9", permit, "事实有误"))
    desk.hear(SubmissionApproved(state, "reviewer-9", "A", "P-1"))
    assert desk.ask("get", "writer", submission=work["id"])["status"] == "revoked"


def test_a_fact_about_nothing_is_dead(desk: Desk) -> None:
    work = desk.submitted()
    with pytest.raises(NotFound):
        desk.hear(ReviewOpened(desk.review(work | {"id": "nothing"}), "", 0))


def test_an_idea_from_handing_in_to_practice(desk: Desk) -> None:
    made = desk.submitted(kind="golden_idea", genre=None)
    assert (made["status"], made["round"], made["genre"], made["moves"]) == ("submitted", 1, None, [])
    with pytest.raises(Conflict, match="illegal_move"):
        desk.do("revise", "writer", submission=made["id"], title="x")
    desk.hear(IdeaAdopted(desk.review(made), "", Decimal("86.50"), 2))
    with pytest.raises(Forbidden):
        desk.do("implement", "writer", submission=made["id"])
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do("implement", asking("writer", Role.LIAISON), submission=made["id"])
    done = desk.do("implement", LIAISON, submission=made["id"], note="已推行")
    assert (done["status"], done["ruling"]["score"]) == ("implemented", "86.50")
    assert [type(each.data).name for each in desk.told()] == ["SubmissionSubmitted", "IdeaImplemented"]


def test_publications_of_a_work(desk: Desk) -> None:
    work = desk.approved()
    first = desk.published(work=work, channel="o1-c")
    assert (first["media"], first["before_permit"]) == ("滨江播报", True)
    moment = now()
    reprint = desk.published(work=work, at=moment, reprint_of=first["id"], platform="weibo")
    assert (reprint["group"], reprint["reprint"], reprint["before_permit"]) == (first["id"], True, False)
    with pytest.raises(Conflict, match="twice"):
        desk.published(work=work, url=first["url"])
    listed = desk.ask("publications", LEADER, submission=work["id"])["items"]
    assert [each["id"] for each in listed] == [first["id"], reprint["id"]]
    names = [type(each.data).name for each in desk.told()][1:]
    assert names == ["SubmissionPublished", "PublicationReported", "PublicationReported"]
    found = next(each.data for each in desk.told() if isinstance(each.data, SubmissionPublished))
    assert (found.submission.status, found.publication.id) == ("published", first["id"])
    seen = desk.ask("get", "writer", submission=work["id"])
    assert (seen["status"], seen["publications"], seen["moves"]) == ("published", 2, ["publish"])


def test_two_reports_of_one_publication_at_once_are_one(desk: Desk) -> None:
    work = desk.approved()
    data: Any = {
        "submission": work["id"], "medium": "浙江日报", "platform": "weibo", "url": "https://a.cn/1",
        "published_at": now().isoformat(),
    }  # fmt: skip
    units = [Unit(), Unit()]
    for unit in units:
        loaded = validation.load(COMMANDS["publish"](), data)
        desk.stage._raw("publish")(desk.stage.service, unit, loaded, asking("writer"))
    desk.stage._committer.commit(units[0])
    with pytest.raises((StaleWrite, Conflict)):
        desk.stage._committer.commit(units[1])
    assert len(desk.ask("publications", "writer", submission=work["id"])["items"]) == 1


def test_authors_without_shares_have_equal_parts_and_some_without_one_are_named(desk: Desk) -> None:
    together = [{"outlet": "o1"}, {"outlet": "o2"}, {"outlet": "o3"}]
    made = desk.create(authors=together)
    assert ([each["share"] for each in made["authors"]], made["shares_of"]) == ([1, 1, 1], 3)
    stated = [{"outlet": "o1", "share": 60}, {"outlet": "o2", "share": 40}]
    done = desk.do("revise", "writer", submission=made["id"], authors=stated, shares_of=100)
    assert ([each["share"] for each in done["authors"]], done["shares_of"]) == ([60, 40], 100)
    again = desk.do("revise", "writer", submission=made["id"], authors=together[:2])
    assert ([each["share"] for each in again["authors"]], again["shares_of"]) == ([1, 1], 2)
    with pytest.raises(Invalid) as refused:
        desk.create(authors=[*stated, {"outlet": "o3"}])
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/authors/2/share", "required")]
