"""The outbox relay: what was committed leaves, confirmed, at least once.

What this process commits it sends from memory, woken at the commit; hints, which are in no outbox, only so. Sweeps,
from the start on, take over what another process left behind: its leases run out. They come every 300 ms, as long as
something waits ever more seldom, down to every 2.4 s. Where nothing waits and whatever comes is leased first, nothing
is looked for until such a lease could have run out: most of what a process costs at rest were sweeps. Only confirmed
rows are marked.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shared import logs, metrics
from shared.mongo.outbox import Outbox
from shared.mongo.transaction import LEASE
from shared.mongo.unit import OutboxRow
from shared.sending import publisher as fates
from shared.sending.facts import fact
from shared.sending.publisher import Publisher
from shared.signing import Signer

BATCH = 200
# Seconds between sweeps: while there is something to send, while something waits for its lease, while nothing waits.
SWEEP, SLOW, REST = 0.3, 2.4, LEASE.total_seconds()
CONFIRM_TIMEOUT = 8.0  # below the lease of 10 s, so that two relays never hold one row
PAUSE = {fates.UNROUTABLE: timedelta(seconds=5)}
# What is not in memory is in the database: beyond this, let the sweep bring it.
MEMORY = 5_000


class Relay:
    """Sends one database's outbox through one publisher, signed. `rest`: seconds between sweeps while nothing waits."""

    def __init__(self, outbox: Outbox, publisher: Publisher[Any], signer: Signer, rest: float = REST) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._signer = signer
        self._fresh: deque[OutboxRow] = deque()
        self._wake = threading.Event()
        self._stopping = False
        self._rest, self._pause, self._swept = rest, SWEEP, 0.0
        self._asked = True

    def offer(self, rows: Sequence[OutboxRow]) -> None:
        """Rows that this process has just committed, with its lease on them."""
        if self._publisher.up and len(self._fresh) < MEMORY:
            self._fresh.extend(rows)
        else:
            self._asked = True
        self._wake.set()

    def look(self) -> None:
        """Rows that somebody has just committed without a lease: look for them now."""
        self._asked = True
        self._wake.set()

    def run(self) -> None:
        """Send until stopped, then send what is in memory."""
        while not (self._stopping and not self._fresh):
            try:
                self._step()
            except Exception as error:  # the database or the broker is away: rows stay pending, try again
                logs.get().warning("relay waits", error=repr(error))
                self._fresh.clear()
                self._asked = True
                if self._stopping:
                    return
                time.sleep(0.5)

    def stop(self) -> None:
        """Let `run` end."""
        self._stopping = True
        self._wake.set()

    def measure(self) -> None:
        """Have the metrics say how much waits."""
        try:
            state = self._outbox.pending()
        except Exception as error:  # the database is away: they stay as they were, and readiness tells why
            logs.get().warning("outbox not measured", error=repr(error))
            return
        metrics.OUTBOX_PENDING.set(state["pending"])
        metrics.OUTBOX_OLDEST.set(state["oldest_seconds"])
        metrics.OUTBOX_UNROUTABLE.set(state["unroutable"])

    def _step(self) -> None:
        rows = [self._fresh.popleft() for _ in range(min(BATCH, len(self._fresh)))]
        if not rows and not self._stopping and (self._asked or self._until_sweep() <= 0):
            rows = self._sweep()
        if rows:
            self._send(rows)
        elif not self._stopping and not self._asked:
            self._wake.wait(self._until_sweep())
            self._wake.clear()

    def _until_sweep(self) -> float:
        return self._swept + self._pause - time.monotonic()

    def _sweep(self) -> list[OutboxRow]:
        """What is free to be sent, and how long until the next look."""
        # Before the look: who asks for one while this is under way may have committed after it.
        self._asked, self._swept = False, time.monotonic()
        if not self._publisher.up:
            self._pause = SWEEP  # what waits for the broker is to leave as soon as it is back
            return []
        if not self._outbox.waits():
            self._pause = self._rest
            return []
        rows = self._outbox.claim(BATCH)
        self._pause = SWEEP if rows else min(2 * self._pause, SLOW)
        return rows

    def _send(self, rows: Sequence[OutboxRow]) -> None:
        messages = [fact(row.id, row.routing_key, row.body, self._signer, mandatory=row.mandatory) for row in rows]
        by_fate: dict[str, list[str]] = {}
        for row, fate in zip(rows, self._publisher.publish(messages, CONFIRM_TIMEOUT), strict=True):
            if row.durable:
                by_fate.setdefault(fate, []).append(row.id)
        for fate, ids in by_fate.items():
            metrics.PUBLISHED.labels(fate).inc(len(ids))
            if fate == fates.CONFIRMED:
                self._outbox.mark_sent(ids)
            else:
                self._pause = SWEEP
                self._outbox.give_back(ids, fate, PAUSE.get(fate, timedelta(seconds=1)))
                logs.get().warning("not relayed", fate=fate, count=len(ids), first=ids[0])
