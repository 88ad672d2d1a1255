"""What a view says that one may do is what the rules let one do: everybody, in every state, with every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.outlet.domain import Channel, Outlet, change_profile, channels, deeds, lifecycle, members, vouching
from services.outlet.domain.deeds import Deed
from services.outlet.domain.model import MAX_CHANNELS, MAX_MEMBERS, ChannelVerification, Member
from shared.context import Actor, Role
from shared.contracts.outlet_terms import Level, OutletRole, Platform, ReasonCode, Status
from shared.errors import DomainError
from shared.people import Person
from tests.services.outlet.makers import (
    ADMIN,
    BUREAU,
    FOREIGN,
    LEADER,
    LIAISON,
    MEMBER,
    NOW,
    OWNER,
    SEALER,
    STRANGER,
    proof_of,
    registered,
    verified,
)

INSIDER = Actor("member", BUREAU, frozenset({Role.LIAISON, Role.LEADER}))
PEOPLE = {
    "owner": OWNER, "member": MEMBER, "liaison": LIAISON, "admin": ADMIN, "leader": LEADER, "insider": INSIDER,
    "stranger": STRANGER, "foreign": FOREIGN,
}  # fmt: skip


def peopled(outlet: Outlet) -> Outlet:
    """With a second owner's place empty, a member, an open invitation and a verified channel."""
    invitation = SEALER.invitation(outlet, {"role": OutletRole.OWNER}, "owner", NOW)
    vouched = ChannelVerification("liaison", NOW, Level.SELF)
    first, *rest = outlet.channels
    return replace(
        outlet,
        members=(*outlet.members, Member("member", "李强", OutletRole.MEMBER, NOW)),
        invitations=(invitation,),
        channels=(replace(first, verification=vouched), *rest),
    )


def states() -> dict[str, Outlet]:
    good = peopled(verified())
    lapsed = replace(good, status=Status.SUSPENDED, reason_code=ReasonCode.VERIFICATION_LAPSED)
    assert good.verification
    old = replace(good.verification, until=good.verification.on - timedelta(days=1))
    return {
        "pending": peopled(registered()),
        "rejected": replace(peopled(registered()), status=Status.REJECTED),
        "verified": good,
        "suspended": replace(good, status=Status.SUSPENDED, reason_code=ReasonCode.RULED),
        "lapsed": replace(lapsed, verification=old),
        "closed": replace(good, status=Status.CLOSED),
        "two owners": replace(
            good, members=tuple(replace(each, role=OutletRole.OWNER) for each in good.members)
        ),
        "no owner": replace(good, members=tuple(each for each in good.members if each.account != "owner")),
        "full": replace(
            good,
            members=(*good.members, *(Member(f"m{n}", "", OutletRole.MEMBER, NOW) for n in range(MAX_MEMBERS))),
            channels=(*good.channels, *(Channel(f"c{n}", Platform.WEIBO, f"a{n}") for n in range(MAX_CHANNELS))),
        ),
    }  # fmt: skip


def called(outlet: Outlet, actor: Actor) -> dict[Deed, Callable[[], Any]]:
    """Each command with what would be right."""
    channel = outlet.channels[0].id
    new = Channel("new", Platform.DOUYIN, "新号")
    invitation = SEALER.invitation(outlet, {"role": OutletRole.OWNER}, actor.account, NOW)
    person = Person("other", "", frozenset({Role.LIAISON}))
    other = "member" if actor.account != "member" else "owner"
    return {
        Deed.CHANGE_PROFILE: lambda: change_profile(outlet, actor, {"region": "西兴"}, NOW),
        Deed.RESUBMIT: lambda: lifecycle.resubmit(outlet, actor, "", NOW),
        Deed.VERIFY: lambda: lifecycle.verify(outlet, actor, proof_of(outlet), NOW),
        Deed.REVERIFY: lambda: lifecycle.reverify(outlet, actor, proof_of(outlet), NOW),
        Deed.REJECT: lambda: lifecycle.reject(outlet, actor, "x", NOW),
        Deed.SUSPEND: lambda: lifecycle.suspend(outlet, actor, "x", NOW),
        Deed.REINSTATE: lambda: lifecycle.reinstate(outlet, actor, "x", NOW),
        Deed.CLOSE: lambda: lifecycle.close(outlet, actor, "x", NOW),
        Deed.ASSIGN_LIAISON: lambda: lifecycle.assign_liaison(outlet, actor, person, NOW),
        Deed.ADD_CHANNEL: lambda: channels.add(outlet, actor, new, NOW),
        Deed.CHANGE_CHANNEL: lambda: channels.change(outlet, actor, channel, {"followers": 9}, NOW),
        Deed.REMOVE_CHANNEL: lambda: channels.remove(outlet, actor, channel, NOW),
        Deed.VERIFY_CHANNEL: lambda: vouching.verify(
            outlet, actor, channel, ChannelVerification(actor.account, NOW, Level.SELF), NOW
        ),
        Deed.UNVERIFY_CHANNEL: lambda: vouching.unverify(outlet, actor, channel, "x", NOW),
        Deed.INVITE: lambda: members.invite(outlet, actor, invitation, NOW),
        Deed.REVOKE_INVITATION: lambda: members.revoke(outlet, actor, outlet.invitations[0].id, NOW),
        Deed.CHANGE_MEMBER_ROLE: lambda: members.change_role(outlet, actor, other, OutletRole.OWNER, NOW),
        Deed.REMOVE_MEMBER: lambda: members.remove(outlet, actor, other, NOW),
        Deed.LEAVE: lambda: members.leave(outlet, actor, NOW),
    }


def allowed(command: Callable[[], Any]) -> bool:
    try:
        command()
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", states())
def test_may_is_what_the_rules_allow(state: str, who: str) -> None:
    outlet, actor = states()[state], PEOPLE[who]
    found = {deed for deed, command in called(outlet, actor).items() if allowed(command)}
    assert set(deeds.may(actor, outlet, NOW)) == found


def test_some_of_it_in_words() -> None:
    good = states()["verified"]
    assert Deed.SUSPEND in deeds.may(LIAISON, good, NOW) and Deed.SUSPEND not in deeds.may(OWNER, good, NOW)
    assert deeds.may(MEMBER, good, NOW) == [Deed.LEAVE]
    assert Deed.LEAVE not in deeds.may(OWNER, good, NOW)
    assert Deed.LEAVE in deeds.may(OWNER, states()["two owners"], NOW)
    assert Deed.REINSTATE not in deeds.may(LIAISON, states()["lapsed"], NOW)
    assert deeds.may(LEADER, good, NOW) == [Deed.ASSIGN_LIAISON]
    assert deeds.may(ADMIN, good, NOW) == deeds.may(STRANGER, good, NOW) == deeds.may(FOREIGN, good, NOW) == []
    assert deeds.may(OWNER, states()["closed"], NOW) == []
