"""The cleaning of one file in a process of its own.

Files from outside meet a dozen parsers here: one that crashes, loops or unpacks a bomb ends its own process and nothing
else. Not in a thread: libraries take locks, which under gevent's patches belong to the loop (`gateway.offload`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gateway.errors import ServiceUnavailable
from gateway.files.apart import kind_of
from gateway.files.cleaning.report import Report
from shared import logs
from shared.errors import FieldProblem, Invalid

ROOT: Final = Path(__file__).parents[3]
MIB: Final = 1024**2
# What the child needs of our surroundings; our secrets it does not.
KEPT: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
# How the kernel ends a process that wants more than its bounds.
BEYOND: Final = frozenset({-signal.SIGXCPU, -signal.SIGXFSZ, -signal.SIGKILL})
PROCESSES: Final = 2
SPARE: Final = 5
# What worked this share of its time did not wait for others: tried again, it takes as long again.
OWN_WORK: Final = 0.5
log = logs.get()
_slots = threading.BoundedSemaphore(PROCESSES)


@dataclass(frozen=True)
class Limits:
    """The bounds of one cleaning: `seconds` of waiting and, apart from that, of work; `memory` in bytes."""

    seconds: float = 300.0
    memory: int = 2048 * MIB


def clean(
    path_in: Path, media_type: str, path_out: Path, *, limits: Limits | None = None, unclean_passes: bool = False
) -> Report:
    """Write a copy of the file without what tells of place, device and author; `media_type` is by content.

    With `unclean_passes` a file that cannot be cleaned is told by the report (`clean` is False, nothing is written)
    instead of by an error. Raises: Invalid at `/file` (encrypted, damaged, of unknown parts, beyond its bounds, or
    still telling something afterwards), ServiceUnavailable when no process gets free, or had too little of the machine.
    """
    bounds = limits or Limits()
    if not _slots.acquire(timeout=bounds.seconds):
        raise ServiceUnavailable("files.busy")
    try:
        report = _report(path_in, media_type, path_out, bounds)
    finally:
        _slots.release()
    if not report.clean:
        path_out.unlink(missing_ok=True)
        if not unclean_passes:
            raise Invalid("validation", problems=[FieldProblem("/file", report.rule, report.params)])
    return report


def _report(path_in: Path, media_type: str, path_out: Path, limits: Limits) -> Report:
    # The clock on the wall ends it first. The processor's is for what is left alone.
    work = str(int(limits.seconds) + SPARE)
    given = (str(path_in), media_type, str(path_out), work, str(limits.memory))
    command = [sys.executable, "-m", "gateway.files.cleaning", *given]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    # What it leaves when it is ended lies where the file does, and goes with that.
    environment["TMPDIR"] = str(path_out.parent)
    with subprocess.Popen(  # noqa: S603 (paths are ours, the type is from our table)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=ROOT,
        start_new_session=True,
    ) as child:  # fmt: skip
        try:
            told, complaint = child.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            worked = _worked(child.pid)
            log.warning("cleaning.too_slow", media_type=media_type, limit=limits.seconds, worked=worked)
            if worked >= OWN_WORK * limits.seconds:
                return Report(clean=False, rule="file.cleaning_bounds")
            path_out.unlink(missing_ok=True)
            raise ServiceUnavailable("files.busy") from None
        finally:
            child.kill()
    if child.returncode == 0:
        return Report.from_wire(json.loads(told))
    # Crafted bytes have the parsers raise whatever they happen to, or end by a signal.
    reason = complaint.decode(errors="replace")[-2000:]
    log.warning("cleaning.failed", media_type=media_type, code=child.returncode, reason=kind_of(complaint))
    beyond = child.returncode in BEYOND or "MemoryError" in reason or "bad_alloc" in reason
    return Report(clean=False, rule="file.cleaning_bounds" if beyond else "file.broken")


def _worked(process: int) -> float:
    """The seconds for which a process that still runs had a processor (proc(5): utime and stime)."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
