"""The whole chain, through every service of a work: how many works a second get from their draft to their points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deploy.local.processes import wait_for
from services import PROGRAMS, SERVICES
from shared.context import Role
from tests.load.cells import Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.figures import Sample
from tests.load.servers import START, Servers
from tests.load.system import Person, System
from tests.load.traffic import new_registration

LEVELS = (1, 16)
OUTLETS = 8
WORKS = 3  # that each connection brings through in a second's measurement
LONGEST = 60.0


@dataclass(frozen=True)
class Cast:
    """Who plays: an author with verified outlets, two reviewers, a liaison officer."""

    people: dict[str, Person]
    outlets: list[str]

    @property
    def options(self) -> dict[str, Any]:
        """What a client is told."""
        return {"tokens": {name: person.token for name, person in self.people.items()}, "outlets": self.outlets}


def cells(system: System) -> list[Cell]:
    """One work at a time, and several."""
    system.run(*SERVICES)
    players, servers = cast(system), system.servers
    client = servers.client("chain", "127.0.0.1", str(system.gateway))
    return chained(servers, client, players.options, "chain", PROGRAMS)


def chained(servers: Servers, client: Client, options: dict[str, Any], name: str, by: Sequence[str]) -> list[Cell]:
    """One work at a time, and several, by whoever the client asks: `by` are their processes."""
    client.run(Job(1, LONGEST, limit=1, options=options))  # what is done once is done

    def run(level: int, seconds: float) -> Sample:
        works = max(2, round(level * seconds * WORKS))
        return watched(servers, [client], Job(level, LONGEST, limit=works, options=options), by)

    return [Cell(name, n, lambda seconds, n=n: run(n, seconds)) for n in LEVELS]  # type: ignore[misc]


def cast(system: System, count: int = OUTLETS) -> Cast:
    """Everybody, and the outlets once every service knows them. Raises: OSError, StartError."""
    people = {
        "author": system.person(),
        "first": system.person(Role.REVIEWER_FIRST),
        "final": system.person(Role.REVIEWER_FINAL),
        "liaison": system.person(Role.LIAISON),
    }
    outlets = [people["author"].ask("POST", "/outlets", new_registration()[1])["id"] for _ in range(count)]
    for outlet in outlets:
        people["liaison"].ask("POST", f"/outlets/{outlet}/verification", {"licence_number": "国新网 3312026001"})
    for service in ("submission", "review", "scoring"):
        known = system.database(service)["outlets"]
        wanted = {"_id": {"$in": outlets}, "status": "verified"}
        wait_for(f"{service} to know the outlets", lambda: known.count_documents(wanted) == count, START)  # noqa: B023
    return Cast(people, outlets)
