"""Who comes without a seat, on the real database: let in by hand, beyond seats and invitations by an officer alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from services.liaison.domain.activities import Seats, walk_ins
from services.liaison.domain.activities.model import nameless
from shared.clock import now
from shared.context import Role
from shared.contracts.activity_terms import ActivityStatus, Seat
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import ActivityAttended, OutletParticipated, SeatGiven
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LEADER, LIAISON, OFFICER, RIVAL, Desk
from tests.services.liaison.gatherings import BEGINS, DAILY, sign_up
from tests.services.liaison.gatherings import activity as activity_of
from tests.services.liaison.test_reminders import HOUR, announced, body, reply
from tests.services.liaison.test_uninvited import changed, seats
from tests.services.stage import asking


def admitted(desk: Desk, activity: str, outlet: str = "o1", **who: Any) -> Any:
    return desk.do("admit_walk_in", LIAISON, activity=activity, outlet=outlet, **who)


def refused(desk: Desk, activity: str, outlet: str = "o1", **who: Any) -> str:
    with pytest.raises(Conflict) as told:
        admitted(desk, activity, outlet, **who)
    return told.value.code


def undone(desk: Desk, activity: str, id_: str) -> Any:
    return desk.do("undo_check_in", LIAISON, activity=activity, account=id_)


def listed(desk: Desk, activity: str, **chosen: Any) -> list[tuple[str, str]]:
    found = desk.ask("sign_ups", LIAISON, activity=activity, **chosen)["items"]
    return [(each["person"]["name"] or each["id"], each["seat"]) for each in found]


def held(desk: Desk, activity: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = now() + 2 * HOUR
    monkeypatch.setattr("services.liaison.service.activities.now", lambda: later)
    desk.do("hold_activity", LIAISON, activity=activity)


def test_who_did_not_reply_said_no_or_waits_is_let_in_and_marked(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=3)
    reply(desk, activity, colleague="no")
    for account in ("editor", "colleague"):
        came = admitted(desk, activity, account=account)
        assert (came["seat"], came["checked_by"]) == ("seated", "hand")
        assert came["walk_in"] == {"over_capacity": False, "uninvited": False}
    named = admitted(desk, activity, name="赵 磊")
    assert (named["person"], named["reply"]) == ({"account": "", "name": "赵 磊"}, None)
    assert seats(desk, activity) == (3, 0)
    assert len(listed(desk, activity, walk_in=True)) == len(listed(desk, activity, seat="seated")) == 3
    mine = desk.ask("activity", EDITOR, activity=activity)["mine"]
    assert (mine["reply"], mine["attended_at"] is not None) == (None, True)


def test_beyond_the_seats_nobody_is_let_in_silently(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=1)
    reply(desk, activity, editor="yes", rival="yes")
    assert refused(desk, activity, account="colleague") == "check_in.full"
    assert refused(desk, activity, "o2", account="rival") == "check_in.full"
    assert seats(desk, activity) == (1, 1)
    came = admitted(desk, activity, "o2", account="rival", over_capacity=True)
    assert came["walk_in"]["over_capacity"] and came["reply"] == "yes"
    assert seats(desk, activity) == (2, 0)
    # What is said of it can be changed still; fewer seats than people there are not.
    assert changed(desk, activity, capacity=1, text="请带证件。")["taken"] == 2
    admitted(desk, activity, account="colleague", over_capacity=True)
    desk.do("reply_to_activity", EDITOR, activity=activity, outlet="o1", reply="no")
    assert seats(desk, activity) == (2, 0)


def test_who_leaves_while_too_many_are_there_makes_no_room(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=1)
    desk.outlet("o1", "editor", "colleague", "third")
    reply(desk, activity, editor="yes", colleague="yes")
    admitted(desk, activity, "o2", account="rival", over_capacity=True)
    desk.outlet("o1", "colleague", "third")
    assert (seats(desk, activity), desk.told(SeatGiven)) == ((1, 1), [])


def test_who_is_not_invited_or_of_no_verified_outlet_is_not_let_in(desk: Desk) -> None:
    activity = announced(desk, HOUR, invited=[{"to": "outlet", "id": "o1"}])
    assert refused(desk, activity, "o2", account="rival") == "check_in.not_invited"
    assert admitted(desk, activity, "o2", account="rival", uninvited=True)["walk_in"]["uninvited"]
    assert desk.ask("activity", RIVAL, activity=activity)["mine"]["attended_at"]
    desk.outlet("o1", "editor", "colleague", status="suspended")
    for who in ({"account": "editor"}, {"name": "赵磊"}):
        assert refused(desk, activity, **who, uninvited=True) == "check_in.outlet_not_verified"


def test_a_seat_of_an_outlet_that_is_suspended_meanwhile_is_not_taken_by_hand() -> None:
    seated = sign_up("editor", seat=Seat.SEATED)
    door = walk_ins.Door(activity_of(), Seats("a1", "330108", 5, ActivityStatus.ANNOUNCED, taken=1), "liaison", BEGINS)
    with pytest.raises(Conflict) as told:
        walk_ins.walked_in(door, replace(DAILY, status="suspended"), seated, seated)
    assert told.value.code == "check_in.outlet_not_verified"
    assert walk_ins.walked_in(door, DAILY, seated, seated).seats is None


def test_who_has_a_seat_is_checked_in_as_such_and_nobody_twice(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=1)
    reply(desk, activity, editor="yes")
    assert admitted(desk, activity, account="editor")["walk_in"] is None
    assert seats(desk, activity) == (1, 0)
    assert refused(desk, activity, account="editor") == "check_in.twice"
    admitted(desk, activity, name="赵磊", over_capacity=True)
    assert refused(desk, activity, name="赵 磊", over_capacity=True) == "check_in.twice"
    assert admitted(desk, activity, "o2", name="赵磊", over_capacity=True)["id"] == nameless("o2", "赵磊")


def test_who_signed_up_for_another_outlet_is_checked_in_for_that(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    desk.outlet("o2", "rival", "editor")
    assert refused(desk, activity, "o2", account="editor") == "check_in.other_outlet"


def test_what_names_nobody_or_two_or_a_stranger_is_refused_at_its_field(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    desk.person("colleague", closed=True)
    for wrong, at in (
        ({}, "/name"), ({"account": "editor", "name": "王芳"}, "/name"), ({"account": "rival"}, "/account"),
        ({"account": "colleague"}, "/account"), ({"outlet": "nowhere", "name": "王芳"}, "/outlet"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as told:
            desk.do("admit_walk_in", LIAISON, **{"activity": activity, "outlet": "o1"} | wrong)
        assert [each.pointer for each in told.value.problems] == [at]


def test_only_a_liaison_who_acts_for_no_outlet_lets_people_in(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    desk.person("both", Role.LIAISON)
    desk.outlet("o2", "rival", "both")
    for by in (EDITOR, OFFICER, LEADER, asking("both", Role.LIAISON)):
        with pytest.raises(Forbidden):
            desk.do("admit_walk_in", by, activity=activity, outlet="o1", name="赵磊")
    early = announced(desk, 8 * HOUR)
    assert refused(desk, early, name="赵磊") == "check_in.early"
    draft = desk.do("plan_activity", LIAISON, **body(HOUR))["id"]
    assert refused(desk, draft, name="赵磊") == "activity.illegal_move"


def test_a_mistake_leaves_nothing_of_who_had_not_replied_and_the_reply_of_who_had(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=2)
    reply(desk, activity, colleague="no")
    admitted(desk, activity, account="colleague")
    undone(desk, activity, admitted(desk, activity, name="赵磊")["id"])
    undone(desk, activity, "colleague")
    assert listed(desk, activity) == [("colleague", "none")]
    assert seats(desk, activity) == (0, 0)
    with pytest.raises(NotFound):
        undone(desk, activity, nameless("o1", "赵磊"))
    assert admitted(desk, activity, name="赵磊")["walk_in"]


def test_a_mistake_puts_who_waited_back_in_line_and_gives_a_free_seat_to_the_first(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=2)
    admitted(desk, activity, name="赵磊")
    reply(desk, activity, editor="yes", colleague="yes", rival="yes")
    admitted(desk, activity, "o2", account="rival", over_capacity=True)
    undone(desk, activity, "rival")
    assert (seats(desk, activity), desk.told(SeatGiven)) == ((2, 2), [])
    undone(desk, activity, nameless("o1", "赵磊"))
    assert [each.account for each in desk.told(SeatGiven)] == ["colleague"]
    assert listed(desk, activity) == [("editor", "seated"), ("colleague", "seated"), ("rival", "waiting")]


def test_who_came_counts_once_for_the_outlet_and_stays_once_it_was_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = announced(desk, HOUR)
    admitted(desk, activity, account="editor")
    admitted(desk, activity, name="赵磊")
    held(desk, activity, monkeypatch)
    assert sorted(told.account for told in desk.told(ActivityAttended)) == ["", "editor"]
    with pytest.raises(Conflict) as told:
        undone(desk, activity, "editor")
    assert told.value.code == "check_in.told"
    admitted(desk, activity, account="colleague")
    admitted(desk, activity, "o2", account="rival")
    assert [told.account for told in desk.told(ActivityAttended)][2:] == ["colleague", "rival"]
    assert [told.participation.outlet for told in desk.told(OutletParticipated)] == ["o1", "o2"]


def test_an_outlet_that_changes_leaves_those_alone_who_are_there(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    admitted(desk, activity, name="赵磊")
    admitted(desk, activity, account="colleague")
    desk.outlet("o1", "editor", category="department")
    assert (seats(desk, activity), len(listed(desk, activity, attended=True))) == ((2, 0), 2)


def test_of_two_officers_at_once_one_lets_somebody_in_and_the_last_seat_is_taken_once(desk: Desk) -> None:
    activity = announced(desk, HOUR, capacity=1)

    def one(who: dict[str, str]) -> str:
        try:
            return str(admitted(desk, activity, **who)["seat"])
        except Conflict as told:
            return told.code

    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(one, [{"name": "赵磊"}, {"name": "赵磊"}, {"account": "editor"}, {"account": "colleague"}])
        )
    assert found.count("seated") == 1
    assert set(found) <= {"seated", "check_in.full", "check_in.twice"}
    assert seats(desk, activity) == (1, 0)


@pytest.mark.parametrize("meanwhile", ["suspended", "uninvited", "left"])
def test_what_gives_the_right_to_come_holds_at_the_commit(desk: Desk, meanwhile: str) -> None:
    activity, service = announced(desk, HOUR), desk.stage.service
    find = service.activities.seats

    def late(*asked: Any) -> Any:
        """All was read, and then it is not so any more."""
        service.activities.seats = find
        if meanwhile == "suspended":
            desk.outlet("o1", "editor", "colleague", status="suspended")
        elif meanwhile == "left":
            desk.outlet("o1", "editor")
        else:
            changed(desk, activity, invited=[{"to": "outlet", "id": "o2"}])
        return find(*asked)

    service.activities.seats = late
    with pytest.raises((Conflict, Invalid)):
        admitted(desk, activity, account="colleague")
    assert desk.ask("sign_ups", LIAISON, activity=activity)["items"] == []


def test_outlets_are_found_by_any_part_of_their_names(desk: Desk) -> None:
    for part, found in (("体o", ["o1", "o2"]), (" O2", ["o2"]), ("晚报", [])):
        assert [each["outlet"] for each in desk.ask("guests", LIAISON, name=part)["items"]] == found
    assert [each["outlet"] for each in desk.ask("guests", LIAISON, outlet="o2")["items"]] == ["o2"]
    assert [each["outlet"] for each in desk.ask("guests", LIAISON, name="媒体", limit=1)["items"]] == ["o1"]
    with pytest.raises(Forbidden):
        desk.ask("guests", COLLEAGUE, name="媒体")
