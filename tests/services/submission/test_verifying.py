"""Verifying publications on the real database: who may, one and many, what is kept and told, what was there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.submission.migrations import publications_verified, revocations_kept
from shared.clock import now
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.events import PermitRevoked, PermitState, PublicationHeld, PublicationRefused, PublicationVerified
from shared.events.outlet import ChannelState
from shared.mongo import StaleWrite, Unit
from tests.services.stage import asking
from tests.services.submission.desk import LEADER, LIAISON, Desk


def verify(desk: Desk, of: Any, by: Any = LIAISON) -> Any:
    return desk.do("verify_publication", by, publication=of["id"])


def test_it_waits_in_the_queue_until_a_liaison_verifies_it(desk: Desk) -> None:
    of = desk.published()
    (found,) = desk.ask("publications_queue", LIAISON)["items"]
    work = desk.ask("get", "writer", submission=of["submission"])
    assert (found["id"], found["title"], found["number"], found["outlet_name"]) == (
        of["id"], work["title"], work["number"], "媒体o1",
    )  # fmt: skip
    done = verify(desk, of)
    assert (done["state"], done["basis"], done["version"]) == ("verified", "liaison", 2)
    assert desk.ask("publications_queue", LIAISON)["items"] == []
    assert [one["id"] for one in desk.ask("publications_queue", LEADER, state="verified")["items"]] == [of["id"]]
    assert desk.ask("publications_queue", LEADER, state="verified", outlet="o2")["items"] == []
    with pytest.raises(Forbidden):
        desk.ask("publications_queue", "writer")
    (told,) = [each.data for each in desk.told() if isinstance(each.data, PublicationVerified)]
    assert (told.publication.id, told.publication.verified_by) == (of["id"], "liaison")


def test_the_queue_has_the_title_that_was_handed_in_last(desk: Desk) -> None:
    of = desk.published()
    handed_in = desk.ask("get", LEADER, submission=of["submission"])["title"]
    desk.do("withdraw_publication", "writer", publication=of["id"])
    desk.do("revise", "writer", submission=of["submission"], title="还没有投出的题目")
    (found,) = desk.ask("publications_queue", LEADER, state="withdrawn")["items"]
    assert found["title"] == handed_in != "还没有投出的题目"


def test_the_queue_is_paged_and_has_corrections_of_what_is_verified(desk: Desk) -> None:
    work = desk.approved()
    ids = [desk.published(work=work)["id"] for _ in range(5)]
    desk.do("verify_publication", LIAISON, publication=ids[1])
    desk.do("correct_publication", "writer", publication=ids[1], length=900, reason="漏填字数")
    found, more = [], {}
    while True:
        page = desk.ask("publications_queue", LIAISON, limit=2, **more)
        found += page["items"]
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    assert [one["id"] for one in found] == ids
    assert (found[1]["state"], found[1]["length"], found[1]["correction"]["length"]) == ("verified", 0, 900)


@pytest.mark.parametrize("who", ["partner", "second"], ids=["co-author", "reported it and left"])
def test_nobody_rules_on_what_they_gain_from(desk: Desk, who: str) -> None:
    work = desk.approved(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    of = desk.published(work=work)
    desk.do("correct_publication", "second", publication=of["id"], length=900)
    desk.outlet("o1", "writer")
    by = asking(who, Role.LIAISON)
    for method, more in (
        ("verify_publication", {}),
        ("refuse_publication", {"reason": "不符"}),
        ("correct_publication", {"length": 1, "reason": "对照原文"}),
    ):
        with pytest.raises(Forbidden, match="own_outlet"):
            desk.do(method, by, publication=of["id"], **more)
    many = desk.do("verify_many_publications", by, publications=[{"publication": of["id"], "version": 2}])
    assert many["refused"] == [{"publication": of["id"], "code": "submission.own_outlet"}]


def test_who_did_anything_of_the_work_for_its_outlet_does_not_rule_on_it_after_leaving(desk: Desk) -> None:
    work = desk.approved()  # by the writer
    of = desk.published(work=work, by="second")
    desk.outlet("o1", "second")
    left = asking("writer", Role.LIAISON)
    with pytest.raises(Forbidden, match="own_outlet"):
        verify(desk, of, left)
    other = desk.published(work=desk.approved(by="stranger", outlet="o3"), by="stranger")
    assert verify(desk, other, left)["state"] == "verified"


@pytest.mark.parametrize("method", ["verify_publication", "refuse_publication", "withdraw_publication"])
def test_others_may_not(desk: Desk, method: str) -> None:
    of = desk.published()
    more = {"reason": "不符"} if method == "refuse_publication" else {}
    wrong = LIAISON if method == "withdraw_publication" else "writer"
    for by, error in ((wrong, Forbidden), (LEADER, Forbidden), ("stranger", NotFound)):
        with pytest.raises(error):
            desk.do(method, by, publication=of["id"], **more)
    with pytest.raises(NotFound):
        desk.do("verify_publication", asking("liaison", Role.LIAISON, bureau="370830"), publication=of["id"])


def queued(desk: Desk, of: Any) -> tuple[str, bool]:
    """What the queue says of its level as it is now."""
    found = next(one for one in desk.ask("publications_queue", LEADER)["items"] if one["id"] == of["id"])
    return found["level_now"], found["level_differs"]


def test_an_entry_that_was_put_right_counts_as_it_is_now_once_a_liaison_has_seen_it(desk: Desk) -> None:
    medium = desk.medium("central")
    of, many = desk.published(medium=medium), desk.published(medium=medium)
    assert queued(desk, of) == ("central", False)
    desk.do("change_medium", LIAISON, medium=medium, level="county", reason="录入有误")
    assert queued(desk, of) == ("county", True)
    with pytest.raises(Conflict, match=r"publication\.level_differs") as told:
        verify(desk, of)
    assert (told.value.params["level"], told.value.params["now"]) == ("central", "county")
    done = desk.do("verify_many_publications", LIAISON, publications=[{"publication": many["id"], "version": 1}])
    assert done["refused"] == [{"publication": many["id"], "code": "publication.level_differs"}]
    with pytest.raises(Conflict, match=r"publication\.level_differs"):
        desk.do("correct_publication", LIAISON, publication=many["id"], length=9, reason="漏填字数")
    named = desk.do("correct_publication", LIAISON, publication=many["id"], medium=medium, reason="级别更正")
    assert (named["state"], named["level"]) == ("verified", "county")
    assert desk.do("verify_publication", LIAISON, publication=of["id"], level="county")["level"] == "county"
    (first, *_) = [each.data for each in desk.told() if isinstance(each.data, PublicationVerified)]
    assert first.publication.level == "county"


def test_what_is_verified_keeps_its_level_whatever_becomes_of_the_entry(desk: Desk) -> None:
    medium = desk.medium("central")
    of = desk.published(medium=medium)
    verify(desk, of)
    desk.do("change_medium", LIAISON, medium=medium, level="county", reason="降格")
    desk.do("correct_publication", "writer", publication=of["id"], length=900, reason="漏填字数")
    assert queued(desk, of) == ("central", False)
    assert (verify(desk, of)["level"], verify(desk, of)["length"]) == ("central", 900)


def test_on_a_channel_that_was_unverified_since_nothing_is_verified(desk: Desk) -> None:
    of = desk.published(channel="o1-c")
    gone = ChannelState("o1-c", "wechat_oa", "", "滨江播报", verified=False)
    for channels in ((gone,), ()):
        desk.outlet("o1", "writer", channels=channels)
        assert queued(desk, of) == ("", True)
        with pytest.raises(Conflict, match=r"publication\.channel_no_longer_verified"):
            verify(desk, of)
        done = desk.do("verify_many_publications", LIAISON, publications=[{"publication": of["id"], "version": 1}])
        assert [each["code"] for each in done["refused"]] == ["publication.channel_no_longer_verified"]
    higher = ChannelState("o1-c", "wechat_oa", "municipal", "滨江播报", verified=True)
    desk.outlet("o1", "writer", channels=(higher,))
    assert queued(desk, of) == ("municipal", True)
    assert desk.do("verify_publication", LIAISON, publication=of["id"], level="municipal")["level"] == "municipal"


def test_every_version_is_kept(desk: Desk) -> None:
    of = desk.published()
    desk.do("correct_publication", "writer", publication=of["id"], medium=desk.medium("municipal"))
    verify(desk, of)
    desk.do("correct_publication", LIAISON, publication=of["id"], medium=desk.medium("county"), reason="对照原文")
    rows = desk.ask("publication_versions", LEADER, publication=of["id"])["items"]
    assert [(row["version"], row["act"], row["level"], row["acted_by"]) for row in rows] == [
        (4, "correct_publication", "county", "liaison"),
        (3, "verify_publication", "municipal", "liaison"),
        (2, "correct_publication", "municipal", "writer"),
        (1, "publish", "county", "writer"),
    ]
    first = desk.ask("publication_versions", "writer", publication=of["id"], limit=1)
    assert [row["acted_by"] for row in first["items"]] == [""]
    rest = desk.ask("publication_versions", "writer", publication=of["id"], cursor=first["next"])
    assert [row["version"] for row in rest["items"]] == [3, 2, 1]
    with pytest.raises(NotFound):
        desk.ask("publication_versions", "stranger", publication=of["id"])
    acts = [row["act"] for row in desk.ask("history", LEADER, submission=of["submission"])["items"]]
    assert acts[:4] == ["correct_publication", "verify_publication", "correct_publication", "publish"]


def test_a_channel_that_has_left_is_no_obstacle_to_another_correction(desk: Desk) -> None:
    of = desk.published(channel="o1-c")
    desk.outlet("o1", "writer", "second", channels=())
    assert desk.do("correct_publication", "writer", publication=of["id"], length=900)["length"] == 900
    assert desk.do("correct_publication", "writer", publication=of["id"], url="https://a.cn/9")["level"] == "county"
    with pytest.raises(Invalid):
        desk.do("correct_publication", "writer", publication=of["id"], platform="wechat_oa")


def test_a_refused_one_can_be_reported_anew(desk: Desk) -> None:
    work = desk.approved()
    of = desk.published(work=work, url="https://example.com/once")
    with pytest.raises(Conflict, match=r"publication\.twice"):
        desk.published(work=work, url="https://example.com/once")
    desk.do("refuse_publication", LIAISON, publication=of["id"], reason="链接打不开")
    seen = desk.ask("get", "writer", submission=work["id"])
    assert (seen["status"], seen["publications"], seen["moves"]) == ("approved", 0, ["revise", "withdraw", "publish"])
    again = desk.published(work=work, url="https://example.com/once")
    assert again["id"] != of["id"]
    both = desk.ask("publications", "writer", submission=work["id"])["items"]
    assert [(one["state"], one["reason"]) for one in both] == [("refused", "链接打不开"), ("reported", "")]
    (told,) = [each.data for each in desk.told() if isinstance(each.data, PublicationRefused)]
    assert (told.reason, told.submission.status) == ("链接打不开", "approved")


def test_many_are_verified_at_once_and_the_rest_is_told(desk: Desk) -> None:
    work = desk.approved()
    good = [desk.published(work=work)["id"] for _ in range(3)]
    changed, over = desk.published(work=work)["id"], desk.published()["id"]
    desk.do("correct_publication", "writer", publication=changed, length=3)
    desk.do("withdraw_publication", "writer", publication=over)
    verify(desk, {"id": good[0]})
    asked = [{"publication": id_, "version": 1} for id_ in (*good, changed, over, "nothing")]
    done = desk.do("verify_many_publications", LIAISON, publications=asked)
    assert done["verified"] == good
    assert {each["publication"]: each["code"] for each in done["refused"]} == {
        changed: "version_mismatch",
        over: "publication.illegal_move",
        "nothing": "publication.not_found",
    }
    told = [each.data.publication.id for each in desk.told() if isinstance(each.data, PublicationVerified)]
    assert told == good
    with pytest.raises(Forbidden):
        desk.do("verify_many_publications", LEADER, publications=asked)


def test_what_was_looked_at_is_what_is_verified(desk: Desk) -> None:
    of = desk.published()
    looked = asking("liaison", Role.LIAISON)
    looked = looked.__class__(**{**looked.__dict__, "expected_version": 1})
    desk.do("correct_publication", "writer", publication=of["id"], medium="人民日报")
    with pytest.raises(VersionMismatch):
        desk.do("verify_publication", looked, publication=of["id"])


def test_of_a_correction_and_a_ruling_at_once_one_comes_first(desk: Desk) -> None:
    of = desk.published()
    unit = Unit()
    ask = {"publication": of["id"]}
    desk.stage._raw("verify_publication")(desk.stage.service, unit, ask, LIAISON)
    desk.do("correct_publication", "writer", publication=of["id"], medium="人民日报")
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(unit)
    assert desk.ask("publication", "writer", publication=of["id"])["state"] == "reported"


def test_a_ruling_does_not_forget_what_is_measured_meanwhile(desk: Desk) -> None:
    of = desk.published()
    unit = Unit()
    desk.stage._raw("verify_publication")(desk.stage.service, unit, {"publication": of["id"]}, LIAISON)
    desk.measured(of)
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(unit)
    verify(desk, of)  # decided anew, as the kernel does it: what it reaches is counted with it
    assert desk.stage.db["publications"].find_one({"_id": of["id"]})["snapshots"] == 1
    desk.measured(of, 1300, minutes=2)
    with pytest.raises(Conflict, match=r"metrics\.of_no_publication"):
        desk.do("refuse_publication", LIAISON, publication=of["id"], reason="查无此文")
        desk.measured(of, 1400, minutes=3)


def test_what_was_reported_before_publications_were_verified_goes_on_counting(desk: Desk) -> None:
    """As documents were before: without status, version, claim; their place on an index of its own."""
    work = desk.approved()
    ids = [desk.published(work=work, url=f"https://example.com/old/{n}")["id"] for n in range(2)]
    kept = desk.stage.db["publications"]
    since = dict.fromkeys([*publications_verified.SINCE, "said_by", "claim", "queue", "doubtful"], "")
    kept.update_many({"_id": {"$in": ids}}, {"$unset": since})
    desk.stage.db["publication_versions"].delete_many({})
    kept.create_index([("bureau", 1), ("submission", 1), ("place", 1)], name="place", unique=True)
    for _ in range(2):
        publications_verified.upgrade(desk.stage.db)
    found = desk.ask("publications", "writer", submission=work["id"])["items"]
    assert [(one["state"], one["basis"], one["version"]) for one in found] == [("verified", "before", 1)] * 2
    with pytest.raises(Conflict, match=r"publication\.twice"):
        desk.published(work=work, url="https://example.com/old/1")
    desk.do("correct_publication", LIAISON, publication=ids[0], medium="人民日报", reason="对照原文")
    desk.do("refuse_publication", LIAISON, publication=ids[1], reason="查无此文")
    assert desk.published(work=work, url="https://example.com/old/1")["state"] == "reported"
    rows = desk.ask("publication_versions", LEADER, publication=ids[0])["items"]
    assert [(row["version"], row["level"], row["by"]) for row in rows] == [
        (2, "central", "writer"),
        (1, "county", "writer"),
    ]


def revoked(desk: Desk, work: Any) -> None:
    """Review takes a permit back."""
    state = desk.review(work)
    permit = PermitState("p", "P-1", 1, 2026, work["id"], work["outlet"], work["content_hash"], now())
    desk.hear(PermitRevoked(state, "final", permit, "关键事实有误"))


def test_a_permit_that_was_revoked_is_seen_before_anything_of_it_is_verified(desk: Desk) -> None:
    """Report and revocation at one time: both were taken, and nothing told the liaison."""
    work = desk.approved()
    of, doubtful = desk.published(work=work), desk.published(work=work)
    revoked(desk, work)
    shown = desk.ask("get", LEADER, submission=work["id"])
    assert (shown["status"], shown["ruling"]["act"], shown["ruling"]["reason"]) == (
        "published",
        "revoke",
        "关键事实有误",
    )
    queued = desk.ask("publications_queue", LIAISON)["items"]
    assert [(one["id"], one["version"], one["permit_revoked"]) for one in queued] == [
        (of["id"], 2, True), (doubtful["id"], 2, True),
    ]  # fmt: skip
    with pytest.raises(VersionMismatch):
        verify(desk, of, replace(LIAISON, expected_version=1))
    many = desk.do("verify_many_publications", LIAISON, publications=[{"publication": of["id"], "version": 1}])
    assert many["refused"] == [{"publication": of["id"], "code": "version_mismatch"}]
    with pytest.raises(Conflict, match=r"publication\.permit_revoked"):
        desk.published(work=work)
    done = verify(desk, of, replace(LIAISON, expected_version=2))
    assert (done["state"], done["permit_revoked"]) == ("verified", True)
    desk.do("refuse_publication", LIAISON, publication=doubtful["id"], reason="刊发在后")
    rows = desk.ask("publication_versions", "writer", publication=of["id"])["items"]
    assert [(row["act"], row["side"], row["acted_by"]) for row in rows] == [
        ("verify_publication", "staff", ""), ("revoke", "review", ""), ("publish", "outlet", "writer"),
    ]  # fmt: skip


def test_what_was_verified_before_its_permit_was_revoked_waits_anew_and_everybody_is_told(desk: Desk) -> None:
    """By a rule or a liaison, while the revocation was on its way: its points are held until somebody has looked."""
    work = desk.approved()
    of, waiting = verify(desk, desk.published(work=work)), desk.published(work=work)
    revoked(desk, work)
    held = [each.data for each in desk.told() if isinstance(each.data, PublicationHeld)]
    assert [(one.publication.id, one.publication.status, one.publication.version) for one in held] == [
        (of["id"], "reported", 3), (waiting["id"], "reported", 2),
    ]  # fmt: skip
    assert {(one.by, one.revoked_by, one.reason, one.submission.status) for one in held} == {
        ("", "final", "关键事实有误", "published")
    }
    queued = {one["id"]: one["permit_revoked"] for one in desk.ask("publications_queue", LIAISON)["items"]}
    assert queued == {of["id"]: True, waiting["id"]: True}
    shown = desk.ask("publication", "writer", publication=of["id"])
    assert (shown["state"], shown["basis"], shown["rule"]) == ("reported", None, "")
    assert verify(desk, shown)["state"] == "verified"
    desk.do("refuse_publication", LIAISON, publication=of["id"], reason="刊发在后")
    desk.do("refuse_publication", LIAISON, publication=waiting["id"], reason="刊发在后")
    assert desk.ask("get", LEADER, submission=work["id"])["status"] == "revoked"


def test_what_was_verified_and_appeared_after_the_revocation_counts_no_longer(desk: Desk) -> None:
    work = desk.approved()
    of = verify(desk, desk.published(work=work))
    desk.stage.db["publications"].update_one({"_id": of["id"]}, {"$set": {"published_at": now() + timedelta(hours=1)}})
    revoked(desk, work)
    shown = desk.ask("publication", LEADER, publication=of["id"])
    assert (shown["state"], shown["reason"], shown["permit_revoked"]) == ("refused", "关键事实有误", True)
    assert desk.ask("get", LEADER, submission=work["id"])["status"] == "revoked"
    (told,) = [each.data for each in desk.told() if isinstance(each.data, PublicationRefused)]
    assert (told.publication.status, told.by, told.submission.status) == ("refused", "", "revoked")


def test_revocations_from_before_are_found_in_the_history(desk: Desk) -> None:
    work = desk.approved()
    of = desk.published(work=work)
    revoked(desk, work)
    db = desk.stage.db
    after = desk.ask("get", LEADER, submission=work["id"])["ruling"]
    db["submissions"].update_one({"_id": work["id"]}, {"$set": {"ruling.act": "approve", "ruling.reason": ""}})
    db["publications"].update_one({"_id": of["id"]}, {"$unset": {"permit_revoked": ""}})
    assert not desk.ask("publication", LEADER, publication=of["id"])["permit_revoked"]
    for _ in range(2):
        revocations_kept.upgrade(db)
        assert desk.ask("get", LEADER, submission=work["id"])["ruling"] == after
        assert desk.ask("publication", LEADER, publication=of["id"])["permit_revoked"]
