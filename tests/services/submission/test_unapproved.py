"""What was published without approval: who records it, objects and rules, and what of it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.submission.domain import Statement, Unapproved, unapproved
from services.submission.migrations import unapproved_claims
from shared import validation
from shared.clock import now
from shared.context import Role
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import UnapprovedStatus
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.events import UnapprovedEvent
from shared.mongo import StaleWrite, Unit
from tests.services.stage import asking
from tests.services.submission.desk import COMMANDS, LEADER, LIAISON, Desk
from tests.services.submission.makers import BUREAU, KNOWN, NOW

OTHER = asking("liaison-2", Role.LIAISON)
FINAL = asking("final", Role.REVIEWER_FINAL)
VIDEO = "https://www.douyin.com/video/7301234567890123456"


def piece(**changes: Any) -> Unapproved:
    given: dict[str, Any] = {
        "id": "u1", "bureau": BUREAU, "version": 1, "outlet": "o1", "title": "凌晨突查酒驾",
        "platform": Platform.DOUYIN, "published_at": NOW, "reason": "未投稿", "proof": ("f1",),
        "by": "liaison", "recorded_at": NOW, "url": VIDEO,
    }  # fmt: skip
    return Unapproved(**given | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published_at": NOW + timedelta(seconds=1)}, {("/published_at", "moment.future")}),
        ({"url": ""}, {("/url", "publication.url_required")}),
        ({"channel": "else"}, {("/channel", "publication.channel_unknown")}),
        ({"channel": "o1-c"}, {("/channel", "unapproved.channel_differs")}),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as error:
        unapproved.record(piece(**changes), KNOWN["o1"], NOW)
    assert {(each.pointer, each.rule) for each in error.value.problems} == expected


def test_the_medium_is_named() -> None:
    on_channel = {"channel": "o1-c", "platform": Platform.WECHAT_OA}
    found = [
        unapproved.record(piece(**changes), KNOWN["o1"], NOW).media for changes in ({}, on_channel, {"media": "晚报"})
    ]
    assert found == ["媒体o1", "滨江播报", "晚报"]


def test_an_objection_is_made_once_and_ruled_on_once() -> None:
    said = Statement("writer", NOW, "有授权")
    objected = unapproved.object_to(piece(), said)
    assert (objected.status, objected.version, objected.stands) == (UnapprovedStatus.OBJECTED, 2, True)
    for decision, stands in ((UnapprovedStatus.KEPT, True), (UnapprovedStatus.WITHDRAWN, False)):
        ruled = unapproved.rule_on(objected, decision, said)
        assert (ruled.status, ruled.version, ruled.stands) == (decision, 3, stands)
        with pytest.raises(Conflict, match="illegal_move"):
            unapproved.rule_on(ruled, decision, said)
        with pytest.raises(Conflict, match="illegal_move"):
            unapproved.object_to(ruled, said)
    with pytest.raises(Conflict) as error:
        unapproved.rule_on(piece(), UnapprovedStatus.KEPT, said)
    assert error.value.params == {"status": "recorded", "action": "rule", "allowed": ["object", "withdraw"]}


def test_without_an_address_title_medium_and_day_make_one_record() -> None:
    paper = piece(url="", platform=Platform.NEWSPAPER, media="大众日报")
    others = [
        replace(paper, title="其他"),
        replace(paper, media="齐鲁晚报"),
        replace(paper, published_at=NOW + timedelta(days=1)),
    ]
    assert len({each.claim for each in (paper, *others)}) == 4
    assert replace(paper, id="u2", published_at=NOW + timedelta(minutes=1)).claim == paper.claim
    for spelt in ({"media": "《大眾日報》"}, {"media": "大众 日报"}, {"title": "《凌晨突查酒驾》"}):
        assert replace(paper, **spelt).claim == paper.claim, spelt


# --- the service ---


def given(**changes: Any) -> dict[str, Any]:
    moment = (now() - timedelta(hours=1)).isoformat()
    body = {
        "outlet": "o1", "title": "凌晨突查酒驾", "platform": "douyin", "url": VIDEO, "published_at": moment,
        "proof": [{"file": "f1"}], "reason": "未投稿",
    }  # fmt: skip
    return body | changes


def recorded(desk: Desk, **changes: Any) -> Any:
    return desk.do("record_unapproved", LIAISON, **given(**changes))


def objected(desk: Desk, **changes: Any) -> Any:
    made = recorded(desk, **changes)
    return desk.do("object_unapproved", "writer", record=made["id"], reason="有授权", proof=[{"file": "f2"}])


def ruled(desk: Desk, made: Any, decision: str, by: Any = OTHER) -> Any:
    return desk.do("rule_unapproved", by, record=made["id"], decision=decision, reason="已核对")


def test_from_record_to_ruling_each_step_is_told(desk: Desk) -> None:
    made = objected(desk)
    done = ruled(desk, made, "withdrawn", FINAL)
    assert (done["state"], done["version"], done["ruling"]["by"], done["outlet_name"]) == (
        "withdrawn",
        3,
        "final",
        "媒体o1",
    )
    told = [each for each in desk.told() if isinstance(each.data, UnapprovedEvent)]
    assert [(type(each.data).__name__, each.version) for each in told] == [
        ("UnapprovedRecorded", 1), ("UnapprovedObjected", 2), ("UnapprovedWithdrawn", 3),
    ]  # fmt: skip
    facts = [each.data for each in told]
    assert [fact.unapproved.status for fact in facts if isinstance(fact, UnapprovedEvent)] == [
        "recorded", "objected", "withdrawn",
    ]  # fmt: skip
    versions = desk.stage.db["unapproved_versions"].find({"record": made["id"]}).sort("version", 1)
    assert [(each["version"], each["status"]) for each in versions] == [
        (1, "recorded"),
        (2, "objected"),
        (3, "withdrawn"),
    ]


def test_an_outlet_is_not_told_who_recorded_and_ruled(desk: Desk) -> None:
    made = objected(desk)
    ruled(desk, made, "kept")
    seen = desk.ask("unapproved", "second", record=made["id"])
    assert (seen["by"], seen["ruling"]["by"], seen["objection"]["by"]) == ("", "", "writer")
    staff = desk.ask("unapproved", LEADER, record=made["id"])
    assert (staff["by"], staff["ruling"]["by"]) == ("liaison", "liaison-2")
    of_outlet = desk.ask("unapproved", asking("writer", Role.LIAISON), record=made["id"])
    assert of_outlet["by"] == ""


def test_who_may_what(desk: Desk) -> None:
    for by in ("writer", LEADER, FINAL, asking("writer", Role.LIAISON)):
        with pytest.raises(Forbidden):
            desk.do("record_unapproved", by, **given())
    with pytest.raises(NotFound):
        recorded(desk, outlet="nobody")
    made = recorded(desk)
    with pytest.raises(NotFound):
        desk.do("object_unapproved", "stranger", record=made["id"], reason="不实")
    with pytest.raises(Forbidden):
        desk.do("object_unapproved", LEADER, record=made["id"], reason="不实")
    desk.do("object_unapproved", "writer", record=made["id"], reason="不实")
    for by in (LIAISON, LEADER, "writer", asking("writer", Role.LIAISON), asking("second", Role.REVIEWER_FINAL)):
        with pytest.raises(Forbidden):
            ruled(desk, made, "kept", by)
    with pytest.raises(NotFound):
        ruled(desk, made, "kept", "stranger")
    stale = replace(OTHER, expected_version=1)
    with pytest.raises(VersionMismatch):
        ruled(desk, made, "kept", stale)
    assert ruled(desk, made, "kept")["state"] == "kept"


def test_proof_is_for_those_who_see_the_record(desk: Desk) -> None:
    made = objected(desk)
    for file in ("f1", "f2"):
        assert desk.ask("unapproved_proof", "writer", record=made["id"], file=file) == {"file": file}
    with pytest.raises(NotFound):
        desk.ask("unapproved_proof", "writer", record=made["id"], file="f3")
    with pytest.raises(NotFound):
        desk.ask("unapproved_proof", "stranger", record=made["id"], file="f1")


def test_one_piece_is_recorded_once_until_it_is_withdrawn(desk: Desk) -> None:
    made = objected(desk)
    with pytest.raises(Conflict) as error:
        recorded(desk, outlet="o2", url="https://www.iesdouyin.com/share/video/7301234567890123456/?region=CN")
    assert (error.value.code, error.value.params["record"]) == ("unapproved.twice", made["id"])
    ruled(desk, made, "withdrawn")
    assert recorded(desk)["state"] == "recorded"


def test_a_publication_of_an_approved_work_is_none(desk: Desk) -> None:
    there = desk.published(platform="douyin", url="https://www.douyin.com/discover?modal_id=7301234567890123456")
    with pytest.raises(Conflict) as error:
        recorded(desk, outlet="o2")
    number = desk.ask("get", LEADER, submission=there["submission"])["number"]
    assert (error.value.code, error.value.params["number"]) == ("unapproved.approved", number)
    assert error.value.params["publication"] == there["id"]


@pytest.mark.parametrize(("media", "title"), [("县日报", "《夜巡》"), ("《縣日報》", "夜 巡")])
def test_nor_is_one_in_print_however_it_is_spelt(desk: Desk, media: str, title: str) -> None:
    medium = desk.do(
        "add_medium",
        LIAISON,
        name="县日报",
        level="county",
        kind="daily",
        platforms=[{"platform": "newspaper"}],
        reason="增补",
    )
    work = desk.approved(title="夜巡")
    there = desk.published(work=work, medium=medium["id"], platform="newspaper", url="")
    day = there["published_at"].isoformat()
    body = {"platform": "newspaper", "url": "", "media": media, "title": title, "published_at": day}
    with pytest.raises(Conflict) as error:
        recorded(desk, **body)
    assert (error.value.code, error.value.params["publication"]) == ("unapproved.approved", there["id"])
    assert recorded(desk, **body | {"title": "另一件"})["state"] == "recorded"
    assert recorded(desk, outlet="o2", **body)["state"] == "recorded"


def test_a_mistaken_record_is_taken_back_until_the_outlet_objects(desk: Desk) -> None:
    made = recorded(desk)
    for by in ("writer", LEADER, FINAL, asking("writer", Role.LIAISON)):
        with pytest.raises(Forbidden):
            desk.do("withdraw_unapproved", by, record=made["id"], reason="记错")
    with pytest.raises(VersionMismatch):
        desk.do("withdraw_unapproved", replace(LIAISON, expected_version=9), record=made["id"], reason="记错")
    done = desk.do("withdraw_unapproved", LIAISON, record=made["id"], reason="已投稿，记错")
    assert (done["state"], done["version"], done["objection"]) == ("withdrawn", 2, None)
    assert (done["ruling"]["by"], done["ruling"]["reason"]) == ("liaison", "已投稿，记错")
    assert [type(each.data).__name__ for each in desk.told()][-1] == "UnapprovedWithdrawn"
    again = objected(desk)
    with pytest.raises(Conflict, match="illegal_move"):
        desk.do("withdraw_unapproved", LIAISON, record=again["id"], reason="记错")


def decided(desk: Desk, method: str, by: Any, **data: Any) -> Unit:
    """What a command wants to change, before it is committed."""
    unit = Unit()
    context = asking(by) if isinstance(by, str) else by
    raw = getattr(desk.stage.cls, method).__wrapped__
    unit.result = raw(desk.stage.service, unit, validation.load(COMMANDS[method](), data), context)
    return unit


@pytest.mark.parametrize("first", ["publish", "record_unapproved"])
@pytest.mark.parametrize("taken_before", [False, True])
def test_of_two_at_one_time_a_place_is_one_ones(desk: Desk, first: str, taken_before: bool) -> None:
    if taken_before:
        ruled(desk, objected(desk), "withdrawn")
    work, moment = desk.approved(), (now() - timedelta(hours=1)).isoformat()
    report = {
        "submission": work["id"], "medium": desk.medium("county"), "platform": "douyin", "url": VIDEO,
        "published_at": moment, "earlier": True,
    }  # fmt: skip
    units = [
        decided(desk, "publish", "writer", **report),
        decided(desk, "record_unapproved", LIAISON, **given(outlet="o2")),
    ]
    if first != "publish":
        units.reverse()
    desk.stage.commit(units[0])
    with pytest.raises(StaleWrite):
        desk.stage.commit(units[1])
    with pytest.raises(Conflict, match=r"unapproved\.approved" if first == "publish" else r"publication\.unapproved"):
        recorded(desk, outlet="o2") if first == "publish" else desk.do("publish", "writer", **report)


def test_records_from_before_claim_their_piece_however_it_is_spelt(desk: Desk) -> None:
    paper = {"platform": "newspaper", "url": ""}
    first = recorded(desk, media="大众日报", **paper)
    second = recorded(desk, media="别的日报", **paper)
    records = desk.stage.db["unapproved"]
    records.update_one({"_id": first["id"]}, {"$set": {"claim": "o1:newspaper:大众日报:2026-01-01:凌晨突查酒驾"}})
    records.update_one(
        {"_id": second["id"]}, {"$set": {"media": "《大眾日報》", "claim": "o1:newspaper:《大眾日報》:…"}}
    )
    for _ in range(2):
        unapproved_claims.upgrade(desk.stage.db)
        assert unapproved_claims.report(desk.stage.db) == {"unapproved_twice": [second["id"]]}
    with pytest.raises(Conflict) as error:
        recorded(desk, media="大众 日报", **paper)
    assert error.value.params["record"] == first["id"]


def test_everybody_lists_what_is_theirs(desk: Desk) -> None:
    first, second = recorded(desk), recorded(desk, outlet="o2", url="https://example.com/2")

    def ids(by: Any, **chosen: Any) -> list[str]:
        return [each["id"] for each in desk.ask("unapproved_list", by, **chosen)["items"]]

    assert ids(LEADER) == [second["id"], first["id"]]
    assert ids(LEADER, outlet="o1") == [first["id"]]
    assert ids(LEADER, state="kept") == []
    assert ids("writer") == [first["id"]]
    assert ids("writer", outlet="o2") == ids("stranger") == ids("nobody") == []
    page = desk.ask("unapproved_list", LEADER, limit=1)
    assert ids(LEADER, limit=1, cursor=page["next"]) == [first["id"]]


@pytest.mark.parametrize(
    ("status", "may"),
    [
        (UnapprovedStatus.RECORDED, {"liaison": ["withdraw"], "liaison-2": ["withdraw"], "member": ["object"]}),
        (UnapprovedStatus.OBJECTED, {"liaison-2": ["rule"], "final": ["rule"]}),
        (UnapprovedStatus.KEPT, {}),
    ],
)
def test_what_somebody_may_do_is_what_would_not_be_refused(status: UnapprovedStatus, may: dict[str, list[str]]) -> None:
    """An officer of the outlet is of its side alone."""
    record = piece(status=status)
    people = {each.actor.account: (each.actor, ()) for each in (LIAISON, OTHER, FINAL, LEADER)}
    member = asking("member", Role.LIAISON).actor
    told = people | {"member": (member, ("o1",))}
    found = {name: unapproved.may(actor, record, own) for name, (actor, own) in told.items()}
    assert {name: calls for name, calls in found.items() if calls} == may
