"""Who asks, as one process tells it to another that may be of another version."""

from __future__ import annotations

import pytest

from shared.context import Actor, RequestContext, Role, apart, effective, known_roles


def test_a_request_is_read_as_it_was_written() -> None:
    told = RequestContext(Actor("a", "330108", frozenset({Role.LEADER}), "李静"), "request-1", deadline=1.5)
    assert RequestContext.from_wire(told.to_wire()) == told


def test_a_role_of_another_version_gives_nothing_and_takes_nothing() -> None:
    told = RequestContext(Actor("a", "330108", frozenset({Role.LEADER})), "request-1").to_wire()
    told["actor"]["roles"] = ["archivist", "leader"]
    assert RequestContext.from_wire(told).actor.roles == {Role.LEADER}
    assert known_roles(["archivist"]) == frozenset()


def test_what_is_no_request_is_none() -> None:
    told = RequestContext(Actor("a", "330108"), "request-1").to_wire()
    with pytest.raises(KeyError):
        RequestContext.from_wire({name: value for name, value in told.items() if name != "actor"})
    with pytest.raises(TypeError):
        RequestContext.from_wire({**told, "deadline": "tomorrow"})


def test_of_a_power_beside_others_the_power_alone_counts() -> None:
    business, both = frozenset({Role.LEADER, Role.LIAISON}), frozenset({Role.ADMIN, Role.LEADER})
    assert (apart(business), apart(both), apart({Role.ADMIN}), apart(())) == (True, False, True, True)
    assert effective(both) == {Role.ADMIN}
    assert (effective(business), effective(frozenset())) == (business, frozenset())
    assert not Actor("a", "330108", frozenset({Role.ADMIN})).is_staff
