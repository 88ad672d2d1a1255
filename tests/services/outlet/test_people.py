"""Members and invitations, channels and profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.outlet import schemas
from services.outlet.domain import Change, Channel, Outlet, change_profile, channels, departures, lifecycle, members
from services.outlet.domain.model import MAX_CHANNELS, MAX_INVITATIONS, MAX_MEMBERS, Invitation, Member
from shared import events
from shared.context import Actor, Role
from shared.contracts.outlet_terms import Category, OutletRole, Platform
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity.cipher import code_hash
from shared.people import Person
from tests.services.outlet.makers import (
    ADMIN,
    BUREAU,
    LIAISON,
    MEMBER,
    NOW,
    OWNER,
    SEALER,
    STRANGER,
    credit_code,
    registered,
    resident_id,
    verified,
)

GUEST = Actor("guest", BUREAU)
AFTER_14_DAYS = NOW + timedelta(days=14)


def invitation(
    outlet: Outlet, by: Actor = OWNER, role: OutletRole = OutletRole.MEMBER, account: str = ""
) -> Invitation:
    return SEALER.invitation(outlet, {"role": role, "account": account}, by.account, NOW)


def invited(outlet: Outlet, **options: Any) -> tuple[Outlet, str]:
    new = invitation(outlet, **options)
    return members.invite(outlet, OWNER, new, NOW).outlet, new.id


def with_member(role: OutletRole = OutletRole.MEMBER) -> Outlet:
    outlet, id_ = invited(registered(), role=role)
    return members.accept(outlet, MEMBER, id_, NOW).outlet


def ownerless() -> Outlet:
    return replace(registered(), members=())


def names(change: Change) -> list[str]:
    return [type(event).__name__ for event in change.events]


def refused(error: type[Exception], code: str, act: Any) -> None:
    with pytest.raises(error) as found:
        act()
    assert found.value.code == code  # type: ignore[attr-defined]


def test_an_invitation_is_accepted_once() -> None:
    outlet, id_ = invited(registered())
    change = members.accept(outlet, MEMBER, id_, NOW)
    assert names(change) == ["MemberJoined"]
    assert change.outlet.member("member") == Member("member", "李强", OutletRole.MEMBER, NOW)
    refused(NotFound, "invitation.not_found", lambda: members.accept(change.outlet, STRANGER, id_, NOW))


def test_of_a_code_only_the_hash_is_kept() -> None:
    outlet = registered()
    new = invitation(outlet)
    code = SEALER.code(outlet, new)
    assert new.code_hash == code_hash(code)
    assert code not in repr(outlet) + repr(new)
    assert SEALER.code(replace(outlet, id="other"), new) != code


def test_an_invitation_ends_after_14_days() -> None:
    outlet, id_ = invited(registered())
    assert members.accept(outlet, MEMBER, id_, AFTER_14_DAYS - timedelta(seconds=1)).events
    refused(Conflict, "invitation.expired", lambda: members.accept(outlet, MEMBER, id_, AFTER_14_DAYS))


def test_an_invitation_of_an_account_is_for_that_account() -> None:
    outlet, id_ = invited(registered(), account="member")
    refused(NotFound, "invitation.not_found", lambda: members.accept(outlet, STRANGER, id_, NOW))
    elsewhere = replace(MEMBER, bureau="330106")
    refused(NotFound, "invitation.not_found", lambda: members.accept(outlet, elsewhere, id_, NOW))
    assert members.accept(outlet, MEMBER, id_, NOW).events


def test_who_keeps_the_system_joins_no_outlet() -> None:
    outlet, id_ = invited(registered())
    keeper = replace(MEMBER, roles=frozenset({Role.ADMIN}))
    refused(Forbidden, "outlet.forbidden.power", lambda: members.accept(outlet, keeper, id_, NOW))


def test_a_member_is_not_invited_again_and_does_not_join_twice() -> None:
    outlet = with_member()
    refused(Conflict, "member.exists", lambda: members.invite(outlet, OWNER, invitation(outlet, account="member"), NOW))
    more, id_ = invited(outlet)
    refused(Conflict, "member.exists", lambda: members.accept(more, MEMBER, id_, NOW))


def test_a_revoked_invitation_is_gone() -> None:
    outlet, id_ = invited(registered())
    change = members.revoke(outlet, OWNER, id_, NOW)
    assert names(change) == ["InvitationRevoked"]
    refused(NotFound, "invitation.not_found", lambda: members.accept(change.outlet, MEMBER, id_, NOW))
    refused(NotFound, "invitation.not_found", lambda: members.revoke(change.outlet, OWNER, id_, NOW))


def test_limits_of_members_and_invitations() -> None:
    outlet = registered()
    for _ in range(MAX_INVITATIONS):
        outlet, id_ = invited(outlet)
    refused(Conflict, "invitation.limit", lambda: members.invite(outlet, OWNER, invitation(outlet), NOW))
    later = members.invite(outlet, OWNER, invitation(outlet), AFTER_14_DAYS).outlet
    assert len(later.invitations) == 1
    crowd = tuple(Member(f"m{n}", "", OutletRole.MEMBER, NOW) for n in range(MAX_MEMBERS - 1))
    full = replace(outlet, members=outlet.members + crowd)
    refused(Conflict, "member.limit", lambda: members.accept(full, MEMBER, id_, NOW))
    refused(Conflict, "member.limit", lambda: members.invite(full, OWNER, invitation(full), AFTER_14_DAYS))


def test_a_liaison_invites_an_owner_where_there_is_none() -> None:
    outlet = ownerless()
    owner = invitation(outlet, by=LIAISON, role=OutletRole.OWNER)
    change = members.invite(outlet, LIAISON, owner, NOW)
    assert members.accept(change.outlet, OWNER, owner.id, NOW).outlet.owners
    refused(Forbidden, "invitation.owner_first", lambda: members.invite(outlet, LIAISON, invitation(outlet), NOW))
    owned = registered()
    refused(Forbidden, "outlet.forbidden.invite", lambda: members.invite(owned, LIAISON, invitation(owned), NOW))


def test_a_liaison_who_joins_is_no_longer_in_charge() -> None:
    outlet, id_ = invited(replace(registered(), liaison="liaison"))
    assert members.accept(outlet, LIAISON, id_, NOW).outlet.liaison == ""


def test_roles_change_and_the_last_owner_stays() -> None:
    outlet = with_member()
    demote = lambda o, account: members.change_role(o, OWNER, account, OutletRole.MEMBER, NOW)  # noqa: E731
    refused(Conflict, "member.last_owner", lambda: demote(outlet, "owner"))
    refused(Conflict, "member.last_owner", lambda: members.leave(outlet, OWNER, NOW))
    refused(Conflict, "member.last_owner", lambda: members.remove(outlet, OWNER, "owner", NOW))
    change = members.change_role(outlet, OWNER, "member", OutletRole.OWNER, NOW)
    assert names(change) == ["MemberRoleChanged"] and len(change.outlet.owners) == 2
    assert names(demote(change.outlet, "owner")) == ["MemberRoleChanged"]
    assert members.change_role(outlet, OWNER, "member", OutletRole.MEMBER, NOW).events == ()
    refused(NotFound, "member.not_found", lambda: demote(outlet, "nobody"))


def test_members_leave_and_are_removed() -> None:
    outlet = with_member()
    assert names(members.leave(outlet, MEMBER, NOW)) == ["MemberRemoved"]
    assert members.remove(outlet, OWNER, "member", NOW).outlet.member("member") is None
    refused(Forbidden, "outlet.forbidden.members", lambda: members.remove(outlet, MEMBER, "owner", NOW))
    refused(Forbidden, "member.not_own", lambda: members.leave(outlet, LIAISON, NOW))
    refused(NotFound, "outlet.not_found", lambda: members.leave(outlet, STRANGER, NOW))


def test_nobody_joins_by_who_was_removed_left_or_has_no_account_any_more() -> None:
    owners = members.change_role(with_member(), OWNER, "member", OutletRole.OWNER, NOW).outlet
    theirs = invitation(owners, MEMBER, account="guest")
    outlet = members.invite(owners, MEMBER, theirs, NOW).outlet
    outlet = members.invite(outlet, OWNER, invitation(outlet), NOW).outlet
    left = Person("member", closed=True)
    for change in (
        members.remove(outlet, OWNER, "member", NOW),
        members.leave(outlet, MEMBER, NOW),
        departures.follow(outlet, left, [], {}, NOW)[0],
    ):
        assert [each.by for each in change.outlet.invitations] == ["owner"]
        told = [each for each in change.events if isinstance(each, events.InvitationRevoked)]
        assert [(each.invitation, each.account) for each in told] == [(theirs.id, "guest")]
        accept = partial(members.accept, change.outlet, GUEST, theirs.id, NOW)
        refused(NotFound, "invitation.not_found", accept)


def test_what_somebody_did_for_the_bureau_is_not_told_when_they_have_joined() -> None:
    ruled = {"version": 2, "what": "OutletVerified", "by": "member", "at": NOW, "status": "verified", "reason": ""}
    entry = ruled | {"details": {}}
    later = NOW + timedelta(days=1)
    for kept, people, seen in (
        (entry | {"inside": False}, {"member": NOW}, ""),
        (entry | {"inside": True}, {}, "member"),
        (entry, {"member": later}, ""),
        (entry, {"member": NOW}, "member"),
        (entry, {"member": None}, "member"),
        (entry, None, "member"),
    ):
        assert schemas.history_view(kept, people)["by"] == seen


def channel(name: str = "新号", **changes: Any) -> Channel:
    return Channel(**{"id": name, "platform": Platform.WEIBO, "account_name": name} | changes)


def test_channels_are_added_changed_and_removed() -> None:
    outlet = channels.add(registered(), OWNER, channel(), NOW).outlet
    assert len(outlet.channels) == 2
    change = channels.change(outlet, OWNER, "新号", {"followers": 5}, NOW)
    assert names(change) == ["ChannelChanged"] and change.outlet.channels[1].followers == 5
    assert channels.change(outlet, OWNER, "新号", {"followers": 0}, NOW).events == ()
    change = channels.remove(outlet, OWNER, "新号", NOW)
    assert names(change) == ["ChannelRemoved"] and len(change.outlet.channels) == 1
    refused(NotFound, "channel.not_found", lambda: channels.remove(change.outlet, OWNER, "新号", NOW))


def test_an_account_is_one_channel() -> None:
    outlet = channels.add(registered(), OWNER, channel(), NOW).outlet
    refused(Conflict, "channel.exists", lambda: channels.add(outlet, OWNER, channel(" 新号 ", id="2"), NOW))
    outlet = channels.add(outlet, OWNER, channel("别的"), NOW).outlet
    rename = {"account_name": "新号"}
    refused(Conflict, "channel.exists", lambda: channels.change(outlet, OWNER, "别的", rename, NOW))


def test_a_hundred_channels_are_the_limit() -> None:
    many = tuple(channel(f"c{n}") for n in range(MAX_CHANNELS))
    outlet = replace(registered(), channels=many)
    refused(Conflict, "channel.limit", lambda: channels.add(outlet, OWNER, channel(), NOW))


@pytest.mark.parametrize(("actor", "error"), [(MEMBER, Forbidden), (ADMIN, NotFound), (STRANGER, NotFound)])
def test_who_may_not_manage(actor: Actor, error: type[Exception]) -> None:
    outlet = with_member()
    with pytest.raises(error):
        channels.add(outlet, actor, channel(), NOW)
    with pytest.raises(error):
        change_profile(outlet, actor, {"region": "西兴"}, NOW)


def test_a_profile_change_tells_what_changed_and_not_to_what() -> None:
    outlet = registered()
    change = change_profile(outlet, OWNER, {"region": "西兴", "name": outlet.name}, NOW)
    assert change.events[0].changed == ("region",)  # type: ignore[attr-defined]
    assert change.details == {"changed": ("region",), "before": {"region": "浦沿"}}
    assert change_profile(outlet, OWNER, {"region": "浦沿"}, NOW).events == ()


def test_the_same_phone_again_is_no_change() -> None:
    outlet = registered()
    id_ = outlet.contacts[0].id
    again = SEALER.contacts([{"id": id_, "phone": "13934841887"}], outlet)
    assert change_profile(outlet, OWNER, {"contacts": again}, NOW).events == ()
    other = SEALER.contacts([{"id": id_, "phone": "13934841888", "email": None}], outlet)
    change = change_profile(outlet, OWNER, {"contacts": other}, NOW)
    assert change.outlet.contacts[0].email is None and change.outlet.contacts[0].name == "刘勇"
    assert "before" not in change.details


@pytest.mark.parametrize("ids", [["x"], [0, 0]])
def test_an_unknown_contact_is_refused(ids: list[Any]) -> None:
    outlet = registered()
    items = [{"id": outlet.contacts[0].id if id_ == 0 else id_} for id_ in ids]
    with pytest.raises(Invalid) as found:
        SEALER.contacts(items, outlet)
    assert found.value.problems[-1].rule == "contact.unknown"


@pytest.mark.parametrize("values", [{"credit_code": credit_code(2)}, {"name": "人民日报"}])
def test_a_verified_identity_is_changed_by_a_liaison_alone(values: dict[str, str]) -> None:
    refused(Forbidden, "outlet.identity_fixed", lambda: change_profile(verified(), OWNER, values, NOW))
    assert change_profile(verified(), LIAISON, values, NOW).events
    assert change_profile(registered(), OWNER, values, NOW).events
    assert change_profile(verified(), OWNER, {"credit_code": credit_code(), "region": "西兴"}, NOW).events


def test_a_change_of_identity_keeps_the_rules_of_the_category() -> None:
    operator = SEALER.operator({"name": "王", "id_number": resident_id()}, BUREAU, "o")
    outlet = change_profile(registered(), OWNER, {"credit_code": "", "operator": operator}, NOW).outlet
    refused(Invalid, "outlet.identity", lambda: change_profile(outlet, OWNER, {"operator": None}, NOW))
    refused(Invalid, "outlet.identity", lambda: change_profile(outlet, OWNER, {"category": Category.DEPARTMENT}, NOW))


def test_nothing_is_changed_about_a_closed_outlet() -> None:
    outlet = lifecycle.close(with_member(), OWNER, "停更", NOW).outlet
    assert outlet.invitations == ()
    for act in (
        lambda: channels.add(outlet, OWNER, channel(), NOW),
        lambda: change_profile(outlet, OWNER, {"region": "西兴"}, NOW),
        lambda: members.invite(outlet, OWNER, invitation(outlet), NOW),
        lambda: members.leave(outlet, MEMBER, NOW),
    ):
        refused(Conflict, "outlet.closed", act)
