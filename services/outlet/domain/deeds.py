"""What can be done to an outlet, who may, and in which state: the one place that commands and views ask.

Names are those of the commands of the contract. What a command finds wrong with what it is given it says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from services.outlet.domain.model import MAX_CHANNELS, MAX_INVITATIONS, MAX_MEMBERS, Member, Outlet
from services.outlet.domain.permissions import Do, require, require_sight, role_in
from services.outlet.domain.states import Act, after
from shared.clock import local_date
from shared.context import Actor
from shared.contracts.outlet_terms import OutletRole, Status
from shared.errors import Conflict, DomainError, Forbidden


class Deed(StrEnum):
    """A command about one outlet."""

    CHANGE_PROFILE = "change_profile"
    RESUBMIT = "resubmit"
    VERIFY = "verify"
    REVERIFY = "reverify"
    REJECT = "reject"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    CLOSE = "close"
    ASSIGN_LIAISON = "assign_liaison"
    ADD_CHANNEL = "add_channel"
    CHANGE_CHANNEL = "change_channel"
    REMOVE_CHANNEL = "remove_channel"
    VERIFY_CHANNEL = "verify_channel"
    UNVERIFY_CHANNEL = "unverify_channel"
    INVITE = "invite"
    REVOKE_INVITATION = "revoke_invitation"
    CHANGE_MEMBER_ROLE = "change_member_role"
    REMOVE_MEMBER = "remove_member"
    LEAVE = "leave"


# Who may, and what it is to the state.
RULES: Mapping[Deed, tuple[Do | None, Act]] = {
    Deed.CHANGE_PROFILE: (Do.MANAGE, Act.CHANGE),
    Deed.RESUBMIT: (Do.MANAGE, Act.RESUBMIT),
    Deed.VERIFY: (Do.RULE, Act.VERIFY),
    Deed.REVERIFY: (Do.RULE, Act.REVERIFY),
    Deed.REJECT: (Do.RULE, Act.REJECT),
    Deed.SUSPEND: (Do.RULE, Act.SUSPEND),
    Deed.REINSTATE: (Do.RULE, Act.REINSTATE),
    Deed.CLOSE: (Do.MANAGE, Act.CLOSE),
    Deed.ASSIGN_LIAISON: (Do.ASSIGN, Act.CHANGE),
    Deed.ADD_CHANNEL: (Do.MANAGE, Act.CHANGE),
    Deed.CHANGE_CHANNEL: (Do.MANAGE, Act.CHANGE),
    Deed.REMOVE_CHANNEL: (Do.MANAGE, Act.CHANGE),
    Deed.VERIFY_CHANNEL: (Do.RULE, Act.CHANGE),
    Deed.UNVERIFY_CHANNEL: (Do.RULE, Act.CHANGE),
    Deed.INVITE: (Do.INVITE, Act.CHANGE),
    Deed.REVOKE_INVITATION: (Do.INVITE, Act.CHANGE),
    Deed.CHANGE_MEMBER_ROLE: (Do.MEMBERS, Act.CHANGE),
    Deed.REMOVE_MEMBER: (Do.MEMBERS, Act.CHANGE),
    Deed.LEAVE: (None, Act.CHANGE),
}


def entitled(actor: Actor, outlet: Outlet, deed: Deed, now: datetime) -> Status:
    """The state that a deed leads to. Raises: NotFound, Forbidden, Conflict for who may not, or not now."""
    do, act = RULES[deed]
    if do is None:
        require_belonging(actor, outlet)
    else:
        require(actor, outlet, do)
    status = after(outlet, act)
    if deed in MORE:
        MORE[deed](actor, outlet, now)
    return status


def may(actor: Actor, outlet: Outlet, now: datetime) -> list[Deed]:
    """What somebody may do to an outlet as it is."""
    return [deed for deed in Deed if _entitled(actor, outlet, deed, now)]


def require_belonging(actor: Actor, outlet: Outlet) -> None:
    """For what one does as one of its people. Raises: NotFound, Forbidden."""
    require_sight(actor, outlet)
    if role_in(actor, outlet) is None:
        raise Forbidden("member.not_own")


def require_another_owner(outlet: Outlet, member: Member) -> None:
    """An outlet that has an owner keeps one. Raises: Conflict."""
    if member.role is OutletRole.OWNER and not [owner for owner in outlet.owners if owner != member]:
        raise Conflict("member.last_owner")


def require_room(outlet: Outlet) -> None:
    """Raises: Conflict when no member can be added."""
    if len(outlet.members) >= MAX_MEMBERS:
        raise Conflict("member.limit", max=MAX_MEMBERS)


def require_channels_left(outlet: Outlet) -> None:
    """Raises: Conflict when no channel can be added."""
    if len(outlet.channels) >= MAX_CHANNELS:
        raise Conflict("channel.limit", max=MAX_CHANNELS)


def _require_current(_actor: Actor, outlet: Outlet, now: datetime) -> None:
    """Raises: Conflict when the verification has ended: verify again."""
    if outlet.verified_until is None or outlet.verified_until < local_date(now):
        raise Conflict("outlet.verification_lapsed", until=str(outlet.verified_until))


def _require_inviting(_actor: Actor, outlet: Outlet, now: datetime) -> None:
    """Raises: Conflict when nobody more can be invited."""
    if sum(each.expires_at > now for each in outlet.invitations) >= MAX_INVITATIONS:
        raise Conflict("invitation.limit", max=MAX_INVITATIONS)
    require_room(outlet)


def _require_leaving(actor: Actor, outlet: Outlet, _now: datetime) -> None:
    member = outlet.member(actor.account)
    assert member is not None  # require_belonging has been asked
    require_another_owner(outlet, member)


MORE: Mapping[Deed, Callable[[Actor, Outlet, datetime], None]] = {
    Deed.REINSTATE: _require_current,
    Deed.ADD_CHANNEL: lambda _actor, outlet, _now: require_channels_left(outlet),
    Deed.INVITE: _require_inviting,
    Deed.LEAVE: _require_leaving,
}


def _entitled(actor: Actor, outlet: Outlet, deed: Deed, now: datetime) -> bool:
    try:
        entitled(actor, outlet, deed, now)
    except DomainError:
        return False
    return True
