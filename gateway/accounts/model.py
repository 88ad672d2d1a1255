"""What an account is, and the rules that hold for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from shared.context import POWERS, STAFF_ROLES, Actor, Role, apart, effective
from shared.errors import Conflict, FieldProblem, Forbidden, Invalid

Document = dict[str, Any]
# Names, staff numbers, phone numbers and e-mail addresses all serve; compared without letter case.
LOGIN: Final = r"[A-Za-z0-9][A-Za-z0-9._@-]{2,63}"
# GB/T 2260: a county has six digits, the first is never 0.
BUREAU_CODE: Final = r"[1-9][0-9]{5}"
# A bureau without one of these could not help itself.
NEEDED: Final = (Role.ADMIN, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class Account:
    """One person's account in one bureau. `version` is its ETag; sign-ins do not change it.

    `password` is an argon2id hash. `must_change`: the password is a temporary one. `origin` names the request that
    made the account, so that the same request sent again finds it. `told`: the other services have heard of it.
    `oidc_subject`: the outside identity that its owner linked, issuer and `sub` with a space between them.
    `second_factor`: a sign-in takes a code beside the password (`gateway.accounts.second_factors` has the secret).
    """

    id: str
    bureau: str
    login: str
    name: str
    password: str = field(repr=False)
    roles: frozenset[Role] = frozenset()
    email: str = ""
    disabled: bool = False
    must_change: bool = False
    oidc_subject: str = ""
    origin: str = ""
    version: int = 1
    told: bool = True
    created_at: datetime | None = None
    password_at: datetime | None = None
    second_factor: bool = False

    @property
    def effective(self) -> frozenset[Role]:
        """The roles that count: of a power beside others, from before these were apart, the power alone."""
        return effective(self.roles)

    @property
    def resting(self) -> frozenset[Role]:
        """Those that it holds and that do not count until somebody says which it shall be."""
        return self.roles - self.effective

    @property
    def powers(self) -> frozenset[Role]:
        """What it keeps of the system."""
        return self.roles & POWERS

    def keeps(self, power: Role) -> bool:
        """Whether somebody can sign in with it and use this power."""
        return power in self.effective and not self.disabled

    @property
    def address(self) -> str:
        """The e-mail address; empty also for one that could not be opened (`gateway.accounts.addresses`)."""
        return self.email if "@" in self.email else ""

    def view(self) -> dict[str, Any]:
        """What the API shows of an account."""
        return {
            "id": self.id,
            "bureau": self.bureau,
            "login": self.login,
            "name": self.name,
            "email": self.address,
            "roles": sorted(self.roles),
            "resting": sorted(self.resting),
            "disabled": self.disabled,
            "must_change_password": self.must_change,
            "second_factor": self.second_factor,
            "oidc_subject": self.oidc_subject,
            "created_at": self.created_at,
            "version": self.version,
        }

    def shown(self) -> dict[str, Any]:
        """What the bureau's staff see of an account that they meet by its id."""
        return {"id": self.id, "name": self.name, "roles": sorted(self.effective), "disabled": self.disabled}


def fold(login: str) -> str:
    """A login name in the one spelling that is stored and looked for."""
    return login.strip().casefold()


def is_login(text: str) -> bool:
    """Whether a text can be a login name."""
    return re.fullmatch(LOGIN, text) is not None


def is_bureau_code(text: str) -> bool:
    """Whether a text can be a bureau's code."""
    return re.fullmatch(BUREAU_CODE, text) is not None


def staff_roles(names: Iterable[str]) -> frozenset[Role]:
    """The roles of these names. Raises: Invalid for an outlet role: those are given by the outlet."""
    roles = frozenset(Role(name) for name in names)
    if foreign := roles - STAFF_ROLES:
        raise Invalid("validation", problems=[FieldProblem("/roles", "accounts.outlet_role", {"role": min(foreign)})])
    return roles


def changed(before: Account, data: Mapping[str, Any], by: Actor) -> Account:
    """An account as somebody changes it. `data`: its fields by name, roles as their names; what is left out stays.

    Raises: Forbidden for what is not theirs to change, Invalid at /roles.
    """
    fields = dict(data)
    if "roles" in fields:
        fields["roles"] = staff_roles(fields["roles"])
    require_part(before, fields, by.roles)
    if "roles" in fields:
        require_other_roles(before, fields["roles"], by.account)
    return replace(before, **fields)


def require_other_roles(before: Account, roles: frozenset[Role], by: str) -> None:
    """That somebody `by` may give an account these roles in place of those before: not one's own, and a power alone.

    Roles that stay as they are pass, whatever they are. Raises: Invalid at /roles.
    """
    if roles == before.roles:
        return
    if before.id == by:
        raise Invalid("validation", problems=[FieldProblem("/roles", "accounts.own_roles")])
    if not apart(roles):
        power = min(roles & POWERS)
        raise Invalid("validation", problems=[FieldProblem("/roles", "accounts.apart", {"role": power})])


def require_part(before: Account, fields: Mapping[str, Any], actor: Collection[Role]) -> None:
    """That who changes an account has this part of it: a security administrator its roles, an administrator the rest.

    Raises: Forbidden.
    """
    changed = {name for name, value in fields.items() if value != getattr(before, name)}
    if "roles" in changed and Role.SECURITY_ADMIN not in actor:
        raise Forbidden("accounts.roles_of_security")
    if changed - {"roles"} and Role.ADMIN not in actor:
        raise Forbidden("accounts.details_of_admin")


def lost(before: Account, after: Account) -> Role | None:
    """The power that nobody could use by this account any more and that a bureau cannot do without."""
    return next((each for each in NEEDED if before.keeps(each) and not after.keeps(each)), None)


def keep_one(power: Role, others: int) -> None:
    """Raises: Conflict when nobody else in the bureau has a power that it cannot do without."""
    if not others:
        raise Conflict("accounts.last_admin", role=power)
