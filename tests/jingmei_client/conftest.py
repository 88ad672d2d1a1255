"""The client against the whole system, straight and through a bad network; and against a peer that notes requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from jingmei_client import Client, Retry
from tests.e2e.conftest import people, stack
from tests.e2e.people import Person
from tests.e2e.stack import Stack
from tests.jingmei_client.faulty import FaultyProxy

__all__ = ["people", "stack"]

# As in the field, without long waits.
QUICK = Retry(base=0.01, most=0.05)
ClientOf = Callable[..., Client]


@pytest.fixture
def proxy(stack: Stack) -> Iterator[FaultyProxy]:
    """A bad network between client and gateway."""
    with FaultyProxy(stack.url) as running:
        yield running


@pytest.fixture
def client_of(stack: Stack) -> Iterator[ClientOf]:
    """A client of somebody's: `client_of(person)`, elsewhere with `url=`."""
    made: list[Client] = []

    def make(person: Person | None = None, url: str = "", **options: object) -> Client:
        given = {"retry": QUICK, "language": "en", "token": person.token if person else "", **options}
        made.append(Client(url or stack.url, **given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()
