"""Waiting for the thing itself, with a bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# How long a test hopes for what must come: it says nothing of speed, and a machine may be busy with other things, or
# stand still for a while. Nothing waits so long unless it is broken.
HOPE = 120.0
# Each pause is so much longer than the one before: to look is a request for the most part, and asked twenty times a
# second for seconds, a system of one's own spends more on answers than on what is waited for.
GROWTH, MOST = 1.25, 5
_pause = threading.Event()


class TooLate(AssertionError):
    """What was waited for did not come in time."""


def until(what: str, look: Callable[[], T], timeout: float = HOPE, every: float = 0.05) -> T:
    """The first true value that `look` gives, which is asked every so many seconds, later less often.

    Raises: TooLate after `timeout` seconds, with its last value.
    """
    end, pause = time.monotonic() + timeout, every
    while not (value := look()):
        if time.monotonic() > end:
            raise TooLate(f"{what}: not within {timeout:g} s; last seen: {value!r}")
        _pause.wait(pause)
        pause = min(pause * GROWTH, every * MOST)
    return value


def meanwhile(seconds: float, look: Callable[[], object], what: str, every: float = 0.1) -> None:
    """Have `look` stay true for so long. Raises: AssertionError as soon as it is not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not (value := look()):
            raise AssertionError(f"{what}: no longer so, {value!r}")
        _pause.wait(every)


def rest(seconds: float) -> None:
    """Let time pass where time itself is the thing: how long a server stays frozen, a rate of sending."""
    _pause.wait(seconds)
