"""Work that time brings: one instance at a time, each piece of work once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint, register_entrypoint

from shared import logs
from shared.clock import now
from shared.messaging.engine import Engine
from shared.mongo import Unit, unreachable
from shared.mongo.leases import Lease

Job = tuple[str, Callable[[Unit], None]]


class Schedule(Entrypoint):  # type: ignore[misc]
    """Runs a method every so often on the instance that holds the lease."""

    engine = Engine()

    def __init__(self, every: timedelta) -> None:
        super().__init__()
        self._every = every
        self._stop = Event()

    def start(self) -> None:
        """Begin in the background."""
        self._thread = self.container.spawn_managed_thread(self._run, f"schedule {self.method_name}")

    def stop(self) -> None:
        """End after the piece of work in hand."""
        if not self._stop.ready():
            self._stop.send()
        self._thread.wait()

    def _run(self) -> None:
        if not self._prepared():
            return
        lease = Lease(self.engine.db, f"schedule:{self.method_name}", self.engine.token, self._every)
        while not self._stop.ready():
            try:
                if lease.take():
                    self._once()
            except Exception as error:  # one bad round must not end the schedule; the next comes
                logs.get().error("schedule failed", method=self.method_name, exc_info=error)
            self._pause(random.uniform(0.9, 1.0) * self._every.total_seconds())  # noqa: S311 (jitter)

    def _prepared(self) -> bool:
        while not self._stop.ready():
            if self.engine.prepared.ready():
                return bool(self.engine.prepared.wait())
            self._pause(0.2)
        return False

    def _once(self) -> None:
        done = Event()

        def finished(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send()
            return result, exc_info

        self.container.spawn_worker(self, (self._work,), {}, context_data={}, handle_result=finished)
        done.wait()

    def _work(self, jobs: Iterable[Job]) -> None:
        for key, run in jobs:
            if self._stop.ready():
                return
            self._do(key, run)

    def _do(self, key: str, run: Callable[[Unit], None]) -> None:
        """One piece of work; while the database answers, one that fails keeps none of the others from its turn."""
        try:
            self.engine.execute(run, f"{self.method_name}:{key}")
        except Exception as error:  # whatever is wrong with this one, the next round tries it again
            if unreachable(error):
                raise
            logs.get().error("scheduled work failed", method=self.method_name, key=key, exc_info=error)

    def _pause(self, seconds: float) -> None:
        with eventlet.Timeout(seconds, False):
            self._stop.wait()


def scheduled(every: timedelta) -> Callable[[Callable[..., Iterable[Job]]], Callable[..., Any]]:
    """Call `method(self, now)` regularly; it yields `(key, fn(unit))`, and each key has its effect once."""

    def register(method: Callable[..., Iterable[Job]]) -> Callable[..., Any]:
        @wraps(method)
        def invoke(service: Any, work: Callable[[Iterable[Job]], None], moment: datetime | None = None) -> None:
            work(method(service, moment or now()))

        register_entrypoint(invoke, Schedule(every))
        return invoke

    return register
