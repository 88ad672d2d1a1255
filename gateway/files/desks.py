"""Folders in which files are laid while they are worked on; those of processes that died are found and taken away.

A desk is locked as long as its process lives (`flock`, which ends with it, also across containers that share a volume),
so that nobody has to know whose it is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "jingmei-desk-"
# Seconds after which an unlocked desk is nobody's: between making and locking one there is a moment.
UNHELD: Final = 600.0


@contextmanager
def desk(work_dir: str | None) -> Iterator[Path]:
    """A folder in `work_dir`, gone with what is in it at the end; None or empty: among the system's temporary files."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=work_dir or None) as folder:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield Path(folder)
        finally:
            os.close(held)


def sweep(work_dir: str | None) -> int:
    """Take away the desks of processes that are gone; how many."""
    place = Path(work_dir or tempfile.gettempdir())
    return sum(_left(folder) for folder in place.glob(f"{PREFIX}*"))


def _left(folder: Path) -> bool:
    """Whether a folder was left by a process that is gone, and went now."""
    with suppress(OSError):  # gone meanwhile, somebody else's, or held
        status = folder.stat()
        if status.st_uid != os.getuid() or time.time() - status.st_mtime < UNHELD:
            return False
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(held)
        return True
    return False
