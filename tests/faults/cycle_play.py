"""One bureau's quarter for a world: a small workbook, the demo's phases, people who do not give up."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.demo import sample
from deploy.demo.play import PHASES
from deploy.demo.quarter import Quarter, read
from deploy.demo.requests import REQUESTS
from deploy.demo.sample import OUTLETS, Sample
from deploy.demo.setup import LOGINS
from deploy.demo.stage import Stage
from jingmei_client import Client, Retry
from tests.faults.cycle_slips import AFTER
from tests.faults.cycle_world import CycleWorld

NAME = "滨江县公安局"
# What outlets ask for meanwhile is played last.
SCENES = (*PHASES, REQUESTS)
# Outages of this test follow each other closely: whoever works through all of them asks again for longer. A document
# takes a busy machine many seconds, and one try has to be long enough for it.
PATIENCE = 300.0
RETRY = Retry(tries=200, most=2.0, patience=30.0)


@dataclass
class Patient(Stage):
    """A stage whose people ask again until the servers are back."""

    def client(self) -> Client:
        """A new client, of nobody yet."""
        return Client(self.url, retry=RETRY, deadline=PATIENCE)


def quarter(folder: Path, works: int) -> Quarter:
    """Every second outlet of the demo, the golden ideas' among them, with so many works."""
    path = folder / "quarter.xlsx"
    sample.write(path, Sample(outlets=OUTLETS[::2], works=works).draw())
    return read(path)


def prepared(world: CycleWorld, rows: Quarter, bureau: str) -> Stage:
    """A bureau of its own in the world, with nothing done yet."""
    words = {login: secrets.token_urlsafe(12) for login in LOGINS}
    out = world.home / f"documents-{bureau}"
    return Patient(world.gateway.url, bureau, NAME, rows, out, words, world.bootstrap, world.appoint)


def gather(*stages: Stage) -> None:
    """The first phase, the slowest for its passwords: everybody has an account and is signed in."""
    with ThreadPoolExecutor(len(stages)) as pool:
        for gathered in [pool.submit(SCENES[0].play, stage, _silent) for stage in stages]:
            gathered.result()


def play(stage: Stage, began: Callable[[str], object] = lambda _: None) -> None:
    """All phases, of which the first may have been played, and the slips between them; `began` is told of each phase.
    Raises: whatever stopped it."""
    for phase in SCENES[bool(stage.people) :]:
        began(phase.name)
        phase.total(stage)
        phase.play(stage, _silent)
        if phase.play in AFTER:
            AFTER[phase.play](stage)


def _silent() -> None:
    pass
