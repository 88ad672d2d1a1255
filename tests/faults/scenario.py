"""A scenario: a number, a name, a function from a stage to findings."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from deploy.local.servers import Database
from tests.faults.checker import Findings
from tests.faults.load import Load
from tests.faults.web import WebWorld
from tests.faults.world import World
from tests.support.servers import Servers

W = TypeVar("W", bound=World)


@dataclass
class Stage:
    """What a scenario is given. `short` asks for the same faults in fewer rounds and shorter times."""

    servers: Servers
    home: Path
    seed: int
    short: bool = False
    minutes: float = 10.0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def world(self, database: Database | None = None) -> AbstractContextManager[World]:
        """A world that leaves nothing behind; the servers run again, whatever was done to them."""
        return self.left_clean(World(self.servers, self.home, database))

    def web(
        self, deadline: float = 5.0, database: Database | None = None, **gateway: str
    ) -> AbstractContextManager[WebWorld]:
        """The same with a gateway before it, whose calls end within `deadline` seconds; `gateway`: more settings."""
        return self.left_clean(WebWorld(self.servers, self.home, database, deadline, **gateway))

    @contextmanager
    def left_clean(self, world: W) -> Iterator[W]:
        """Leave nothing behind of a world, and the servers running."""
        try:
            yield world
        finally:
            self.servers.restore()
            world.close()

    def load(self, world: World, limit: int | None = None, **options: Any) -> Load:
        """Commands, under way; in a short run fewer, as each is work for three services and both servers."""
        options.setdefault("pace", 0.1 if self.short else 0.02)
        return Load(world.driver, limit=limit, **options).start()

    def rounds(self, full: int, short: int) -> int:
        """How often to repeat a fault."""
        return short if self.short else full


Run = Callable[[Stage], Findings]


@dataclass(frozen=True)
class Scenario:
    """One entry of the catalogue."""

    number: int
    title: str
    run: Run
    short: bool


CATALOGUE: dict[int, Scenario] = {}


def scenario(number: int, title: str, *, short: bool = False) -> Callable[[Run], Run]:
    """Put a function into the catalogue. `short`: part of `make test`."""

    def register(run: Run) -> Run:
        assert number not in CATALOGUE, f"scenario {number} is there already"
        CATALOGUE[number] = Scenario(number, title, run, short)
        return run

    return register
