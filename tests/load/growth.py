"""What may grow: a ranking by its outlets, a list by its works."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from services import PROGRAMS, SERVICES
from shared.context import Role
from tests.load import filling
from tests.load.cells import Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.figures import Sample
from tests.load.system import Person, System

OUTLETS, WORKS = (100, 10_000, 100_000), (1_000, 100_000)
FEWER_OUTLETS, FEWER_WORKS = (100, 1_000, 10_000), (1_000, 10_000)
AT_ONCE = 4
PAGE = 20


def cells(system: System, *, less: bool) -> list[Cell]:
    """Everything that grows; `less` fills less."""
    system.run(*SERVICES)
    rankings, works = (FEWER_OUTLETS, FEWER_WORKS) if less else (OUTLETS, WORKS)
    made = list[Cell]()
    for place, count in enumerate(rankings):
        made += _rankings(system, f"33020{place}", count)
    for place, count in enumerate(works):
        made += _lists(system, f"33030{place}", count)
    return sorted(made, key=lambda cell: cell.name)


def _rankings(system: System, bureau: str, count: int) -> list[Cell]:
    """The first page and one from the middle; why the outlet in the middle stands where it does."""
    period, middle = filling.standings(system.database("scoring"), bureau, count)
    person = system.person(Role.SCORING_MANAGER, bureau=bureau)
    first = f"/periods/{period}/ranking?limit={PAGE}"
    pages = [first, _later(person, first), f"{first}&category=self_media"]
    return [
        _reads(system, "ranking", person, pages, count),
        _reads(system, "place", person, [f"/periods/{period}/ranking/{middle}"], count),
    ]


def _lists(system: System, bureau: str, count: int) -> list[Cell]:
    """The newest, a later page, and those of an outlet, a state, a topic, a genre, a day."""
    outlets = filling.submissions(system.database("submission"), bureau, count)
    person = system.person(Role.LIAISON, bureau=bureau)
    first = f"/submissions?limit={PAGE}"
    filters = (f"outlet={outlets[0]}", "status=approved", "topic=%E5%8F%8D%E8%AF%88&status=submitted", "genre=video")
    pages = [first, _later(person, first), *(f"{first}&{each}" for each in filters)]
    return [_reads(system, "list", person, pages, count)]


def _later(person: Person, path: str) -> str:
    """The page after the next one."""
    found = person.ask("GET", f"{path}&cursor={person.ask('GET', path)['next']}")
    return f"{path}&cursor={found['next']}"


def _reads(system: System, name: str, person: Person, paths: Sequence[str], size: int) -> Cell:
    options = {"method": "GET", "paths": [f"/v1{path}" for path in paths]}
    return _cell(system, name, system.clients(person), options, size, AT_ONCE)


def _cell(system: System, name: str, clients: Sequence[Client], options: dict[str, Any], size: int, level: int) -> Cell:
    return Cell(name, level, partial(_run, system, clients, options, level), size)


def _run(system: System, clients: Sequence[Client], options: dict[str, Any], level: int, seconds: float) -> Sample:
    return watched(system.servers, clients, Job(level, seconds, options=options), PROGRAMS)
