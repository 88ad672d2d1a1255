"""One live stream: what a client is sent, in the format of server-sent events (HTML standard, 9.2).

Each item carries the place that follows it as its id, so a client that comes back with `Last-Event-ID` misses
nothing and gets nothing twice, at whichever gateway.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from gateway.auth.principal import Principal
from shared.errors import DomainError

KEEP_ALIVE = 20.0
RETRY_MS = 2_000
LONGEST_PAUSE = 30.0
# How a stream may be ended, told to its client; after the last two it can come back at once.
SIGNED_OUT, CHANGED, STOPPING = "signed_out", "changed", "stopping"
# The client has closed it: there is nobody to tell.
GONE = "gone"

Answer = dict[str, Any]
# What arrived after a place (None: from now on). Raises: DomainError.
Look = Callable[["Stream"], Answer]


class Stream:
    """Made by the hub. `ends_at` (monotonic) bounds it, `place` is where its client stands."""

    __slots__ = ("_counts", "_look", "_wake", "addresses", "ended", "ends_at", "locale", "place", "who")

    def __init__(self, who: Principal, locale: str, place: str, ends_at: float | None, look: Look) -> None:
        self.who, self.locale, self.place, self.ends_at = who, locale, place, ends_at
        self.addresses: frozenset[str] = frozenset()
        self.ended = ""
        self._look = look
        self._wake = threading.Event()
        self._counts: tuple[int, int] | None = None

    def wake(self) -> None:
        """Look again: something may have come."""
        self._wake.set()

    def end(self, reason: str) -> None:
        """Tell the client why, and end."""
        self.ended = self.ended or reason
        self._wake.set()

    def frames(self, first: Answer) -> Iterator[bytes]:
        """What is sent, beginning with what `first` found, until it ends."""
        yield b"retry: %d\n\n" % (RETRY_MS + random.randrange(RETRY_MS))  # noqa: S311 (jitter, not a secret)
        yield from self._shown(first)
        answer, failures = first, 0
        while not self.ended and not self._over():
            pause = self._pause(answer, failures)
            woken = self._wake.wait(self._bounded(pause or KEEP_ALIVE)) if pause != 0 else True
            if not woken:
                yield b":\n\n"
            if self.ended or self._over():
                break
            if not woken and pause is None:
                continue
            self._wake.clear()
            try:
                answer, failures = self._look(self), 0
            except DomainError:
                # The service is away: the client keeps its stream, and we go on from the same place.
                failures += 1
                continue
            yield from self._shown(answer)
        if self.ended and self.ended != GONE:
            yield _frame("end", {"reason": self.ended})

    def _shown(self, answer: Answer) -> Iterator[bytes]:
        for item, place in zip(answer["items"], answer["places"], strict=True):
            yield _frame("item", item, place)
        counts = (answer["unread"], answer["urgent"])
        begins = not self.place
        self.place = answer["place"]
        if answer["items"] or counts != self._counts:
            self._counts = counts
            # Only after items or at the beginning a new place is worth an id.
            place = self.place if answer["items"] or begins else ""
            yield _frame("unread", {"unread": counts[0], "urgent": counts[1]}, place)

    def _pause(self, answer: Answer, failures: int) -> float | None:
        """Seconds until the next look, sooner when woken; None: only when woken."""
        if failures:
            return min(LONGEST_PAUSE, 2.0**failures)
        if answer["more"]:
            # Nothing shown and still more: the earlier ones are not settled yet.
            return 0.0 if answer["items"] else 1.0
        return None

    def _bounded(self, pause: float) -> float:
        return pause if self.ends_at is None else max(0.0, min(pause, self.ends_at - time.monotonic()))

    def _over(self) -> bool:
        return self.ends_at is not None and time.monotonic() >= self.ends_at


def _frame(event: str, data: Any, id_: str = "") -> bytes:
    head = f"id: {id_}\nevent: {event}\n" if id_ else f"event: {event}\n"
    return head.encode() + b"data: " + orjson.dumps(data) + b"\n\n"
