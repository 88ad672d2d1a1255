"""The real chain over HTTP: gateway under gunicorn, outlet and notification service, a signed-in account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.load.cells import ACCEPT_LEVELS, LEVELS, Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.effects import Effects
from tests.load.figures import Sample
from tests.load.servers import Servers
from tests.load.system import System
from tests.load.traffic import new_registration

OUTLETS = "/v1/outlets"
WRITE = {"method": "POST", "paths": [OUTLETS], "register": True}
PROGRAMS = ("gateway", "outlet", "notification")


def cells(system: System) -> list[Cell]:
    """Reading one outlet and registering outlets."""
    system.run("outlet", "notification")
    person, servers = system.person(), system.servers
    clients = system.clients(person)
    read = reading(person.ask("POST", "/outlets", new_registration()[1])["id"])

    def get(level: int, seconds: float) -> Sample:
        return watched(servers, clients, Job(level, seconds, options=read), PROGRAMS)

    def post(level: int, seconds: float) -> Sample:
        return accepting(servers, clients, system.effects, Job(level, seconds, options=WRITE), PROGRAMS)

    made = [Cell("http_read", n, lambda seconds, n=n: get(n, seconds)) for n in LEVELS]  # type: ignore[misc]
    made += [Cell("http_write", n, lambda seconds, n=n: post(n, seconds)) for n in ACCEPT_LEVELS]  # type: ignore[misc]
    return made


def reading(outlet: str) -> dict[str, object]:
    """What a client is told to read an outlet."""
    return {"method": "GET", "paths": [f"{OUTLETS}/{outlet}"]}


def accepting(servers: Servers, clients: Sequence[Client], effects: Effects, job: Job, by: Sequence[str]) -> Sample:
    """Register outlets and wait until each has reached the second service, so that nothing is left behind."""

    def settle(sample: Sample) -> Sample:
        moments = effects.wait(id_ for id_, _ in sample.marks)
        missing = len(sample.marks) - len(moments)
        late = [moments[id_] - sent for id_, sent in sample.marks if id_ in moments]
        return replace(sample, effects=late, errors=sample.errors + missing)

    return watched(servers, clients, job, by, settle)
