"""The people (账号) of a bureau as the services know them, and why somebody cannot be put in charge of something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.context import POWERS, Role, effective, known_roles
from shared.errors import FieldProblem, Invalid
from shared.events import AccountState


@dataclass(frozen=True)
class Person:
    """The newest known state of an account. `roles` are its staff roles; `closed`: the person left."""

    id: str
    name: str = ""
    roles: frozenset[Role] = frozenset()
    closed: bool = False

    @property
    def keeps(self) -> bool:
        """Whether the person keeps the system, and so acts for no outlet."""
        return not POWERS.isdisjoint(self.roles)

    def may(self, *roles: Role) -> bool:
        """Whether the account is open and holds one of the roles."""
        return not self.closed and not self.roles.isdisjoint(roles)


def person_of(state: AccountState) -> Person:
    """The person of a fact; a role that is not known here (yet), or rests, is none."""
    return Person(state.id, state.name, effective(known_roles(state.roles)), state.closed)


def require_person(person: Person | None, pointer: str, *roles: Role) -> Person:
    """The person, if there is such an account, open, with one of the roles (none: whoever it is).

    Raises: Invalid at `pointer` with the rule that says why not.
    """
    if person is None:
        raise _unfit(pointer, "account.unknown")
    if person.closed:
        raise _unfit(pointer, "account.closed")
    if roles and not person.may(*roles):
        raise _unfit(pointer, "account.role", roles=sorted(roles))
    return person


def _unfit(pointer: str, rule: str, **params: Any) -> Invalid:
    return Invalid("validation", problems=[FieldProblem(pointer, rule, params)])
