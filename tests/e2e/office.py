"""A bureau of its own for what is done by pages: an outlet, and those who have to do with its works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.accounts import bootstrap
from shared.context import Role
from tests.e2e.people import PASSWORD, Data, People, Person, register, verify
from tests.e2e.stack import Stack


@dataclass(frozen=True)
class Office:
    """`outlet` is verified and belongs to `owner`."""

    owner: Person
    liaison: Person
    first: Person
    final: Person
    leader: Person
    outlet: Data


def office(stack: Stack, people: People, bureau: str, **outlet: Any) -> Office:
    """Made anew. `outlet`: what its registration says besides."""
    bootstrap(stack.db, bureau, f"公安局 {bureau}", "root", PASSWORD)
    roles = (Role.LIAISON, Role.REVIEWER_FIRST, Role.REVIEWER_FINAL, Role.LEADER)
    liaison, first, final, leader = (people.new(role, bureau=bureau, name=f"警官{role}") for role in roles)
    owner = people.new(bureau=bureau)
    return Office(owner, liaison, first, final, leader, verify(liaison, register(owner, **outlet)))
