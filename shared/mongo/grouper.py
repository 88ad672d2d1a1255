"""Group work: what queues while one round is in flight is the next round. No timer.

One thread (a greenlet once the process is patched) does the rounds; callers wait for their own item.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Ticket(Generic[T]):
    """One item on its way through a round, and its fate."""

    __slots__ = ("_asked", "_done", "error", "item", "settled")

    def __init__(self, item: T) -> None:
        self.item = item
        self._asked = time.monotonic()
        self.error: BaseException | None = None
        self.settled = False
        self._done = threading.Lock()
        self._done.acquire()

    def settle(self, error: BaseException | None = None) -> None:
        """Let the caller go on, with an error or without."""
        self.error = error
        self.settled = True
        self._done.release()

    def came_before(self, moment: float) -> bool:
        """Whether it was there at a moment (monotonic)."""
        return self._asked <= moment

    def wait(self) -> None:
        """Until settled. Raises: the error that the round gave this item."""
        self._done.acquire()
        if self.error is not None:
            raise self.error


def _nothing() -> None:
    pass


class Grouper(Generic[T]):
    """Collects items and hands them, in order and at most `limit` at once, to `work`.

    `work` must settle every ticket that it is given; those it leaves out because it failed are settled with
    its error. `impatient`: so are those that came while it was failing, without a round of their own: they have
    waited as long for what is away.
    """

    def __init__(
        self, work: Callable[[Sequence[Ticket[T]]], None], name: str, limit: int = 256, *, impatient: bool = False
    ) -> None:
        self._work = work
        self._limit = limit
        self._impatient = impatient
        self._failure: tuple[float, BaseException] | None = None
        self._queue: deque[Ticket[T]] = deque()
        self._wake = threading.Semaphore(0)
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = threading.Lock()

    def submit(self, item: T, queued: Callable[[], None] = _nothing) -> None:
        """Queue an item, say that it is `queued`, and wait until its round is over. Raises: what the round says of
        this item."""
        if self._started.acquire(blocking=False):
            self._thread.start()
        ticket = Ticket(item)
        self._queue.append(ticket)
        self._wake.release()
        queued()
        ticket.wait()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        self._stopping = True
        self._wake.release()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._wake.acquire()
            batch = self._take()
            if batch:
                self._round(batch)
            elif self._stopping and not self._queue:
                return

    def _take(self) -> list[Ticket[T]]:
        return [self._queue.popleft() for _ in range(min(self._limit, len(self._queue)))]

    def _round(self, batch: list[Ticket[T]]) -> None:
        fresh = self._fresh(batch)
        try:
            if fresh:
                self._work(fresh)
        except BaseException as error:  # the thread must outlive any failure of one round
            if self._impatient:
                self._failure = (time.monotonic(), error)
            for ticket in fresh:
                if not ticket.settled:
                    ticket.settle(error)

    def _fresh(self, batch: list[Ticket[T]]) -> list[Ticket[T]]:
        """Those that were not there yet when a round failed; the others have their answer."""
        if self._failure is None:
            return batch
        moment, error = self._failure
        late = [ticket for ticket in batch if ticket.came_before(moment)]
        for ticket in late:
            ticket.settle(error)
        return batch[len(late) :]
