"""One address once per bureau: across works and outlets, from the day on that this is so."""

from __future__ import annotations

from typing import Any

import pytest

from services.submission.migrations import canonical_places
from shared import validation
from shared.context import Role
from shared.errors import Conflict, Invalid
from shared.mongo import StaleWrite, Unit
from tests.services.stage import asking
from tests.services.submission.desk import COMMANDS, LIAISON, Desk

ARTICLE = "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=1&sn=8f1c&chksm=f0c1#rd"
AGAIN = "http://mp.weixin.qq.com/s?mid=2650512345&idx=1&__biz=MzA5MzYyNzQ0MQ%3D%3D&scene=1"
DAY = "2026-11-02T10:00:00+08:00"
PAPER = {"platform": "newspaper", "url": "", "medium": "大众日报", "published_at": DAY}


def partners(desk: Desk, **changes: Any) -> Any:
    """A work of another outlet that was approved."""
    return desk.approved(by="partner", outlet="o2", **changes)


def refused(desk: Desk, work: Any, by: Any = "partner", **changes: Any) -> Conflict:
    with pytest.raises(Conflict) as error:
        desk.published(work=work, by=by, **{"url": AGAIN, **changes})
    return error.value


def test_one_article_in_two_spellings_is_one_for_the_whole_bureau(desk: Desk) -> None:
    first = desk.published(url=ARTICLE, published_at=DAY)
    told = refused(desk, partners(desk))
    assert (told.code, told.params) == (
        "publication.twice_elsewhere", {"media": first["media"], "published_on": "2026-11-02"},
    )  # fmt: skip


def test_who_may_see_the_other_work_is_told_where_it_stands(desk: Desk) -> None:
    first = desk.published(url=ARTICLE, published_at=DAY)
    number = desk.ask("get", LIAISON, submission=first["submission"])["number"]
    known = {
        "number": number, "outlet": "o1", "outlet_name": "媒体o1", "publication": first["id"], "media": "county日报",
        "published_on": "2026-11-02",
    }  # fmt: skip
    told = refused(desk, desk.approved(), by="writer")
    assert (told.code, told.params) == ("publication.twice", known)
    told = refused(desk, partners(desk), by=asking("partner", Role.LEADER))
    assert (told.code, told.params) == ("publication.twice", known)


def test_a_co_author_is_told_that_it_is_theirs(desk: Desk) -> None:
    shares = [{"outlet": "o1", "share": 60}, {"outlet": "o2", "share": 40}]
    joint = desk.approved(authors=shares)
    desk.published(work=joint, url=ARTICLE)
    told = refused(desk, partners(desk))
    assert (told.code, told.params["number"], told.params["outlet"]) == (
        "publication.twice_joint",
        joint["number"],
        "o1",
    )


def test_a_refused_or_withdrawn_one_frees_its_address(desk: Desk) -> None:
    work = partners(desk)
    first = desk.published(url=ARTICLE)
    desk.do("withdraw_publication", "writer", publication=first["id"], reason="误报")
    second = desk.published(work=work, by="partner", url=AGAIN)
    assert refused(desk, desk.approved(), by="writer", url=ARTICLE).code == "publication.twice_elsewhere"
    desk.do("refuse_publication", LIAISON, publication=second["id"], reason="打不开")
    assert desk.published(url=ARTICLE)["state"] == "reported"


def test_a_correction_does_not_move_to_an_address_that_is_taken(desk: Desk) -> None:
    desk.published(url=ARTICLE)
    mine = desk.published(work=partners(desk), by="partner", url="https://example.com/mine")
    for state in ("reported", "verified"):
        with pytest.raises(Conflict, match="twice_elsewhere"):
            desk.do("correct_publication", "partner", publication=mine["id"], url=AGAIN, reason="更正网址")
        if state == "reported":
            desk.do("verify_publication", LIAISON, publication=mine["id"])


def test_of_two_corrections_to_one_address_one_is_verified(desk: Desk) -> None:
    found = [desk.published(), desk.published()]
    for one in found:
        desk.do("verify_publication", LIAISON, publication=one["id"])
        desk.do("correct_publication", "writer", publication=one["id"], url=ARTICLE, reason="更正网址")
    asked = [{"publication": one["id"], "version": 3} for one in found]
    told = desk.do("verify_many_publications", LIAISON, publications=asked)
    assert (told["verified"], [each["code"] for each in told["refused"]]) == ([found[0]["id"]], ["concurrent_change"])


def test_a_correction_whose_place_was_taken_meanwhile_is_told_where_that_stands(desk: Desk) -> None:
    """By another publication of the same work, and by one of another."""
    work, there = desk.approved(), desk.approved()
    for theirs in (work, there):
        of = desk.published(work=work)
        desk.do("verify_publication", LIAISON, publication=of["id"])
        url = f"https://example.com/{of['id']}"
        desk.do("correct_publication", "writer", publication=of["id"], url=url, reason="更正网址")
        other = desk.published(work=theirs, url=url, published_at=DAY)
        with pytest.raises(Conflict) as error:
            desk.do("verify_publication", LIAISON, publication=of["id"])
        assert (error.value.code, error.value.params) == (
            "publication.twice",
            {
                "number": theirs["number"], "outlet": "o1", "outlet_name": "媒体o1", "publication": other["id"],
                "media": "county日报", "published_on": "2026-11-02",
            },
        )  # fmt: skip


