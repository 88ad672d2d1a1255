"""What somebody must get at an endpoint: the words of the tables in `access_<area>.py`.

Each table is `CASES`, "METHOD /path" → Case; `test_access` joins them and tries everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.context import Role
from tests.e2e.cast import BYSTANDERS, KEEPING, MEMBERS, PUBLIC, SIGNED_IN, STAFF, Cast, Where

Who = frozenset[str]
Body = dict[str, Any] | Callable[[Cast], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One endpoint. `double`: asked by somebody whom it may sign out, or make one of an outlet. `declared`: the roles
    that the endpoint declares, where they are not those of `ok`: the service is then stricter than the gateway.
    """

    ok: Who
    forbidden: Who = frozenset()
    where: Where = Cast.nothing
    body: Body | None = None
    upload: dict[str, Any] | None = None
    double: bool = False
    declared: frozenset[str] | None = None
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def status(self, name: str) -> str:
        """What somebody must get."""
        if name in self.ok:
            return "ok"
        if name in PUBLIC:
            return "401"
        return "403" if name in self.forbidden else "404"


def public(body: Body | None = None) -> Case:
    """Everybody may."""
    return Case(PUBLIC | SIGNED_IN, body=body)


def own(body: Body | None = None, **more: Any) -> Case:
    """Everybody who is signed in, about themselves."""
    return Case(SIGNED_IN, body=body, **more)


def bureau(*roles: str, where: Where = Cast.nothing, **more: Any) -> Case:
    """Roles of the bureau. Another bureau's account with the role is as good, but finds no object of this one."""
    allowed, passing = frozenset(roles), abroad(frozenset(more.get("declared") or roles))
    if where is Cast.nothing:
        allowed |= passing
    return Case(allowed, SIGNED_IN - allowed - passing, where, **more)


def abroad(roles: frozenset[str]) -> frozenset[str]:
    """Who of another bureau holds one of these roles there."""
    keeping = frozenset(f"foreign_{role}" for role in roles & KEEPING)
    return keeping | ({"foreign_staff"} if roles & STAFF else frozenset())


def seeing(*more: str, body: Body | None = None, declared: frozenset[str] | None = None) -> Case:
    """The outlet's members and the bureau's staff; some of them, if named."""
    allowed = frozenset(more) or MEMBERS | STAFF
    return Case(allowed, (MEMBERS | STAFF) - allowed, Cast.of_outlet, body, declared=declared)


def roles_of(case: Case) -> set[str]:
    """The roles that an endpoint would declare for a case."""
    if case.declared is not None:
        return set(case.declared)
    if case.ok >= PUBLIC:
        return {"public"}
    named = {Role.OUTLET_OWNER: "owner", Role.OUTLET_MEMBER: "member"}
    roles = {str(role) for role, name in named.items() if name in case.ok} | (case.ok & (STAFF | KEEPING))
    about_outlets = case.where in (Cast.of_outlet, Cast.of_invitation)
    return roles if about_outlets or BYSTANDERS & case.forbidden else {"signed_in"}
