"""The rules of activities: what fits together, who sees it, who is told, and who came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.liaison.domain.activities import Invitee, arrivals, moves, permissions
from shared import events
from shared.context import Role
from shared.contracts.activity_terms import ActivityStatus, CheckedBy, InviteeKind, Seat
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from tests.services.liaison.gatherings import BEGINS, DAILY, activity, guest, sign_up
from tests.services.liaison.makers import MONDAY

DRAFT = {"status": ActivityStatus.DRAFT, "announced_at": None}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"starts_at": MONDAY - HOUR, "sign_up_until": MONDAY - HOUR}, "/starts_at moment.past"),
        ({"ends_at": BEGINS}, "/ends_at range.order"),
        ({"sign_up_until": BEGINS + HOUR}, "/sign_up_until activity.sign_up_late"),
        ({"place": ""}, "/place activity.nowhere"),
        ({"invited": (Invitee(InviteeKind.ALL, "x"),)}, "/invited/0/id activity.invitee_id"),
        ({"invited": (Invitee(InviteeKind.OUTLET),)}, "/invited/0/id required"),
        ({"invited": (Invitee(InviteeKind.CATEGORY, "radio"),)}, "/invited/0/id choice"),
        ({"invited": (Invitee(InviteeKind.ALL), Invitee(InviteeKind.ALL))}, "/invited/1/id activity.invited_twice"),
        (
            {"invited": (Invitee(InviteeKind.ALL), Invitee(InviteeKind.OUTLET, "weekly"))},
            "/invited activity.all_and_others",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_place(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        moves.planned(activity(**DRAFT, **wrong), "liaison")
    assert place in {f"{each.pointer} {each.rule}" for each in refused.value.problems}


def test_another_time_or_place_is_told_to_who_was_invited_and_what_is_new_to_who_is_invited_newly() -> None:
    before = activity(invited=(Invitee(InviteeKind.CATEGORY, "official_media"),))
    invited = (*before.invited, Invitee(InviteeKind.OUTLET, "weekly"))
    later = {"starts_at": BEGINS + HOUR, "invited": invited}
    told = moves.changed(before, later, 0, "liaison", MONDAY).events
    assert [(type(each), [one.id for one in each.activity.invited]) for each in told] == [
        (events.ActivityAnnounced, ["weekly"]),
        (events.ActivityMoved, ["official_media"]),
    ]
    assert moves.changed(before, {"text": "请带证件。"}, 0, "liaison", MONDAY).events == ()
    assert moves.changed(activity(**DRAFT), {"starts_at": BEGINS + HOUR}, 0, "liaison", MONDAY).events == ()


def test_of_a_draft_that_is_dropped_nobody_is_told_and_nobody_sees_it() -> None:
    change = moves.cancelled(activity(**DRAFT), "不办了", "liaison", MONDAY)
    assert change.events == ()
    with pytest.raises(NotFound):
        permissions.require_sight(change.activity, guest("editor", own=(DAILY,)))
    (told,) = moves.cancelled(activity(), "场地有警务活动", "liaison", MONDAY).events
    assert isinstance(told, events.ActivityCancelled) and told.reason == "场地有警务活动"


@pytest.mark.parametrize(
    ("invitee", "seen"),
    [
        (Invitee(InviteeKind.ALL), True),
        (Invitee(InviteeKind.CATEGORY, "official_media"), True),
        (Invitee(InviteeKind.CATEGORY, "influencer"), False),
        (Invitee(InviteeKind.OUTLET, "daily"), True),
        (Invitee(InviteeKind.OUTLET, "weekly"), False),
        (Invitee(InviteeKind.PERSON, "editor"), True),
        (Invitee(InviteeKind.PERSON, "somebody"), False),
    ],
)
def test_an_outlet_sees_what_invites_it(invitee: Invitee, seen: bool) -> None:
    who = guest("editor", own=(DAILY,))
    found = activity(invited=(invitee,))
    assert ("reply" in permissions.may(found, who, MONDAY)) is seen
    if seen:
        assert permissions.require_guest(found, who, "daily") is DAILY
    else:
        with pytest.raises(NotFound):
            permissions.require_sight(found, who)


def test_one_comes_for_ones_own_outlet_that_is_verified() -> None:
    suspended = type(DAILY)("daily", "suspended", ("editor",), "晚报", "official_media")
    with pytest.raises(Conflict, match="outlet_not_verified"):
        permissions.require_guest(activity(), guest("editor", own=(suspended,)), "daily")
    with pytest.raises(NotFound, match=r"outlet\.not_found"):
        permissions.require_guest(activity(), guest("editor", own=(DAILY,)), "weekly")
    with pytest.raises(Forbidden):
        permissions.require_guest(activity(), guest("liaison", Role.LIAISON), "daily")


def test_who_may_sign_up_still_and_who_may_reply_nothing_any_more() -> None:
    who, late = guest("editor", own=(DAILY,)), BEGINS - HOUR
    seated = sign_up("editor", seat=Seat.SEATED)
    assert permissions.may(activity(), who, MONDAY) == ("reply", "sign_up")
    assert permissions.may(activity(), who, late) == ("reply",)
    assert permissions.may(activity(), who, late, seated) == ("reply", "sign_up")
    assert permissions.may(activity(), who, late, sign_up("editor", seat=Seat.SEATED, attended_at=late)) == ()


def test_what_has_not_begun_was_not_held_and_who_was_there_is_told_each() -> None:
    with pytest.raises(Conflict, match=r"activity\.not_begun"):
        moves.held(activity(), [], "liaison", BEGINS - HOUR)
    there = [sign_up(each, seat=Seat.SEATED, attended_at=BEGINS) for each in ("p1", "p2")]
    told = moves.held(activity(), there, "liaison", BEGINS + HOUR).events
    assert [each.account for each in told if isinstance(each, events.ActivityAttended)] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seat": Seat.WAITING}, "check_in.waiting"),
        ({"seat": Seat.NONE}, "check_in.no_seat"),
        ({"seat": Seat.SEATED, "attended_at": BEGINS}, "check_in.twice"),
    ],
)
def test_who_cannot_be_checked_in_is_told_why(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Conflict, match=code):
        arrivals.arrived(activity(), sign_up("p1", **changes), CheckedBy.HAND, "liaison", BEGINS)


def test_the_door_opens_before_it_begins_and_who_came_late_is_told_at_once() -> None:
    seated = sign_up("p1", seat=Seat.SEATED)
    with pytest.raises(Conflict, match=r"check_in\.early"):
        arrivals.arrived(activity(), seated, CheckedBy.CODE, "liaison", BEGINS - 4 * HOUR)
    over = activity(status=ActivityStatus.HELD)
    made = arrivals.arrived(over, seated, CheckedBy.HAND, "liaison", BEGINS + HOUR)
    assert [each.account for each in made.events] == ["p1"]
    with pytest.raises(Conflict, match=r"check_in\.told"):
        arrivals.undone(over, made.sign_up)
    assert arrivals.undone(activity(), made.sign_up).sign_up.attended_at is None


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        (datetime(2024, 2, 29, 1, tzinfo=UTC), datetime(2025, 2, 28, 1, tzinfo=UTC)),
        (datetime(2024, 10, 16, 1, tzinfo=UTC), datetime(2025, 10, 16, 1, tzinfo=UTC)),
        # At night here it is the day before in UTC.
        (datetime(2024, 2, 28, 17, tzinfo=UTC), datetime(2025, 2, 27, 17, tzinfo=UTC)),
    ],
)
def test_next_years_is_on_the_same_day_and_what_is_long_over_comes_in_the_first_year_ahead(
    begins: datetime, expected: datetime
) -> None:
    was = activity(starts_at=begins, ends_at=begins + HOUR, sign_up_until=begins, status=ActivityStatus.CLOSED)
    made = moves.repeated(was, "a2", "liaison", begins + HOUR).activity
    assert (made.id, made.status, made.announced_at, made.starts_at) == ("a2", ActivityStatus.DRAFT, None, expected)
    later = moves.repeated(was, "a2", "liaison", begins.replace(year=2031, day=1)).activity
    assert later.starts_at.year == 2031


def test_a_liaison_of_an_outlet_prepares_nothing() -> None:
    who = guest("editor", Role.LIAISON, own=(DAILY,))
    with pytest.raises(Forbidden, match="own_outlet_rules"):
        permissions.require_keeper(activity(), who)
    assert permissions.may(activity(), who, MONDAY) == ("reply", "sign_up")
    assert "announce" in permissions.may(activity(**DRAFT), guest("liaison", Role.LIAISON), MONDAY)
