"""Who left: substitutes for liaisons, members who no longer act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.outlet.domain import Outlet, departures, members
from services.outlet.domain.model import Member
from shared.context import Actor, Role
from shared.contracts.outlet_terms import OutletRole, Status
from shared.errors import Conflict, NotFound
from shared.events import LiaisonAssigned, LiaisonLeft, MemberAccountClosed, MemberAccountReopened
from shared.people import Person
from tests.services.outlet.makers import BUREAU, NOW, OWNER, verified

ROLE = frozenset({Role.LIAISON})
GONE = Person("liaison", roles=ROLE, closed=True)
ANNA, BOB = Person("anna", roles=ROLE), Person("bob", roles=ROLE)


def test_the_liaison_with_the_fewest_outlets_takes_over() -> None:
    (change,) = departures.follow(verified(), GONE, [ANNA, BOB], {"anna": 3, "bob": 2}, NOW)
    assert (change.outlet.liaison, change.outlet.left_by, change.by) == ("bob", "", "")
    assert change.details == {"liaison": "bob", "before": "liaison", "why": "closed"}
    (told,) = change.events
    assert isinstance(told, LiaisonAssigned)
    assert (told.liaison, told.outlet.liaison) == ("bob", "bob")


def test_of_equals_the_oldest_account_takes_over_and_who_has_none_first() -> None:
    assert departures.substitute(verified(), [BOB, ANNA], {"anna": 1, "bob": 1}) == "anna"
    assert departures.substitute(verified(), [BOB, ANNA], {"anna": 1}) == "bob"


@pytest.mark.parametrize(
    "unable", [replace(ANNA, closed=True), replace(ANNA, roles=frozenset()), replace(ANNA, id="owner")]
)
def test_where_nobody_can_take_over_it_is_told(unable: Person) -> None:
    (change,) = departures.follow(verified(), replace(GONE, closed=False, roles=frozenset()), [unable], {}, NOW)
    assert (change.outlet.liaison, change.outlet.left_by) == ("", "liaison")
    assert change.details["why"] == "role"
    (told,) = change.events
    assert isinstance(told, LiaisonLeft) and told.liaison == "liaison"


def test_who_still_may_stays_in_charge_and_closed_outlets_are_left_alone() -> None:
    assert departures.follow(verified(), replace(GONE, closed=False), [ANNA], {}, NOW) == []
    assert departures.follow(replace(verified(), status=Status.CLOSED), GONE, [ANNA], {}, NOW) == []
    assert departures.follow(verified(), replace(GONE, id="somebody"), [ANNA], {}, NOW) == []


def closed_owner(outlet: Outlet) -> Outlet:
    (change,) = departures.follow(outlet, Person("owner", closed=True), [], {}, NOW)
    (told,) = change.events
    assert isinstance(told, MemberAccountClosed)
    assert (told.account, told.owners) == ("owner", len(change.outlet.owners))
    return change.outlet


def test_a_member_whose_account_is_closed_no_longer_acts_until_it_is_opened_again() -> None:
    outlet = closed_owner(verified())
    assert outlet.owners == ()
    with pytest.raises(NotFound):
        members.leave(outlet, OWNER, NOW)
    assert departures.follow(outlet, Person("owner", closed=True), [], {}, NOW) == []
    (change,) = departures.follow(outlet, Person("owner"), [], {}, NOW)
    assert isinstance(change.events[0], MemberAccountReopened)
    assert [member.account for member in change.outlet.owners] == ["owner"]


def test_a_member_who_keeps_the_system_now_does_not_act_for_as_long() -> None:
    keeper = Person("owner", roles=frozenset({Role.ADMIN}))
    (change,) = departures.follow(verified(), keeper, [], {}, NOW)
    assert isinstance(change.events[0], MemberAccountClosed)
    assert change.outlet.owners == ()
    assert departures.follow(change.outlet, keeper, [], {}, NOW) == []
    (back,) = departures.follow(change.outlet, Person("owner", roles=ROLE), [], {}, NOW)
    assert isinstance(back.events[0], MemberAccountReopened)


def test_the_last_owner_who_can_act_stays() -> None:
    second = Member("second", "李强", OutletRole.OWNER, NOW)
    outlet = verified()
    outlet = closed_owner(replace(outlet, members=(*outlet.members, second)))
    with pytest.raises(Conflict, match="last_owner"):
        members.leave(outlet, Actor("second", BUREAU), NOW)
    assert members.remove(outlet, Actor("second", BUREAU), "owner", NOW).outlet.members == (second,)


def test_both_at_once_are_two_changes_of_one_outlet() -> None:
    outlet = replace(verified(), liaison="owner")
    changes = departures.follow(outlet, Person("owner", closed=True), [ANNA], {}, NOW)
    assert [change.outlet.version for change in changes] == [outlet.version + 1, outlet.version + 2]
    assert changes[-1].outlet.liaison == "anna"
    assert changes[-1].outlet.members[0].closed