def test_in_a_paper_other_works_may_appear_on_the_same_day(desk: Desk) -> None:
    work = desk.approved()
    desk.published(work=work, **PAPER)
    assert desk.published(work=desk.approved(), **PAPER)["media"] == "大众日报"
    assert refused(desk, work, by="writer", **PAPER).code == "publication.twice"


def test_what_was_recorded_as_unapproved_is_no_publication(desk: Desk) -> None:
    record = desk.do(
        "record_unapproved", LIAISON, outlet="o1", title="夜巡", platform="wechat_oa", url=ARTICLE, published_at=DAY,
        proof=[{"file": "f1"}], reason="未投稿",
    )  # fmt: skip
    told = refused(desk, desk.approved(), by="writer")
    assert (told.code, told.params["record"]) == ("publication.unapproved", record["id"])
    assert "record" not in refused(desk, partners(desk)).params


def test_who_comes_second_at_the_same_moment_decides_anew_and_is_told(desk: Desk) -> None:
    stage, units = desk.stage, [Unit(), Unit()]
    works = [(desk.approved(), "writer"), (partners(desk), "partner")]
    for unit, (work, by) in zip(units, works, strict=True):
        asked = {
            "submission": work["id"], "medium": "浙江日报", "platform": "wechat_oa", "url": ARTICLE,
            "published_at": DAY, "earlier": True,
        }  # fmt: skip
        stage._raw("publish")(stage.service, unit, validation.load(COMMANDS["publish"](), asked), asking(by))
    stage._committer.commit(units[0])
    with pytest.raises(StaleWrite):
        stage._committer.commit(units[1])
    assert refused(desk, works[1][0]).code == "publication.twice_elsewhere"


def test_those_from_before_are_kept_and_marked(desk: Desk) -> None:
    first, second = desk.published(url=ARTICLE), desk.published(work=partners(desk), by="partner")
    rows, db = {}, desk.stage.db
    for one, url in ((first, ARTICLE), (second, AGAIN)):
        old = {"url": url, "claim": f"{one['submission']}:{url}", "place": url}
        db["publications"].update_one({"_id": one["id"]}, {"$set": old, "$unset": {"twice_of": ""}})
    for _ in range(2):
        canonical_places.upgrade(db)
        rows = {row["_id"]: row for row in db["publications"].find()}
    place = "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=1"
    assert [(rows[one["id"]].get("claim"), rows[one["id"]]["place"], rows[one["id"]]["twice_of"]) for one in
            (first, second)] == [(place, place, ""), (None, place, first["id"])]  # fmt: skip
    assert canonical_places.report(db) == {"publications_twice": [f"{second['id']} = {first['id']}"]}
    shown = desk.do("verify_publication", LIAISON, publication=second["id"])
    assert (shown["state"], shown["twice_of"]) == ("verified", first["id"])
    moved = desk.do(
        "correct_publication", LIAISON, publication=second["id"], url="https://example.com/2", reason="更正"
    )
    assert moved["twice_of"] == ""


def test_the_figures_of_one_article_from_two_outlets_are_compared(desk: Desk) -> None:
    first, second = desk.published(url=ARTICLE), desk.published(work=partners(desk), by="partner")
    desk.stage.db["publications"].update_one({"_id": second["id"]}, {"$set": {"twice_of": first["id"]}})
    moment = second["published_at"].isoformat()
    for of, by, reads, flags in ((first, "writer", 1200, ()), (second, "partner", 1300, ("differs",))):
        asked = {"publication": of["id"], "observed_at": moment, "reads": reads}
        assert desk.do("report_metrics", by, **asked)["flags"] == flags
    (found,) = desk.ask("metrics_queue", LIAISON, flag="differs")["items"]
    assert (found["publication"], found["without_proof"]) == (second["id"], False)


def test_proof_is_wanted_where_the_bureau_says_so(desk: Desk) -> None:
    of = desk.published()
    manager = asking("manager", Role.SCORING_MANAGER)
    made = desk.do("adopt_verification_policy", manager, title="万次以上须附截图", rules=[], metrics_proof_from=10_000)
    assert made["metrics_proof_from"] == 10_000
    with pytest.raises(Invalid) as error:
        desk.measured(of, 10_000)
    assert [(each.pointer, each.rule) for each in error.value.problems] == [("/proof", "metrics.proof_required")]
    desk.measured(of, 10_000, proof=[{"file": "f1"}])
    bare = desk.measured(of, 9_999, minutes=0)
    assert desk.do("verify_metrics", LIAISON, metrics=bare["id"])["without_proof"] is True
