"""What travels with every command and query from the gateway to a service.

The context says who asks, on whose behalf, until when, and under which ids the work is to be logged. It is
plain data: the gateway builds it, the messaging kernel carries it, services read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.errors import VersionMismatch


class Role(StrEnum):
    """Roles of DOMAIN.md. The two outlet roles are held per outlet and are known by the outlet service alone."""

    OUTLET_MEMBER = "outlet_member"
    OUTLET_OWNER = "outlet_owner"
    LIAISON = "liaison"
    REVIEWER_FIRST = "reviewer_first"
    REVIEWER_SECOND = "reviewer_second"
    REVIEWER_FINAL = "reviewer_final"
    SCORING_MANAGER = "scoring_manager"
    LEADER = "leader"
    ADMIN = "admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


ROLE_NAMES = frozenset(role.value for role in Role)
# Those that the bureau gives to its staff.
STAFF_ROLES = frozenset(Role) - {Role.OUTLET_MEMBER, Role.OUTLET_OWNER}
# Who keeps the system does no business in it: each of these is held alone, and with no outlet.
# Accounts and settings; roles, rules of review, locks; the trail.
POWERS = frozenset({Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
BUSINESS_ROLES = STAFF_ROLES - POWERS


def known_roles(names: Iterable[str]) -> frozenset[Role]:
    """The roles of these names. One that is not known here gives nothing: another version wrote it, and what it may do
    nobody here can say."""
    return frozenset(Role(name) for name in names if name in ROLE_NAMES)


def apart(roles: Collection[Role]) -> bool:
    """Whether one account may hold these: a power alone, or business roles."""
    return len(roles) < 2 or POWERS.isdisjoint(roles)


def effective(roles: frozenset[Role]) -> frozenset[Role]:
    """Which of an account's roles count. Accounts from before powers were apart may hold one beside business roles: the
    power alone counts then, and the others rest until somebody says which it shall be; of several powers the first."""
    held = [role for role in Role if role in roles & POWERS]
    return frozenset(held[:1]) or roles


@dataclass(frozen=True)
class Actor:
    """The signed-in account that asks. `roles` are its staff roles in `bureau` (empty for outlet people)."""

    account: str
    bureau: str
    roles: frozenset[Role] = frozenset()
    name: str = ""

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of the staff roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def keeps(self) -> bool:
        """Whether the actor keeps the system, and so does no business in it."""
        return self.has(*POWERS)

    @property
    def is_staff(self) -> bool:
        """Whether the actor does the bureau's business, in whatever role; who keeps the system does not."""
        return self.has(*BUSINESS_ROLES)


@dataclass(frozen=True)
class RequestContext:
    """One request. `key` is the idempotency key in its full scope (bureau, account, client's key)."""

    actor: Actor
    request_id: str
    traceparent: str = ""
    key: str | None = None
    fingerprint: str | None = None
    expected_version: int | None = None
    locale: str = "zh"
    deadline: float | None = None
    remote: str = ""

    @property
    def bureau(self) -> str:
        """The bureau that everything in this request belongs to."""
        return self.actor.bureau

    def require_version(self, actual: int) -> None:
        """Refuse when `If-Match` named another version. Raises: VersionMismatch."""
        if self.expected_version is not None and self.expected_version != actual:
            raise VersionMismatch("version_mismatch", expected=self.expected_version, actual=actual)

    def to_wire(self) -> dict[str, Any]:
        """The context as JSON data."""
        return {
            "actor": {
                "account": self.actor.account,
                "bureau": self.actor.bureau,
                "roles": sorted(self.actor.roles),
                "name": self.actor.name,
            },
            "request_id": self.request_id,
            "traceparent": self.traceparent,
            "key": self.key,
            "fingerprint": self.fingerprint,
            "expected_version": self.expected_version,
            "locale": self.locale,
            "deadline": self.deadline,
            "remote": self.remote,
        }

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> RequestContext:
        """Read what `to_wire` wrote. Raises: KeyError, ValueError or TypeError for anything else; a role that is not
        known here is none."""
        actor = data["actor"]
        roles = known_roles(actor["roles"])
        rest = {name: value for name, value in data.items() if name != "actor"}
        if not isinstance(rest.get("deadline"), int | float | None):
            raise TypeError("deadline")
        return cls(actor=Actor(actor["account"], actor["bureau"], roles, actor.get("name", "")), **rest)
