"""What every process of a service has once: database, committer, publisher, relay.

`execute` is the one way in which a command or an event takes effect.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

import eventlet
from eventlet.event import Event
from eventlet.semaphore import Semaphore
from nameko import config
from nameko.extensions import SharedExtension

from shared import logs, metrics
from shared.errors import DomainError, Unseen
from shared.ids import new_id
from shared.messaging.link import Link
from shared.mongo import Committed, Committer, Contended, StaleWrite, Unit, connect, unreachable
from shared.mongo import outbox as outbox_store
from shared.mongo.client import database, problem
from shared.mongo.indexes import ensure
from shared.mongo.memory import Memory
from shared.mongo.outbox import Outbox
from shared.sending.publisher import Publisher
from shared.sending.relay import Relay
from shared.settings import KernelSettings
from shared.signing import Signer

RERUNS = 12
SETTINGS = "JINGMEI"


def settings() -> KernelSettings:
    """The settings that the runner read."""
    found: KernelSettings = config[SETTINGS]
    return found


class Engine(SharedExtension):  # type: ignore[misc]
    """Shared by all entrypoints and dependencies of one service's container."""

    def __init__(self) -> None:
        super().__init__()
        # Set when the database has answered and its indexes stand; nothing is consumed before.
        self.prepared = Event()
        self.stopping = False
        self._trouble = "the database has not answered yet"
        self._indexes: list[Mapping[str, Sequence[Any]]] = [outbox_store.INDEXES]
        self._hearing: list[Callable[[Unit], None]] = []
        self._turns: WeakValueDictionary[str, Semaphore] = WeakValueDictionary()
        self.memory = Memory()

    def setup(self) -> None:
        """Build everything; nothing here waits for a server."""
        known, name = settings(), self.container.service_name
        self.settings = known
        self.token = new_id()
        self.client = connect(known.mongo_uri, f"jingmei-{name}")
        self.db = database(self.client, f"{known.database_prefix}{name}")
        self.committer = Committer(self.client, self.db, self.token)
        self.publisher = Publisher(
            lambda opened, lost: Link(known.amqp_uri, f"{name}.publisher", known.heartbeat, opened, lost)
        )
        self.signer = Signer(name, known.signing_keys, trusting=known.unsigned)
        self.relay = Relay(Outbox(self.db, self.token), self.publisher, self.signer)

    def start(self) -> None:
        """Connect in the background, so that a stop is heard while a server is away."""
        self._threads = [
            self.container.spawn_managed_thread(self.publisher.link.run, "publisher"),
            self.container.spawn_managed_thread(self._prepare, "prepare"),
            self.container.spawn_managed_thread(self._relay, "relay"),
        ]

    def stop(self) -> None:
        """Commit what is queued, send what is committed, close."""
        self.stopping = True
        if not self.prepared.ready():
            self.prepared.send(False)
        self.committer.stop()
        self.relay.stop()
        with eventlet.Timeout(10, False):
            self._threads[2].wait()
        self.publisher.link.stop()
        self.client.close()

    def require(self, indexes: Mapping[str, Sequence[Any]]) -> None:
        """Have these indexes made before anything is consumed."""
        self._indexes.append(indexes)

    def hear(self, hearer: Callable[[Unit], None]) -> None:
        """Have somebody hear of each unit that this process has committed. It must not block."""
        self._hearing.append(hearer)

    def execute(
        self, run: Callable[[Unit], Any], key: str | None, fingerprint: str | None = None, about: str = "",
        rights: Callable[[], frozenset[str]] = frozenset, **ids: Any,
    ) -> Committed:  # fmt: skip
        """Run `run(unit)` and commit its unit; one effect per key, however often it is called.

        What is `about` the same goes one after the other. `run` is called again when what it decided upon has changed
        meanwhile; those that lost over the same document go one after the other from then on, or each would make the
        others stale again. Who has lost one of the `rights` that they had then is not told again what was answered
        under the key. Raises: DomainError, StaleWrite or Contended when that does not end, or the database's errors.
        """
        if not about:
            return self._execute(run, key, fingerprint, rights, ids)
        with self._turn(about):
            return self._execute(run, key, fingerprint, rights, ids)

    def ask(self, run: Callable[[], Any]) -> Any:
        """What `run()` answers. What it refuses is asked once more, without what was remembered."""
        answers = self.memory.answers
        try:
            return run()
        except DomainError:
            if self.memory.answers == answers:
                raise
            self.memory.forget()
            return run()

    def _turn(self, of: str) -> Semaphore:
        return self._turns.setdefault(of, Semaphore())

    def _execute(
        self, run: Callable[[Unit], Any], key: str | None, fingerprint: str | None,
        rights: Callable[[], frozenset[str]], ids: Mapping[str, Any],
    ) -> Committed:  # fmt: skip
        def decide() -> Unit:
            unit = Unit(key=key, fingerprint=fingerprint, rights=rights(), **ids)
            with unit.in_turn():
                unit.result = run(unit)
            return unit

        turn: AbstractContextManager[Any] = nullcontext()
        for attempt in range(RERUNS):
            try:
                with turn:
                    unit = self.ask(decide)
                    committed = self._commit(unit)
            except Unseen:
                raise  # whoever may see it no longer is not told again what they were told of it
            except DomainError:
                # The effect may have happened under this key, and be the very reason of the refusal.
                # Whoever has lost the right to it is refused all the same.
                if key is not None and (done := self.committer.recall(key, fingerprint, rights())) is not None:
                    return done
                raise
            except (StaleWrite, Contended) as lost:
                if attempt == RERUNS - 1:
                    raise
                if isinstance(lost, StaleWrite):
                    self.memory.forget({lost.collection})
                    turn = self._turn(lost.place)
                eventlet.sleep(random.uniform(0, 0.002 * 2**attempt))  # noqa: S311 (jitter, not a secret)
                continue
            self.memory.forget({write.collection for write in unit.writes if not write.relies})
            if unit.outbox and not committed.replayed:
                self.relay.offer(unit.outbox)
            for hearer in self._hearing:
                hearer(unit)
            return committed
        raise AssertionError("unreachable: the last rerun returns or raises")

    def _commit(self, unit: Unit) -> Committed:
        try:
            return self.committer.commit(unit)
        except eventlet.Timeout:
            # A handler left it armed, and it went off while the unit was on its way: asking again under a key is safe.
            if unit.key is None:
                raise
            return self.committer.commit(unit)

    def problem(self) -> str | None:
        """What keeps the database from being used, None when nothing does. Asks it."""
        return problem(self.db) if self.prepared.ready() else self._trouble

    def _prepare(self) -> None:
        pause = 0.2
        while not self.stopping and not self.prepared.ready():
            try:
                ensure(self.db, _merged(self._indexes))
            except Exception as error:  # away, or an index that cannot be made: tell it and try again
                level = "warning" if unreachable(error) else "error"
                getattr(logs.get(), level)("database not prepared", error=str(error)[:300])
                self._trouble = f"{type(error).__name__}: {str(error)[:300]}"
                eventlet.sleep(pause)
                pause = min(5.0, pause * 2)
            else:
                if not self.prepared.ready():
                    self.prepared.send(True)

    def _relay(self) -> None:
        if self.prepared.wait():
            self.relay.run()

    def gauges(self) -> None:
        """Refresh the metrics that are read off the parts."""
        self.relay.measure()
        metrics.BROKER_UP.labels("publisher").set(self.publisher.up)
        for kind, count in self.committer.counts.items():
            metrics.COMMIT_ROUNDS.labels(kind).set(count)


def _merged(parts: Iterable[Mapping[str, Sequence[Any]]]) -> dict[str, list[Any]]:
    merged: dict[str, list[Any]] = {}
    for part in parts:
        for collection, indexes in part.items():
            merged.setdefault(collection, []).extend(indexes)
    return merged
