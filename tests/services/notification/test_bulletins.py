"""Bulletins on a real MongoDB: whom they reach, what is seen of them, who has read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.notification.migrations import recalled_titles
from services.notification.repository.inbox import ITEMS
from services.notification.service import NotificationService
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.events import BulletinPublished, BulletinRecalled, OutletState, OutletVerified
from shared.events.envelope import decode
from shared.events.outlet import MemberState
from tests.services.stage import Stage, asking, received

LIAISON, LEADER = asking("liaison", Role.LIAISON), asking("leader", Role.LEADER)
REVIEWER, STRANGER = asking("reviewer", Role.REVIEWER_FIRST), asking("stranger")
ANNA, BOB, CARL = asking("anna"), asking("bob"), asking("carl")
TEXT = {"kind": "alert", "title": "台风预警", "body": "今夜有台风。"}


@pytest.fixture
def service(stage: Callable[[type[Any]], Stage]) -> Stage:
    """Two self-media outlets, one with two members, and a suspended department."""
    made = stage(NotificationService)
    outlet(made, "o1", "self_media", "anna", "bob")
    outlet(made, "o2", "self_media", "anna")
    outlet(made, "o3", "department", "carl", status="suspended")
    return made


def outlet(service: Stage, id_: str, category: str, *accounts: str, status: str = "verified", version: int = 1) -> None:
    members = tuple(MemberState(each, "outlet_member") for each in accounts)
    state = OutletState(id_, f"媒体{id_}", category, status, members=members)
    service.deliver(received(OutletVerified(state, by="liaison"), id_, version=version), "tell")


def publish(service: Stage, *audience: str, who: RequestContext = LIAISON, **changes: Any) -> dict[str, Any]:
    data = TEXT | {"audience": list(audience) or ["all"]} | changes
    made: dict[str, Any] = service.do("publish_bulletin", contracts.PublishBulletin, data, who)
    return made


def seen(service: Stage, who: RequestContext, **query: Any) -> list[str]:
    found = service.ask("bulletins", contracts.BulletinsQuery, query, who)
    return [each["id"] for each in found["items"]]


def about(service: Stage, who: RequestContext) -> list[str]:
    items = service.ask("inbox", contracts.InboxQuery, {}, who)["items"]
    return [item["kind"] for item in items if item["about"]["type"] == "bulletin"]


def one(service: Stage, who: RequestContext, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = service.ask("bulletin", contracts.BulletinQuery, {"bulletin": id_}, who)
    return found


def report(service: Stage, id_: str, who: RequestContext = LIAISON, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = service.ask("receipts", contracts.ReceiptsQuery, {"bulletin": id_, **query}, who)
    return found


def recall(service: Stage, id_: str, who: RequestContext = LIAISON) -> dict[str, Any]:
    data = {"bulletin": id_, "reason": "内容有误"}
    made: dict[str, Any] = service.do("recall_bulletin", contracts.RecallBulletin, data, who)
    return made


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        (["all"], {"anna", "bob"}),
        (["category:self_media"], {"anna", "bob"}),
        (["category:department"], set()),
        (["outlet:o2"], {"anna"}),
        (["outlet:o3"], {"carl"}),
        (["outlet:o1", "outlet:o3"], {"anna", "bob", "carl"}),
        (["all", "outlet:o1", "category:department"], {"anna", "bob"}),
    ],
)
def test_a_bulletin_is_one_item_that_reaches_its_audience_once_and_nobody_else(
    service: Stage, audience: list[str], reached: set[str]
) -> None:
    made = publish(service, *audience)
    assert service.db[ITEMS].count_documents({"kind": "bulletin.published"}) == 1
    for who in (ANNA, BOB, CARL, STRANGER):
        account = who.actor.account
        assert about(service, who) == (["bulletin.published"] if account in reached else []), account
        assert seen(service, who) == ([made["id"]] if account in reached else []), account
        if account not in reached:
            with pytest.raises(NotFound):
                one(service, who, made["id"])
    people = report(service, made["id"])
    assert (people["members"], people["read"]) == (len(reached), 0)


def test_only_liaisons_and_leaders_publish_recall_and_see_who_read(service: Stage) -> None:
    made = publish(service, who=LEADER)
    for who in (REVIEWER, ANNA):
        for refused in (
            lambda who=who: publish(service, who=who),
            lambda who=who: recall(service, made["id"], who),
            lambda who=who: report(service, made["id"], who),
        ):
            with pytest.raises(Forbidden):
                refused()
    assert seen(service, REVIEWER) == [made["id"]]


def test_each_is_told_what_they_may_do_with_one(service: Stage) -> None:
    made = publish(service, "outlet:o1")
    assert made["may"] == ["receipts", "recall"]

    def told() -> list[list[str]]:
        return [one(service, who, made["id"])["may"] for who in (LIAISON, LEADER, REVIEWER, ANNA, BOB)]

    assert told() == [["receipts", "recall"], ["receipts", "recall"], [], ["read"], ["read"]]
    read = service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": made["id"]}, ANNA)
    assert read["may"] == one(service, ANNA, made["id"])["may"] == []
    assert recall(service, made["id"])["may"] == ["receipts"]
    assert told() == [["receipts"], ["receipts"], [], [], []]
    for who, publishes in ((LIAISON, ["publish"]), (LEADER, ["publish"]), (REVIEWER, []), (ANNA, [])):
        assert service.ask("bulletins", contracts.BulletinsQuery, {}, who)["may"] == publishes


def test_its_audience_does_not_see_who_else_was_told_and_by_whom(service: Stage) -> None:
    made = publish(service, "outlet:o1", "outlet:o3")
    assert (made["audience"], made["published_by"]) == (["outlet:o1", "outlet:o3"], "liaison")
    found = one(service, ANNA, made["id"])
    assert (found["audience"], found["published_by"], found["body"]) == ([], "", "今夜有台风。")


def test_urgent_ones_stand_first_page_after_page_until_they_are_recalled(service: Stage) -> None:
    made = [publish(service, urgent=urgent)["id"] for urgent in (False, True, False, True, False)]
    expected = [made[3], made[1], made[4], made[2], made[0]]
    assert seen(service, ANNA) == seen(service, LIAISON) == expected
    listed, cursor = [], {}
    while True:
        page = service.ask("bulletins", contracts.BulletinsQuery, {"limit": 2, **cursor}, ANNA)
        listed += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert listed == expected
    recall(service, made[3])
    assert seen(service, ANNA) == [made[1], made[4], made[3], made[2], made[0]]
    assert seen(service, ANNA, state="recalled") == [made[3]]
    assert seen(service, ANNA, kind="news") == []


def test_a_recalled_one_shows_its_audience_the_reason_alone(service: Stage) -> None:
    made = publish(service, attachments=["f1"])
    recalled = recall(service, made["id"], LEADER)
    assert (recalled["state"], recalled["version"], recalled["body"]) == ("recalled", 2, "今夜有台风。")
    found = one(service, ANNA, made["id"])
    assert (found["body"], found["attachments"], found["reason"]) == ("", [], "内容有误")
    assert about(service, ANNA) == ["bulletin.recalled", "bulletin.published"]
    listed = service.ask("bulletins", contracts.BulletinsQuery, {}, ANNA)["items"]
    told = service.ask("inbox", contracts.InboxQuery, {}, ANNA)["items"]
    assert (found["title"], [each["title"] for each in listed]) == ("", [""]) and "台风" not in str(told)
    assert one(service, LIAISON, made["id"])["title"] == "台风预警"
    with pytest.raises(Conflict, match="illegal_move"):
        recall(service, made["id"])
    rows = service.db["outbox"].find().sort("seq", 1)
    told = [type(decode(bytes(row["body"]), "application/cloudevents+json").data) for row in rows]
    assert [each for each in told if each in (BulletinPublished, BulletinRecalled)] == [
        BulletinPublished,
        BulletinRecalled,
    ]


def test_what_was_recalled_before_titles_were_taken_back_tells_them_no_more_either(service: Stage) -> None:
    gone = publish(service, "category:self_media", title="误发")
    publish(service, title="仍有效")
    recall(service, gone["id"])
    service.db[ITEMS].update_many({"about.id": gone["id"]}, {"$set": {"params.title": "误发"}})
    assert "误发" in str(service.ask("inbox", contracts.InboxQuery, {}, ANNA)["items"])
    for _ in range(2):
        recalled_titles.upgrade(service.db)
        told = str(service.ask("inbox", contracts.InboxQuery, {}, ANNA)["items"])
        assert "误发" not in told and "仍有效" in told


def test_a_recall_for_another_version_is_refused(service: Stage) -> None:
    made = publish(service)
    other = RequestContext(LIAISON.actor, "r", expected_version=7)
    with pytest.raises(VersionMismatch):
        recall(service, made["id"], other)


def test_a_receipt_counts_once_and_reads_the_inbox_item(service: Stage) -> None:
    made = publish(service)
    for _ in range(2):
        read = service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": made["id"]}, ANNA)
        assert read["read"]
    found = report(service, made["id"])
    assert (found["outlets"], found["members"], found["read"]) == (2, 2, 1)
    assert [(each["outlet"], each["members"], each["read"]) for each in found["items"]] == [("o1", 2, 1), ("o2", 1, 1)]
    receipts = {each["account"]: each["read_at"] is not None for each in found["items"][0]["receipts"]}
    assert receipts == {"anna": True, "bob": False}
    (item,) = [each for each in service.ask("inbox", contracts.InboxQuery, {}, ANNA)["items"]
               if each["kind"] == "bulletin.published"]  # fmt: skip
    assert item["read"]
    with pytest.raises(NotFound):
        service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": made["id"]}, CARL)


def test_what_staff_read_does_not_count_and_the_report_goes_page_by_page(service: Stage) -> None:
    made = publish(service)
    service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": made["id"]}, LIAISON)
    first = report(service, made["id"], limit=1)
    second = report(service, made["id"], limit=1, cursor=first["next"])
    assert [each["outlet"] for each in first["items"] + second["items"]] == ["o1", "o2"]
    assert (first["read"], second["next"]) == (0, None)


def test_whoever_left_is_no_longer_in_the_audience(service: Stage) -> None:
    made = publish(service)
    service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": made["id"]}, BOB)
    outlet(service, "o1", "self_media", "anna", version=2)
    found = report(service, made["id"])
    assert (found["members"], found["read"]) == (1, 0)
    with pytest.raises(NotFound):
        one(service, BOB, made["id"])


def test_another_bureau_has_nothing_of_it(service: Stage) -> None:
    made = publish(service)
    elsewhere = asking("liaison", Role.LIAISON, bureau="370830")
    assert seen(service, elsewhere) == []
    for refused in (lambda: one(service, elsewhere, made["id"]), lambda: recall(service, made["id"], elsewhere)):
        with pytest.raises(NotFound):
            refused()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"audience": []}, "/audience"),
        ({"audience": ["everybody"]}, "/audience/0"),
        ({"audience": ["category:press"]}, "/audience/0"),
        ({"audience": ["outlet:o1", "outlet:nowhere"]}, "/audience/1"),
        ({"audience": [7]}, "/audience/0"),
        ({"audience": ["all"] * 501}, "/audience"),
        ({"kind": "gossip"}, "/kind"),
        ({"title": " "}, "/title"),
        ({"title": "长" * 101}, "/title"),
        ({"body": "长" * 10_001}, "/body"),
        ({"attachments": ["f"] * 21}, "/attachments"),
        ({"urgent": "perhaps"}, "/urgent"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(service: Stage, changes: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(service, **changes)
    assert [problem.pointer for problem in refusal.value.problems] == [place]
    assert service.db["bulletins"].count_documents({}) == 0
