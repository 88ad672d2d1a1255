"""The database's disk runs full: first as the marks foresee it, then faster than anybody can look."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

from deploy.local.servers import Database, free_ports
from tests.e2e.people import BUREAU, Person
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.driver import AWAY, DONE, Outcome
from tests.faults.load import Load
from tests.faults.scenario import Stage, scenario
from tests.faults.web import HttpDriver, WebWorld
from tests.gateway.files.test_files import PDF
from tests.support.waiting import meanwhile, rest, until

MIB = 1024 * 1024
SIZE = 1024 * MIB
# Free space: what is refused below it.
FILES, CHANGES = 300 * MIB, 200 * MIB
FULL = 507
NOT_HERE = "not run: to mount a disk of its own it has to be root"


class Small:
    """A database on a disk of its own, which can be filled and emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(folder / "mongodb", free_ports(1)[0])

    @property
    def free(self) -> int:
        """Bytes that are left."""
        return shutil.disk_usage(self.folder).free

    def leave(self, free: int) -> None:
        """Fill the disk until only so much is left."""
        with (self.folder / "other things").open("ab") as out:
            while (over := self.free - free) > 0:
                out.write(bytes(min(over, 8 * MIB)))
                out.flush()

    def empty(self) -> None:
        """Take away what filled it."""
        (self.folder / "other things").unlink(missing_ok=True)


class Refused(HttpDriver):
    """A client that comes again when there was no room; counts by what it was told."""

    def __init__(self, world: WebWorld, told: Counter[str]) -> None:
        super().__init__(world.url, world.owner, dying=world.dying)
        self._told = told

    def post(self, body: dict[str, Any], key: str) -> Outcome:
        """One attempt: 507 is away."""
        outcome = super().post(body, key)
        if outcome.status != FULL:
            return outcome
        self._told[str(outcome.detail)] += 1
        return Outcome(AWAY, outcome.seconds, retry_after=outcome.retry_after, detail=outcome.detail)


@scenario(35, "disk full: refused before it, and full to the last byte nothing is lost that was acknowledged")
def disk_full(stage: Stage) -> Findings:
    """Below one mark no files are taken, below the next nothing is changed, and all can be read. Then the disk is
    full to the last byte while the database writes on, which may be its end; with room again it goes on."""
    if os.geteuid():
        return Findings(notes=[NOT_HERE])
    marks = {"DISK_FILES": f"{FILES // MIB} MiB", "DISK_CHANGES": f"{CHANGES // MIB} MiB"}
    with small_disk(stage.home / "small") as small, stage.web(database=small.database, **marks) as world:
        try:
            world.dying = True
            world.up()
            person, told, found = world.people().new(), Counter[str](), Findings()
            load = Load(lambda: Refused(world, told), pace=0.05, patience=400).start()
            load.more()
            _marks(small, person, load, told, found)
            _end(stage, small, world, load, found)
        finally:
            small.empty()
            small.database.start()
        load.more()
        load.stop()
        trails.sealed(world.gateway_db)
        found.problems += trails.faults(world.gateway_db, BUREAU)
        found.notes.append(f"answers {dict(sorted(load.statuses.items()))}, of which {sum(told.values())} with 507")
        return check(world, load, found=found)


@contextmanager
def small_disk(folder: Path) -> Iterator[Small]:
    """A disk in memory with a database on it, which runs. Raises: CalledProcessError when it cannot be mounted."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "jingmei-faults", folder], check=True)
    small = Small(folder)
    try:
        small.database.start()
        yield small
    finally:
        small.database.stop()
        subprocess.run(["umount", "--lazy", folder], check=True)


def _marks(small: Small, person: Person, load: Load, told: Counter[str], found: Findings) -> None:
    """What is refused at which mark, and that it is taken again when there is room."""
    small.leave(FILES - 50 * MIB)
    until("files to be refused", lambda: _sent(person) == FULL)
    load.more(10)
    found.expect(not told, f"changes were refused above their mark: {told}")
    small.leave(CHANGES - 50 * MIB)
    until("changes to be refused", lambda: told.total() >= load.at_once)
    before = len(load.accepted)
    meanwhile(2, lambda: len(load.accepted) == before, "nothing is accepted")
    read = person.call("GET", "/v1/accounts/me").status_code
    found.expect(read == 200, f"reading is answered with {read}")
    found.expect(all("disk.no_changes" in each for each in told), f"told {list(told)[:2]}")
    small.empty()
    load.more(10)
    until("files to be taken", lambda: _sent(person) == DONE)


def _sent(person: Person) -> int:
    answer = person.call("POST", "/v1/files", data={"kind": "attachment"}, files={"file": ("a.pdf", PDF)})
    return answer.status_code


def _end(stage: Stage, small: Small, world: WebWorld, load: Load, found: Findings) -> None:
    """Write until the last byte is taken, and on: by the database itself, faster than the gateway looks."""
    load.more(5)
    blocks = world.db("outlet").ballast
    blocks.insert_one({"data": b""})
    small.leave(0)
    end, met = time.monotonic() + (60 if not stage.short else 10), Counter[str]()
    while time.monotonic() < end and not small.database.ended:
        try:
            blocks.insert_one({"data": os.urandom(MIB)})
            met["written"] += 1
        except PyMongoError as error:
            met[type(error).__name__] += 1
            rest(0.1)
    found.expect(met.total() > met["written"], "the disk did not run full")
    ended = "the database ended" if small.database.ended else "the database stayed"
    found.notes.append(f"{ended}, writes {dict(met)}")
