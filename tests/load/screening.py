"""Screening by the length of a text, with all rules on: in one process, on one core, and without anything around it."""

from __future__ import annotations

from functools import partial

from tests.load.cells import Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.figures import Sample
from tests.load.system import System

CHARACTERS = (1_000, 10_000, 100_000)


def cells(system: System) -> list[Cell]:
    """One for each length."""
    client = system.servers.client("screening")
    return [Cell("screening", 1, partial(_run, system, client, size), size) for size in CHARACTERS]


def _run(system: System, client: Client, size: int, seconds: float) -> Sample:
    return watched(system.servers, [client], Job(1, seconds, options={"characters": size}), ())
