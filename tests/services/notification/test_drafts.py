"""Drafts of bulletins, the size of an audience, and what waits for somebody, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notification.repository.deliveries import DELIVERIES
from services.notification.service import NotificationService
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.errors import Forbidden, Invalid, NotFound, VersionMismatch
from tests.services.notification.test_bulletins import (
    ANNA,
    BOB,
    LEADER,
    LIAISON,
    REVIEWER,
    STRANGER,
    TEXT,
    about,
    outlet,
    publish,
    recall,
    seen,
)
from tests.services.stage import Stage, asking

ADMIN = asking("admin", Role.ADMIN)
DATA = TEXT | {"audience": ["category:self_media"], "urgent": True}


@pytest.fixture
def service(stage: Callable[[type[Any]], Stage]) -> Stage:
    """Two self-media outlets, one with two members, and a suspended department."""
    made = stage(NotificationService)
    outlet(made, "o1", "self_media", "anna", "bob")
    outlet(made, "o2", "self_media", "anna")
    outlet(made, "o3", "department", "carl", status="suspended")
    return made


def saved(service: Stage, who: RequestContext = LIAISON, **data: Any) -> Any:
    return service.do("save_draft", contracts.NewDraft, data, who)


def changed(service: Stage, id_: str, who: RequestContext = LEADER, **data: Any) -> Any:
    return service.do("change_draft", contracts.ChangeDraft, {"draft": id_, **data}, who)


def published(service: Stage, id_: str, who: RequestContext = LEADER) -> Any:
    return service.do("publish_draft", contracts.PublishDraft, {"draft": id_}, who)


def listed(service: Stage, who: RequestContext = LIAISON, **query: Any) -> Any:
    return service.ask("drafts_list", contracts.DraftsQuery, query, who)


def waiting(service: Stage, who: RequestContext) -> Any:
    return service.ask("waiting", contracts.WaitingQuery, {}, who)


def test_nobody_hears_of_a_draft_until_it_is_published_and_is_one_no_longer(service: Stage) -> None:
    draft = saved(service, title="台风")
    assert (draft["kind"], draft["body"], draft["audience"], draft["version"]) == (None, "", [], 1)
    draft = changed(service, draft["id"], **DATA)
    assert {name: draft[name] for name in DATA} == DATA
    assert (draft["version"], draft["saved_by"]) == (2, "leader")
    assert (seen(service, ANNA), seen(service, LIAISON), about(service, ANNA)) == ([], [], [])
    assert service.db["outbox"].count_documents({"type": {"$regex": "Bulletin"}}) == 0
    made = published(service, draft["id"])
    assert (made["title"], made["urgent"], made["published_by"]) == (TEXT["title"], True, "leader")
    assert seen(service, ANNA) == [made["id"]] and about(service, ANNA) == ["bulletin.published"]
    assert listed(service)["items"] == []
    with pytest.raises(NotFound):
        published(service, draft["id"])


def test_what_a_bulletin_needs_is_asked_for_when_it_is_published(service: Stage) -> None:
    draft = saved(service, body="今夜有台风。")
    with pytest.raises(Invalid) as told:
        published(service, draft["id"])
    assert {(each.pointer, each.rule) for each in told.value.problems} == {
        ("/kind", "required"), ("/title", "required"), ("/audience", "required"),
    }  # fmt: skip
    assert [each["id"] for each in listed(service)["items"]] == [draft["id"]]


def test_a_draft_for_an_outlet_of_nobody_is_refused_with_its_place(service: Stage) -> None:
    draft = saved(service)
    for act in (lambda: saved(service, audience=["all", "outlet:x"]),
                lambda: changed(service, draft["id"], audience=["all", "outlet:x"])):  # fmt: skip
        with pytest.raises(Invalid) as told:
            act()
        assert [(each.pointer, each.rule) for each in told.value.problems] == [
            ("/audience/1", "bulletin.outlet_unknown")
        ]


def test_two_who_change_one_draft_do_not_overwrite_each_other(service: Stage) -> None:
    draft = saved(service, **DATA)
    changed(service, draft["id"], title="台风红色预警")
    late = RequestContext(LIAISON.actor, "r", expected_version=1)
    for act in (changed, published):
        with pytest.raises(VersionMismatch):
            act(service, draft["id"], late)
    with pytest.raises(VersionMismatch):
        service.do("delete_draft", contracts.DeleteDraft, {"draft": draft["id"]}, late)
    gone = service.do("delete_draft", contracts.DeleteDraft, {"draft": draft["id"]}, LEADER)
    assert gone["title"] == "台风红色预警"
    with pytest.raises(NotFound):
        service.ask("draft", contracts.DraftQuery, {"draft": draft["id"]}, LIAISON)


def test_only_who_may_publish_sees_drafts_of_the_own_bureau(service: Stage) -> None:
    drafts = [saved(service, title=f"{number}")["id"] for number in range(3)]
    first = listed(service, LEADER, limit=2)
    rest = listed(service, LEADER, limit=2, cursor=first["next"])
    assert [each["id"] for each in first["items"] + rest["items"]] == drafts[::-1]
    for who in (REVIEWER, ANNA, ADMIN):
        for act in (
            lambda who=who: listed(service, who),
            lambda who=who: saved(service, who),
            lambda who=who: changed(service, drafts[0], who),
            lambda who=who: published(service, drafts[0], who),
            lambda who=who: service.ask("draft", contracts.DraftQuery, {"draft": drafts[0]}, who),
            lambda who=who: service.ask("audience", contracts.AudienceQuery, {"audience": ["all"]}, who),
        ):
            with pytest.raises(Forbidden):
                act()
    foreign = asking("liaison", Role.LIAISON, bureau="330109")
    assert listed(service, foreign)["items"] == []
    with pytest.raises(NotFound):
        changed(service, drafts[0], foreign)


@pytest.mark.parametrize(
    ("audience", "outlets", "members"),
    [
        (["all"], 2, 2),
        (["category:department"], 0, 0),
        (["outlet:o1", "outlet:o3"], 2, 3),
        (["all", "outlet:o1", "outlet:o3"], 3, 3),
    ],
)
def test_whom_an_audience_reaches_is_known_before_and_is_so_after(
    service: Stage, audience: list[str], outlets: int, members: int
) -> None:
    told = service.ask("audience", contracts.AudienceQuery, {"audience": audience}, LIAISON)
    assert told == {"outlets": outlets, "members": members}
    with pytest.raises(Invalid):
        service.ask("audience", contracts.AudienceQuery, {"audience": ["outlet:x"]}, LIAISON)


def test_what_waits_for_people_of_outlets_is_what_they_have_not_acknowledged(service: Stage) -> None:
    first, second = publish(service, urgent=True), publish(service, "outlet:o1")
    # Beside what her two outlets were told when they were verified.
    assert waiting(service, ANNA) == {"unread": 2 + 2, "urgent": 1, "bulletins": 2, "undelivered": 0}
    item = service.ask("inbox", contracts.InboxQuery, {}, ANNA)["items"][0]
    service.do("mark_read", contracts.MarkRead, {"item": item["id"]}, ANNA)
    assert waiting(service, ANNA) == {"unread": 1 + 2, "urgent": 1, "bulletins": 2, "undelivered": 0}
    service.do("read_bulletin", contracts.ReadBulletin, {"bulletin": first["id"]}, ANNA)
    assert waiting(service, ANNA) == {"unread": 0 + 2, "urgent": 0, "bulletins": 1, "undelivered": 0}
    recall(service, second["id"])
    assert waiting(service, ANNA)["bulletins"] == 0
    assert (waiting(service, BOB)["bulletins"], waiting(service, STRANGER)["bulletins"]) == (1, 0)
    assert waiting(service, LIAISON)["bulletins"] == 0


def test_what_failed_to_go_out_waits_for_those_who_look_after_it(service: Stage) -> None:
    bureau = LIAISON.bureau
    for days, state in ((1, "failed"), (6, "failed"), (8, "failed"), (1, "waiting"), (1, "sent")):
        row = {"_id": f"{days}:{state}", "bureau": bureau, "state": state, "created_at": now() - timedelta(days=days)}
        service.db[DELIVERIES].insert_one(row)
    told = {who.actor.account: waiting(service, who)["undelivered"] for who in (LIAISON, ADMIN, LEADER, ANNA)}
    assert told == {"liaison": 2, "admin": 2, "leader": 0, "anna": 0}
