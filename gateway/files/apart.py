"""Programs that read files of strangers, in processes of their own: what crashes or loops there ends nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from shared import logs

ROOT: Final = Path(__file__).parents[2]
# What the child needs of our surroundings; our secrets it does not.
KEPT: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")

TRACEBACK: Final = "Traceback (most recent call last):\n"
# The line of a traceback that names the exception; what it says after that may be of the file.
RAISED: Final = re.compile(r"([A-Za-z_][\w.]{0,79})(?::.*)?\Z")


def run(module: str, *given: str, seconds: float, what: str, media_type: str) -> bytes | None:
    """What a module of ours writes of a file; None when it fails or takes longer, which the log tells as of `what`."""
    command = [sys.executable, "-m", module, *given]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    # What it leaves when it is ended lies where the file does, and goes with that.
    environment["TMPDIR"] = str(Path(given[0]).parent)
    try:
        done = subprocess.run(  # noqa: S603 (paths are ours, the type is from our table)
            command, capture_output=True, timeout=seconds, env=environment, cwd=ROOT, check=False,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        logs.get().warning(f"{what} too slow", media_type=media_type, limit=seconds)
        return None
    if done.returncode != 0:
        ending = signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit code {done.returncode}"
        logs.get().info(f"no {what}", media_type=media_type, ending=ending, reason=kind_of(done.stderr))
        return None
    return done.stdout


def kind_of(written: bytes) -> str:
    """What kind of exception a child wrote that it ended by, and not a word of what it said: that may be of the file.
    Empty when it wrote of none."""
    _, begun, told = written.decode(errors="replace").rpartition(TRACEBACK)
    lines = told.splitlines() if begun else []
    found = RAISED.match(next((line for line in lines if line and not line.startswith(" ")), ""))
    return found[1] if found else ""
