"""What a live stream is told, on a real MongoDB: addresses of roles and outlets, late commits, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notification.domain import position_at
from services.notification.repository.inbox import ITEMS, READS
from services.notification.service import NotificationService
from shared import events as facts
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.errors import Invalid
from shared.events.outlet import MemberState
from shared.ids import new_id
from shared.messaging import NotYet
from tests.services.stage import BUREAU, Stage, asking, received
from tests.shared.events.examples import example

OWNER, MANAGER, STRANGER = asking("owner"), asking("manager", Role.SCORING_MANAGER, Role.LEADER), asking("stranger")
STATE = facts.OutletState("o1", "甲", "self_media", "verified", members=(MemberState("owner", "outlet_owner"),))


@pytest.fixture
def service(stage: Callable[[type[Any]], Stage]) -> Stage:
    return stage(NotificationService)


def verified(service: Stage, state: facts.OutletState = STATE, version: int = 1) -> None:
    service.deliver(received(facts.OutletVerified(state, by="liaison"), state.id, version=version), "tell")


def publicised(service: Stage, by: str = "somebody") -> facts.Received[facts.Event]:
    event = received(replace(example(facts.PeriodPublicised), by=by), "2026-Q3")
    service.deliver(event, "tell")
    return event


def arrived(service: Stage, who: RequestContext, after: str | None = None) -> dict[str, Any]:
    data = {} if after is None else {"after": after}
    found: dict[str, Any] = service.ask("arrived", contracts.StreamQuery, data, who)
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    return [item["kind"] for item in found["items"]]


def emitted(service: Stage) -> list[tuple[str, ...]]:
    return [each.addresses for each in service.hints if isinstance(each, facts.InboxChanged)]


def test_a_stream_begins_with_what_comes_later_and_goes_on_from_each_item(service: Stage) -> None:
    verified(service)
    start = arrived(service, OWNER)
    assert (start["items"], start["unread"], start["more"]) == ([], 1, False)
    publicised(service)
    publicised(service)
    first = arrived(service, OWNER, start["place"])
    assert kinds(first) == ["period.publicised"] * 2
    assert (first["unread"], first["urgent"], len(first["places"])) == (3, 2, 2)
    assert kinds(arrived(service, OWNER, first["places"][0])) == ["period.publicised"]
    assert kinds(arrived(service, OWNER, first["places"][1])) == []
    assert kinds(arrived(service, OWNER, first["place"])) == []


def test_what_is_committed_late_is_still_shown_once(service: Stage) -> None:
    verified(service)
    event = publicised(service)
    start = arrived(service, OWNER)["place"]
    late = service.db[ITEMS].find_one({"event": event.id})
    assert late is not None
    earlier = position_at(now() - timedelta(seconds=5))[:19] + new_id()[19:]
    service.db[ITEMS].insert_one({**late, "_id": new_id(), "position": earlier})
    found = arrived(service, OWNER, start)
    assert kinds(found) == ["period.publicised"]
    assert kinds(arrived(service, OWNER, found["place"])) == []


def test_what_is_for_all_is_stored_once_and_reaches_members_of_verified_outlets_and_roles(service: Stage) -> None:
    verified(service)
    publicised(service)
    assert service.db[ITEMS].count_documents({"kind": "period.publicised"}) == 1
    for who, via in ((OWNER, "all"), (MANAGER, "role:leader")):
        (item,) = [
            each
            for each in service.ask("inbox", contracts.InboxQuery, {}, who)["items"]
            if each["kind"] == "period.publicised"
        ]
        assert item["address"] == via
    assert service.ask("unread", contracts.UnreadQuery, {}, MANAGER) == {"unread": 1, "urgent": 1}
    assert service.ask("unread", contracts.UnreadQuery, {}, STRANGER) == {"unread": 0, "urgent": 0}
    verified(service, replace(STATE, status="suspended"), 2)
    assert "all" not in arrived(service, OWNER)["addresses"]


def test_what_a_role_is_told_by_one_of_its_own_is_read_for_that_one(service: Stage) -> None:
    verified(service)
    publicised(service, by="manager")
    (item,) = service.ask("inbox", contracts.InboxQuery, {}, MANAGER)["items"]
    assert item["read"]
    assert service.ask("unread", contracts.UnreadQuery, {}, MANAGER)["unread"] == 0
    assert service.ask("unread", contracts.UnreadQuery, {}, asking("leader", Role.LEADER))["unread"] == 1


def test_an_event_about_an_outlet_that_is_not_known_yet_waits(service: Stage) -> None:
    event = received(replace(example(facts.PointsEntered), outlet="o1"), "entry")
    with pytest.raises(NotYet, match="o1"):
        service.deliver(event, "tell")
    verified(service)
    start = arrived(service, OWNER)["place"]
    assert service.deliver(event, "tell")
    assert kinds(arrived(service, OWNER, start)) == ["points.entered"]


def test_streams_are_told_to_look_again_once_per_event(service: Stage) -> None:
    verified(service)
    publicised(service)
    assert emitted(service) == [("account:owner",), ("all", "role:leader", "role:scoring_manager")]
    (item, *_) = service.ask("inbox", contracts.InboxQuery, {}, OWNER)["items"]
    service.do("mark_read", contracts.MarkRead, {"item": item["id"]}, OWNER)
    assert emitted(service)[-1] == ("account:owner",)


def test_a_gateway_that_missed_something_asks_which_addresses_changed(service: Stage) -> None:
    before = now() - timedelta(seconds=1)
    verified(service)
    publicised(service)
    asked = {"since": before.isoformat()}
    found = service.ask("changes", contracts.ChangesQuery, asked, asking("gateway"))
    assert sorted(found["addresses"]) == ["account:owner", "all", "role:leader", "role:scoring_manager"]
    elsewhere = service.ask("changes", contracts.ChangesQuery, asked, asking("gateway", bureau="370830"))
    assert elsewhere == {"addresses": [], "many": False}
    later = {"since": (now() + timedelta(seconds=5)).isoformat()}
    assert service.ask("changes", contracts.ChangesQuery, later, asking("gateway"))["addresses"] == []


@pytest.mark.parametrize("after", ["x", "AAAA", "[]", "a" * 31])
def test_a_bad_place_is_refused(service: Stage, after: str) -> None:
    with pytest.raises(Invalid):
        arrived(service, OWNER, after)


def test_counts_look_at_the_index_alone_also_where_items_have_several_addresses(service: Stage) -> None:
    verified(service)
    for _ in range(5):
        publicised(service)
    for name in (ITEMS, READS):
        match = {"bureau": BUREAU, "address": {"$in": ["account:owner", "all"]}, "position": {"$gte": ""}}
        if name == READS:
            match["account"] = "owner"
        steps = [{"$match": match}, {"$group": {"_id": 1, "n": {"$sum": 1}}}]
        command = {"aggregate": name, "pipeline": steps, "cursor": {}}
        told = service.db.command("explain", command, verbosity="executionStats")
        assert "COLLSCAN" not in str(told)
        assert "'totalDocsExamined': 0" in str(told), name
