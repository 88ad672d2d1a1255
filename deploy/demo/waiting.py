"""Waiting for what another service is about to learn: its replica follows by events, within moments.

Who asks has the services answer in place of going on with their work, so it is asked less and less often.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import TypeVar

from jingmei_client import Problem

T = TypeVar("T")
# What must come is waited for long: a machine may be busy. Who may be refused for good waits less for the contrary.
PATIENCE, LEARNING = 300.0, 120.0
PAUSES = (0.1, 0.1, 0.2, 0.3, 0.5)
NOT_YET = frozenset({403, 404, 409, 422})
FOR_GOOD = frozenset(
    {
        "validation", "publication.invalid", "publication.twice", "publication.twice_joint",
        "publication.twice_elsewhere", "publication.unapproved", "publication.limit",
    }
)  # fmt: skip
# But for what was just made by another service.
UNKNOWN = frozenset({"call.unknown", "topic.unknown", "request.unknown", "unit.unknown"})


def until(what: str, look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """The first truthy thing that `look()` gives. Raises: TimeoutError."""
    end, pauses = time.monotonic() + seconds, _pauses()
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        threading.Event().wait(next(pauses))
    return found


def patiently(ask: Callable[[], T], seconds: float = LEARNING) -> T:
    """What `ask()` gives as soon as it is not refused for what a service does not know yet. Raises: Problem."""
    end, pauses = time.monotonic() + seconds, _pauses()
    while True:
        try:
            return ask()
        except Problem as problem:
            if problem.status not in NOT_YET or _for_good(problem) or time.monotonic() > end:
                raise
        threading.Event().wait(next(pauses))


def _for_good(problem: Problem) -> bool:
    return problem.code in FOR_GOOD and not (problem.errors and {each.rule for each in problem.errors} <= UNKNOWN)


def _pauses() -> Iterator[float]:
    """Seconds between the times of asking; the last goes on."""
    return chain(PAUSES, repeat(PAUSES[-1]))
