"""A private RabbitMQ and MongoDB for one run of tests, their files in memory where there is plenty, gone at its end."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import IO

from deploy.local.processes import find
from deploy.local.servers import Broker, Database, free_ports

ROOT = Path(__file__).parents[2]
ON_DISK = ROOT / ".jingmei" / "tests"
IN_MEMORY = Path("/dev/shm")
# A pair of servers takes some 400 MB, journals above all; a few of them run side by side, beside everything else.
PLENTY = 6 << 30


class Servers:
    """Each started when it is first asked for, which takes seconds of processor time; stopped and removed on exit."""

    def __init__(self, members: int = 1) -> None:
        self.home = place() / f"jingmei-tests-{secrets.token_hex(4)}"
        self.home.mkdir(parents=True)
        self._claim = claim(self.home)
        self._broker = Broker(self.home / "rabbitmq", free_ports(3)[0])
        self._database = Database(self.home / "mongodb", free_ports(members)[0], members)
        self._asked: list[Broker | Database] = []

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    @property
    def broker(self) -> Broker:
        """RabbitMQ. Raises: StartError when it is asked for first and does not start."""
        self._need(self._broker)
        return self._broker

    @property
    def database(self) -> Database:
        """MongoDB. Raises: StartError when it is asked for first and does not start."""
        self._need(self._database)
        return self._database

    def _need(self, server: Broker | Database) -> None:
        if server not in self._asked:
            server.start()
            self._asked.append(server)

    def restore(self) -> None:
        """Have those that were asked for run and answer, whatever a test did to them."""
        for server in self._asked:
            if server.pid is not None:
                server.thaw()
            server.start()

    @property
    def ended(self) -> str:
        """How a server came to an end that this object did not order, empty while both run."""
        return self._broker.ended or self._database.ended

    def close(self) -> None:
        """Stop both; the folder goes with them."""
        self._broker.stop()
        self._database.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        self._claim.close()


def place() -> Path:
    """Where servers of tests keep their files, cleared of what runs that were killed have left.

    MongoDB syncs every new collection and index to the disk, and tests make thousands: half of that time was the
    disk's. A killed process loses nothing in memory either, so the faults are the same.
    """
    for folder in (IN_MEMORY, ON_DISK):
        clear(folder)
    roomy = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    return IN_MEMORY if roomy and min(shutil.disk_usage(IN_MEMORY).free, available()) > PLENTY else ON_DISK


def claim(home: Path) -> IO[bytes]:
    """Mark a folder as used for as long as this process runs or until the file is closed."""
    file = (home / "new").open("wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    (home / "new").rename(home / "claim")  # from here on others see it, and it is ours already
    return file


def clear(folder: Path) -> None:
    """Remove what is left of runs that are gone, as soon as their servers are gone too."""
    for path in folder.glob("jingmei-tests-*/claim"):
        if os.access(path, os.W_OK) and not claimed(path) and find(str(path.parent)) is None:
            shutil.rmtree(path.parent, ignore_errors=True)


def claimed(path: Path) -> bool:
    """Whether the process that made this file runs."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):  # in use, or removed just now by another run
        return True
    return False


def available() -> int:
    """Bytes of memory that can be had without taking them from anybody."""
    told = re.search(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(told[1]) * 1024 if told else 0
