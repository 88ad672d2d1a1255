"""Private servers for the local stack, the tests and the benchmark: real ones, on ports and folders of their own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.processes import StartError, free_ports

__all__ = ["Broker", "Database", "StartError", "free_ports", "starting"]


@contextmanager
def starting(home: Path) -> Iterator[None]:
    """Servers of one stack are started by one process at a time: by a command, or by who looks that they run."""
    lock = os.open(home / "servers.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
