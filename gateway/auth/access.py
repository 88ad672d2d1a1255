"""Who may call an endpoint: declared once, at the endpoint; enforced here; told in the OpenAPI document as `x-roles`.

Owner and member of an outlet are known by the outlet service alone. An endpoint that lists them lets every
signed-in account through to the service, which decides by the object.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.auth.principal import Principal
from shared.context import BUSINESS_ROLES, STAFF_ROLES, Role
from shared.errors import Forbidden

PUBLIC_NAME = "public"
SIGNED_IN_NAME = "signed_in"


@dataclass(frozen=True)
class Access:
    """`public`: anybody, signed in or not. Otherwise one of `roles`, or any account when there are none.

    `temporary`: also with a temporary password, which is good for little else than being changed, and without the
    second factor that a role takes.
    """

    roles: frozenset[Role] = frozenset()
    public: bool = False
    temporary: bool = False

    @property
    def names(self) -> list[str]:
        """How the document tells it."""
        if self.public:
            return [PUBLIC_NAME]
        return sorted(self.roles) or [SIGNED_IN_NAME]

    def admits(self, principal: Principal) -> bool:
        """Whether the gateway lets an account through (the service may still refuse it)."""
        return not self.roles or not self.roles <= STAFF_ROLES or not self.roles.isdisjoint(principal.roles)


PUBLIC = Access(public=True)
SIGNED_IN = Access()
WITH_TEMPORARY = Access(temporary=True)
# Who does the bureau's business; and with them who keeps the system.
STAFF = Access(frozenset(BUSINESS_ROLES))
OFFICE = Access(frozenset(STAFF_ROLES))


def only(*roles: Role) -> Access:
    """Those who hold at least one of the roles."""
    return Access(frozenset(roles))


def require(access: Access, principal: Principal | None) -> None:
    """Raises: Forbidden when the account holds none of the roles, or must change its password or enrol first."""
    if principal is not None and principal.must_change_password and not access.temporary:
        raise Forbidden("auth.must_change_password")
    if principal is not None and principal.must_enrol and not access.temporary:
        raise Forbidden("auth.must_enrol")
    if principal is not None and not access.admits(principal):
        raise Forbidden("forbidden.role", roles=list(access.names))
