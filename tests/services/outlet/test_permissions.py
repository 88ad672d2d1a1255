"""Who may do what: every group of actions with every kind of person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.outlet.domain import Do, members, permissions
from shared.context import BUSINESS_ROLES, Actor, Role
from shared.contracts.outlet_terms import OutletRole
from shared.errors import Forbidden, NotFound
from tests.services.outlet.makers import (
    ADMIN,
    BUREAU,
    FOREIGN,
    LEADER,
    LIAISON,
    MEMBER,
    NOW,
    OWNER,
    REVIEWER,
    SEALER,
    STRANGER,
    registered,
)

INSIDER = Actor("member", BUREAU, frozenset({Role.LIAISON, Role.LEADER}))
MAY = {
    "owner": set(Do) - {Do.RULE, Do.ASSIGN},
    "member": set(),
    "liaison": {Do.MANAGE, Do.RULE, Do.ASSIGN, Do.REVEAL, Do.INVITATIONS},
    "leader": {Do.ASSIGN},
    "reviewer": set(),
    "insider": set(),
}
PEOPLE = {
    "owner": OWNER,
    "member": MEMBER,
    "liaison": LIAISON,
    "leader": LEADER,
    "reviewer": REVIEWER,
    "insider": INSIDER,
}


def outlet():  # type: ignore[no-untyped-def]
    first = registered()
    new = SEALER.invitation(first, {"role": OutletRole.MEMBER}, "owner", NOW)
    return members.accept(members.invite(first, OWNER, new, NOW).outlet, MEMBER, new.id, NOW).outlet


@pytest.mark.parametrize("do", Do)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_matrix(who: str, do: Do) -> None:
    if do in MAY[who]:
        assert permissions.require(PEOPLE[who], outlet(), do) is None
        return
    with pytest.raises(Forbidden):
        permissions.require(PEOPLE[who], outlet(), do)


@pytest.mark.parametrize("do", Do)
@pytest.mark.parametrize("actor", [STRANGER, FOREIGN, replace(OWNER, bureau="330106")])
def test_for_others_it_does_not_exist(actor: Actor, do: Do) -> None:
    with pytest.raises(NotFound):
        permissions.require(actor, outlet(), do)
    with pytest.raises(NotFound):
        permissions.require_sight(actor, outlet())


@pytest.mark.parametrize("role", sorted(BUSINESS_ROLES))
def test_all_staff_may_look(role: Role) -> None:
    assert permissions.require_sight(Actor("x", BUREAU, frozenset({role})), outlet()) is None


def test_who_keeps_the_system_does_not_see_it() -> None:
    with pytest.raises(NotFound):
        permissions.require_sight(ADMIN, outlet())


def test_a_liaison_invites_only_where_no_owner_is() -> None:
    with pytest.raises(Forbidden):
        permissions.require(LIAISON, outlet(), Do.INVITE)
    assert permissions.require(LIAISON, replace(outlet(), members=()), Do.INVITE) is None


def test_what_is_of_the_bureau_is_for_its_staff() -> None:
    assert permissions.require_staff(REVIEWER) is None
    assert permissions.require_staff(LIAISON, Role.LIAISON) is None
    for actor, roles in ((STRANGER, ()), (ADMIN, (Role.LIAISON,))):
        with pytest.raises(Forbidden):
            permissions.require_staff(actor, *roles)
