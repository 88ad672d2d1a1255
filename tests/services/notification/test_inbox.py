"""The inbox on a real MongoDB: exactly once, counted right, paged, read apart by each holder of a role."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notification.domain import RETENTION, position_at
from services.notification.repository.inbox import ITEMS, READS, SCANNED
from services.notification.service import NotificationService
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.errors import Invalid, NotFound
from shared.events import Event, OutletRegistered, OutletState, OutletSuspended, OutletVerified, Received
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.services.stage import Stage, asking, received

OWNER, LIAISON = asking("owner"), asking("liaison-1", Role.LIAISON)
COLLEAGUE = asking("liaison-2", Role.LIAISON)
STRANGER = asking("stranger", Role.LEADER)


class Inbox(Stage):
    """The service with short names for what an account does."""

    def tell(self, event: Received[Event]) -> bool:
        return self.deliver(event, "tell")

    def page(self, who: RequestContext, **data: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("inbox", contracts.InboxQuery, data, who)
        return found

    def all(self, who: RequestContext, **data: Any) -> list[dict[str, Any]]:
        """Every item, page after page."""
        items, cursor = [], {}
        while True:
            page = self.page(who, **data, **cursor)
            items += page["items"]
            if page["next"] is None:
                return items
            cursor = {"cursor": page["next"]}

    def unread(self, who: RequestContext) -> tuple[int, int]:
        counts = self.ask("unread", contracts.UnreadQuery, {}, who)
        return counts["unread"], counts["urgent"]

    def mark(self, who: RequestContext, item: str) -> dict[str, Any]:
        marked: dict[str, Any] = self.do("mark_read", contracts.MarkRead, {"item": item}, who)
        return marked

    def mark_all(self, who: RequestContext, up_to: str) -> dict[str, Any]:
        marked: dict[str, Any] = self.do("mark_all_read", contracts.MarkAllRead, {"up_to": up_to}, who)
        return marked


@pytest.fixture
def inbox(stage: Callable[[type[Any]], Stage]) -> Inbox:
    made = stage(NotificationService)
    made.__class__ = Inbox
    assert isinstance(made, Inbox)
    return made


def state(name: str = "甲", liaison: str = "") -> OutletState:
    return OutletState(
        "o1", name, "self_media", "pending", liaison=liaison, members=(MemberState("owner", "outlet_owner"),)
    )


def registered(name: str = "甲", **options: Any) -> Received[Event]:
    return received(OutletRegistered(state(name), by="owner"), "o1", **options)


def verified(name: str = "甲", **options: Any) -> Received[Event]:
    return received(OutletVerified(state(name), by="liaison-1"), "o1", **options)


def suspended(**options: Any) -> Received[Event]:
    return received(OutletSuspended(state(), by="", reason="x"), "o1", **options)


def test_an_event_makes_one_item_however_often_it_comes(inbox: Inbox) -> None:
    event = registered()
    assert [inbox.tell(event) for _ in range(3)] == [True, False, False]
    (item,) = inbox.page(LIAISON)["items"]
    assert (item["kind"], item["read"], item["address"]) == ("outlet.registered", False, "role:liaison")
    assert item["about"] == {"type": "outlet", "id": "o1"}
    assert item["title"] == "New registration: 甲"
    assert inbox.page(asking("liaison-1", Role.LIAISON, locale="zh"))["items"][0]["title"] == "新的入驻申请：甲"


def test_even_without_the_kernels_inbox_an_item_cannot_be_there_twice(inbox: Inbox) -> None:
    event = registered()
    inbox.tell(event)
    inbox.db["inbox"].delete_many({})
    with pytest.raises(Exception, match="duplicate"):
        inbox.tell(event)
    assert len(inbox.all(LIAISON)) == 1


def test_everybody_reads_their_own(inbox: Inbox) -> None:
    for event in (registered(), verified(), suspended()):
        inbox.tell(event)
    assert [item["kind"] for item in inbox.all(OWNER)] == ["outlet.suspended", "outlet.verified"]
    assert [item["kind"] for item in inbox.all(LIAISON)] == ["outlet.registered"]
    assert inbox.all(STRANGER) == []
    assert (inbox.unread(OWNER), inbox.unread(LIAISON), inbox.unread(STRANGER)) == ((2, 1), (1, 0), (0, 0))


def test_another_bureau_sees_nothing_and_can_mark_nothing(inbox: Inbox) -> None:
    inbox.tell(registered())
    inbox.tell(verified())
    elsewhere = asking("owner", Role.LIAISON, bureau="370830")
    assert (inbox.all(elsewhere), inbox.unread(elsewhere)) == ([], (0, 0))
    for item in inbox.all(OWNER) + inbox.all(LIAISON):
        with pytest.raises(NotFound):
            inbox.mark(elsewhere, item["id"])
        with pytest.raises(NotFound):
            inbox.mark_all(elsewhere, item["id"])
    assert inbox.unread(OWNER) == (1, 0)


def test_each_holder_of_a_role_reads_apart(inbox: Inbox) -> None:
    inbox.tell(registered())
    (item,) = inbox.all(LIAISON)
    assert inbox.mark(LIAISON, item["id"])["read"] is True
    assert (inbox.unread(LIAISON), inbox.unread(COLLEAGUE)) == ((0, 0), (1, 0))
    assert [each["read"] for each in inbox.all(LIAISON) + inbox.all(COLLEAGUE)] == [True, False]


def test_marking_again_changes_nothing_and_of_others_is_refused(inbox: Inbox) -> None:
    inbox.tell(verified())
    (item,) = inbox.all(OWNER)
    assert inbox.mark(OWNER, item["id"]) == inbox.mark(OWNER, item["id"])
    assert inbox.db[READS].count_documents({}) == 1
    assert inbox.unread(OWNER) == (0, 0)
    for who in (STRANGER, LIAISON):
        with pytest.raises(NotFound):
            inbox.mark(who, item["id"])
    with pytest.raises(NotFound):
        inbox.mark(OWNER, new_id())


def test_whoever_loses_a_role_loses_its_items_and_their_count(inbox: Inbox) -> None:
    inbox.tell(registered())
    inbox.tell(verified())
    (item,) = inbox.all(LIAISON)
    inbox.mark(LIAISON, item["id"])
    assert inbox.unread(asking("liaison-1")) == (0, 0)
    assert inbox.all(asking("liaison-1")) == []


def test_pages_go_through_everything_once_newest_first(inbox: Inbox) -> None:
    for index in range(25):
        inbox.tell(verified(f"n{index}"))
    items = inbox.all(OWNER, limit=10)
    assert [item["title"] for item in items] == [f"Verified: n{index}" for index in reversed(range(25))]
    first = inbox.page(OWNER, limit=10)
    inbox.tell(verified("newer"))
    following = inbox.page(OWNER, limit=10, cursor=first["next"])
    assert following["items"][0]["title"] == "Verified: n14"


def test_a_full_last_page_has_no_next(inbox: Inbox) -> None:
    for _ in range(4):
        inbox.tell(verified())
    assert inbox.page(OWNER, limit=4)["next"] is None
    assert inbox.page(OWNER, limit=4, unread=True)["next"] is None
    assert inbox.page(OWNER, limit=3, unread=True)["next"] is not None


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzFd", "W3siJG5lIjoxfV0"])
def test_a_bad_cursor_is_refused(inbox: Inbox, cursor: str) -> None:
    for unread in (True, False):
        with pytest.raises(Invalid):
            inbox.page(OWNER, cursor=cursor, unread=unread)


def test_only_the_unread_are_listed_and_counted(inbox: Inbox) -> None:
    for index in range(30):
        inbox.tell(verified(f"n{index}"))
    items = inbox.all(OWNER)
    read = {item["id"] for item in random.Random(7).sample(items, 20)}
    for id_ in read:
        inbox.mark(OWNER, id_)
    expected = [item["id"] for item in items if item["id"] not in read]
    assert [item["id"] for item in inbox.all(OWNER, unread=True, limit=3)] == expected
    assert inbox.unread(OWNER) == (10, 0)


def test_one_unread_item_behind_very_many_read_ones_is_found(inbox: Inbox) -> None:
    inbox.tell(verified("old"))
    (old,) = inbox.all(OWNER)
    _fill(inbox, SCANNED + 10, read=True)
    assert inbox.unread(OWNER) == (1, 0)
    assert [item["id"] for item in inbox.all(OWNER, unread=True)] == [old["id"]]


def test_all_up_to_an_item_are_marked_and_nothing_newer(inbox: Inbox) -> None:
    for index in range(6):
        inbox.tell(verified(f"n{index}"))
    items = inbox.all(OWNER)
    inbox.mark(OWNER, items[4]["id"])
    assert inbox.mark_all(OWNER, items[2]["id"]) == {"marked": 3, "more": False}
    assert [item["read"] for item in inbox.all(OWNER)] == [False, False, True, True, True, True]
    assert inbox.mark_all(OWNER, items[2]["id"]) == {"marked": 0, "more": False}
    assert inbox.unread(OWNER) == (2, 0)


def test_very_many_are_marked_in_bounded_steps(inbox: Inbox) -> None:
    _fill(inbox, contracts.MAX_MARKED + 100, read=False)
    newest = inbox.page(OWNER, limit=1)["items"][0]["id"]
    assert inbox.mark_all(OWNER, newest) == {"marked": contracts.MAX_MARKED, "more": True}
    assert inbox.unread(OWNER) == (100, 0)
    assert inbox.mark_all(OWNER, newest) == {"marked": 100, "more": False}
    assert inbox.unread(OWNER) == (0, 0)


def test_a_late_event_is_new_at_the_top_and_not_lost_among_what_was_read(inbox: Inbox) -> None:
    late = verified("late")
    inbox.tell(verified("early"))
    inbox.mark_all(OWNER, inbox.all(OWNER)[0]["id"])
    inbox.tell(late)
    first = inbox.all(OWNER)[0]
    assert (first["title"], first["read"]) == ("Verified: late", False)
    assert inbox.unread(OWNER) == (1, 0)


def test_what_is_over_the_horizon_is_neither_listed_nor_counted(inbox: Inbox) -> None:
    inbox.tell(verified("old"))
    inbox.mark(OWNER, inbox.all(OWNER)[0]["id"])
    beyond = {"$set": {"position": position_at(now() - RETENTION - timedelta(days=1))}}
    for name in (ITEMS, READS):
        inbox.db[name].update_many({}, beyond)
    inbox.tell(verified("new"))
    assert (len(inbox.all(OWNER)), inbox.unread(OWNER)) == (1, (1, 0))
    # The server removes an item and its mark at different moments: no matter.
    inbox.db[ITEMS].delete_many({"params.outlet": "old"})
    assert inbox.unread(OWNER) == (1, 0)


def test_counts_and_pages_are_answered_from_an_index(inbox: Inbox) -> None:
    _fill(inbox, 50, read=True)
    match = {"bureau": "370829", "address": {"$in": ["account:owner"]}, "position": {"$gte": ""}}
    plan = str(inbox.db[ITEMS].find(match).sort("position", -1).limit(5).explain()["queryPlanner"]["winningPlan"])
    assert "IXSCAN" in plan
    assert "COLLSCAN" not in plan
    assert "'SORT'" not in plan


def test_nothing_personal_is_stored(inbox: Inbox) -> None:
    for event in (registered(), verified(), suspended()):
        inbox.tell(event)
    allowed = {"_id", "bureau", "address", "position", "kind", "urgent", "params", "about", "event", "at", "created_at"}
    stored = list(inbox.db[ITEMS].find())
    assert {name for item in stored for name in item} == allowed
    assert {name for item in stored for name in item["params"]} <= {"outlet", "category", "verified_until", "reason"}


def _fill(inbox: Inbox, count: int, *, read: bool) -> None:
    """Many items for the owner, written at once, in the form that the service writes."""
    inbox.tell(verified("pattern"))
    pattern = inbox.db[ITEMS].find_one({"address": "account:owner"}, sort=[("position", -1)])
    assert pattern is not None
    made = [{**pattern, "_id": new_id(), "position": new_id()} for _ in range(count - 1)]
    inbox.db[ITEMS].insert_many(made)
    if read:
        marks = [
            {
                "_id": f"owner:{item['_id']}",
                "account": "owner",
                **{name: item[name] for name in ("bureau", "address", "position", "urgent", "created_at")},
            }
            for item in [pattern, *made]
        ]
        inbox.db[READS].insert_many(marks)
