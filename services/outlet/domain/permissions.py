"""Who may do what to one outlet.

Owner and member are roles in the outlet; the rest are staff roles of the bureau. A liaison who is a member of
an outlet is only that there: nobody rules on an outlet that they belong to.
"""

from __future__ import annotations

from enum import StrEnum

from services.outlet.domain.model import Outlet
from shared.context import BUSINESS_ROLES, Actor, Role
from shared.contracts.outlet_terms import OutletRole
from shared.errors import DomainError, Forbidden, NotFound


class Do(StrEnum):
    """Groups of actions that the same people may do."""

    MANAGE = "manage"  # profile, channels, sending it again, closing
    MEMBERS = "members"  # roles and removal
    INVITE = "invite"
    INVITATIONS = "invitations"  # see who is invited
    RULE = "rule"  # verify, reject, suspend, reinstate
    ASSIGN = "assign"  # who is in charge
    REVEAL = "reveal"  # personal data in full


def role_in(actor: Actor, outlet: Outlet) -> OutletRole | None:
    """What the actor is in the outlet; nothing while the account is closed."""
    member = outlet.member(actor.account)
    return member.role if member and not member.closed else None


def is_liaison(actor: Actor, outlet: Outlet) -> bool:
    """Whether the actor acts as liaison here."""
    return actor.has(Role.LIAISON) and outlet.member(actor.account) is None


def is_inside(actor: Actor, outlet: Outlet) -> bool:
    """Whether the actor looks at it as one of its own people, who are not told which officer ruled."""
    return outlet.member(actor.account) is not None


def require_sight(actor: Actor, outlet: Outlet) -> None:
    """Members see their outlet, staff see those of their bureau; to others it does not exist. Raises: NotFound."""
    if outlet.bureau != actor.bureau or not (actor.is_staff or role_in(actor, outlet)):
        raise NotFound("outlet.not_found")


def require(actor: Actor, outlet: Outlet, do: Do) -> None:
    """Raises: NotFound to whom the outlet is none of their business, Forbidden to who may only look."""
    require_sight(actor, outlet)
    owner = role_in(actor, outlet) is OutletRole.OWNER
    liaison = is_liaison(actor, outlet)
    allowed = {
        Do.MANAGE: owner or liaison,
        Do.MEMBERS: owner,
        Do.INVITE: owner or (liaison and not outlet.owners),
        Do.INVITATIONS: owner or liaison,
        Do.RULE: liaison,
        Do.ASSIGN: liaison or (actor.has(Role.LEADER) and outlet.member(actor.account) is None),
        Do.REVEAL: owner or liaison,
    }[do]
    if not allowed:
        own = do in (Do.RULE, Do.ASSIGN) and actor.has(Role.LIAISON, Role.LEADER)
        raise Forbidden("outlet.own_outlet" if own else f"outlet.forbidden.{do}")


def allows(actor: Actor, outlet: Outlet, do: Do) -> bool:
    """Whether `require` would not refuse."""
    try:
        require(actor, outlet, do)
    except DomainError:
        return False
    return True


def require_free(actor: Actor) -> None:
    """For who begins to act for an outlet. Raises: Forbidden to who keeps the system: nobody does both."""
    if actor.keeps:
        raise Forbidden("outlet.forbidden.power")


def require_staff(actor: Actor, *roles: Role) -> None:
    """For what concerns the bureau and no single outlet. Raises: Forbidden."""
    if not actor.has(*(roles or BUSINESS_ROLES)):
        raise Forbidden("outlet.forbidden.staff")
