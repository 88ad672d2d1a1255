"""Who is signed in. Made by `gateway.auth.bearer`, carried through the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.context import Actor, Role


@dataclass(frozen=True)
class Principal:
    """A signed-in account in one bureau. `roles` are its staff roles there; `session` is its sign-in.

    `must_change_password`: its password is temporary or too old. `must_enrol`: its role takes a second factor, and it
    has none yet. `proved_at`: when they last gave password or code there; nobody knows of an outside issuer's."""

    account: str
    bureau: str
    roles: frozenset[Role] = frozenset()
    name: str = ""
    session: str = ""
    must_change_password: bool = False
    must_enrol: bool = False
    proved_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """The same as the services see it."""
        return Actor(self.account, self.bureau, self.roles, self.name)
