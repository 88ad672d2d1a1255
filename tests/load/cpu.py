"""CPU time of server processes, by their CPU clocks; who their children are is read from /proc.

The clocks (clock_getcpuclockid(3)) count nanoseconds. The times in /proc/PID/stat come in ticks of 10 ms, in which what
a page costs may not show at all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """CPU seconds that a process and its living descendants have used so far; 0 when it is gone."""
    try:
        own = time.clock_gettime(_clock(pid))
    except OSError:
        return 0.0
    return own + sum(seconds(child) for child in children(pid))


def _clock(pid: int) -> int:
    """The id of another process's CPU clock, as Linux makes it (CPUCLOCK_SCHED of the whole process)."""
    return (~pid << 3) | 2


def children(pid: int) -> list[int]:
    """The children of every thread of a process."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in path.read_text().split()]
        except OSError:
            continue  # the thread has ended meanwhile
    return found


def spent(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """CPU seconds between two readings, by name."""
    return {name: after[name] - value for name, value in before.items()}


def busy() -> float:
    """CPU seconds that all cores together have worked so far, for whomever (/proc/stat: all but idle and iowait)."""
    fields = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICK
