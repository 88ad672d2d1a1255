"""Members and invitations. An outlet that has an owner always keeps one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.outlet.domain.deeds import Deed, entitled, require_another_owner, require_room
from services.outlet.domain.model import Change, Invitation, Member, Outlet
from services.outlet.domain.permissions import is_liaison, require_free
from services.outlet.domain.states import Act, after
from shared import events
from shared.context import Actor
from shared.contracts.outlet_terms import OutletRole
from shared.errors import Conflict, Forbidden, NotFound

VALID_FOR = timedelta(days=14)


def invite(outlet: Outlet, actor: Actor, invitation: Invitation, now: datetime) -> Change:
    """Invite somebody. A liaison can invite an owner, and only to an outlet that has none.

    Raises: Conflict when the account is a member or there are too many, Forbidden, NotFound.
    """
    entitled(actor, outlet, Deed.INVITE, now)
    if is_liaison(actor, outlet) and invitation.role is not OutletRole.OWNER:
        raise Forbidden("invitation.owner_first")
    if invitation.account and outlet.member(invitation.account):
        raise Conflict("member.exists")
    open_ = tuple(other for other in outlet.invitations if other.expires_at > now)
    new = outlet.evolve(now, invitations=(*open_, invitation))
    told = events.MemberInvited(
        new.state(), actor.account, invitation.id, invitation.role, invitation.expires_at, invitation.account
    )
    details = {"invitation": invitation.id, "role": invitation.role, "account": invitation.account}
    return Change(new, (told,), actor.account, invitation.note, details)


def revoke(outlet: Outlet, actor: Actor, id_: str, now: datetime) -> Change:
    """Take an invitation back. Raises: Conflict, Forbidden, NotFound."""
    entitled(actor, outlet, Deed.REVOKE_INVITATION, now)
    old = find_invitation(outlet, id_)
    new = outlet.evolve(now, invitations=_without(outlet, id_))
    told = events.InvitationRevoked(new.state(), actor.account, id_, old.account)
    return Change(new, (told,), actor.account, details={"invitation": id_, "account": old.account})


def accept(outlet: Outlet, actor: Actor, id_: str, now: datetime) -> Change:
    """Join by an invitation that the actor holds; it works once.

    Raises: NotFound (also when it names another account), Forbidden to who keeps the system, Conflict when it
    expired, the actor is a member already, or the outlet is full or closed.
    """
    invitation = find_invitation(outlet, id_)
    if outlet.bureau != actor.bureau or invitation.account not in {"", actor.account}:
        raise NotFound("invitation.not_found")
    require_free(actor)
    after(outlet, Act.CHANGE)
    if invitation.expires_at <= now:
        raise Conflict("invitation.expired")
    if outlet.member(actor.account):
        raise Conflict("member.exists")
    require_room(outlet)
    member = Member(actor.account, actor.name, invitation.role, now)
    liaison = "" if outlet.liaison == actor.account else outlet.liaison
    new = outlet.evolve(now, members=(*outlet.members, member), invitations=_without(outlet, id_), liaison=liaison)
    told = events.MemberJoined(new.state(), actor.account, actor.account, invitation.role)
    return Change(new, (told,), actor.account, details={"invitation": id_, "role": invitation.role})


def change_role(outlet: Outlet, actor: Actor, account: str, role: OutletRole, now: datetime) -> Change:
    """Give a member another role. Raises: Conflict for the last owner, Forbidden, NotFound."""
    entitled(actor, outlet, Deed.CHANGE_MEMBER_ROLE, now)
    member = _find(outlet, account)
    if member.role is role:
        return Change(outlet)
    require_another_owner(outlet, member)
    members = tuple(replace(m, role=role) if m.account == account else m for m in outlet.members)
    new = outlet.evolve(now, members=members)
    told = events.MemberRoleChanged(new.state(), actor.account, account, role)
    return Change(new, (told,), actor.account, details={"account": account, "role": role})


def remove(outlet: Outlet, actor: Actor, account: str, now: datetime) -> Change:
    """Remove a member, with the invitations that they made. Raises: Conflict for the last owner, Forbidden."""
    entitled(actor, outlet, Deed.REMOVE_MEMBER, now)
    return _removed(outlet, actor, account, now)


def leave(outlet: Outlet, actor: Actor, now: datetime) -> Change:
    """Leave, as above. Raises: Conflict for the last owner, Forbidden for staff who do not belong, NotFound."""
    entitled(actor, outlet, Deed.LEAVE, now)
    return _removed(outlet, actor, actor.account, now)


def find_invitation(outlet: Outlet, id_: str) -> Invitation:
    """An open invitation. Raises: NotFound."""
    found = next((invitation for invitation in outlet.invitations if invitation.id == id_), None)
    if found is None:
        raise NotFound("invitation.not_found")
    return found


def invited_by(outlet: Outlet, account: str) -> tuple[list[Invitation], tuple[Invitation, ...]]:
    """The open invitations that somebody made, and the others."""
    gone = [each for each in outlet.invitations if each.by == account]
    return gone, tuple(each for each in outlet.invitations if each not in gone)


def revoked(outlet: Outlet, gone: Sequence[Invitation], by: str) -> list[events.InvitationRevoked]:
    """What is told of invitations that are open no more."""
    return [events.InvitationRevoked(outlet.state(), by, each.id, each.account) for each in gone]


def _removed(outlet: Outlet, actor: Actor, account: str, now: datetime) -> Change:
    require_another_owner(outlet, _find(outlet, account))
    gone, kept = invited_by(outlet, account)
    new = outlet.evolve(now, members=tuple(m for m in outlet.members if m.account != account), invitations=kept)
    told = events.MemberRemoved(new.state(), actor.account, account)
    back = revoked(new, gone, actor.account)
    details = {"account": account} | ({"invitations": [each.id for each in gone]} if gone else {})
    return Change(new, (told, *back), actor.account, details=details)


def _find(outlet: Outlet, account: str) -> Member:
    member = outlet.member(account)
    if member is None:
        raise NotFound("member.not_found")
    return member


def _without(outlet: Outlet, id_: str) -> tuple[Invitation, ...]:
    return tuple(invitation for invitation in outlet.invitations if invitation.id != id_)
