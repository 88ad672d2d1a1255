"""One scenario's world: a virtual host and databases of its own, services kept running, faults, and what is left."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase

from deploy.local.servers import Broker, Database
from shared.ids import new_id
from tests.faults.driver import Driver, RpcDriver
from tests.support.bus import Bus
from tests.support.dropping import drop
from tests.support.process import KILLED, ServiceProcess
from tests.support.servers import Servers
from tests.support.waiting import HOPE, TooLate, rest, until

A, B, C = "outlet", "review", "notification"
TARGETS = {A: "tests.faults.services:Making", B: "tests.faults.services:Checking", C: "tests.faults.services:Hearing"}
LADDER = (1, 1, 2, 4)
EXPLAINED = frozenset({0, KILLED})
POINTS = ("before-commit", "after-commit", "before-ack", "before-mark", "before-reply", "before-store")


class World:
    """Services by name; a dead one is started again, as a supervisor would, and its exit is remembered."""

    def __init__(self, servers: Servers, home: Path, database: Database | None = None) -> None:
        self.broker: Broker = servers.broker
        self.database: Database = database or servers.database
        self.home = home
        self.vhost = f"f{new_id()[-12:]}"
        self.prefix = f"f{new_id()[-12:]}_"
        self.exits: list[tuple[str, int]] = []
        self.last_words: list[str] = []
        self.kills = 0
        self.hung: list[str] = []
        self.stop_timeout = HOPE
        self.targets = dict(TARGETS)
        self.process: type[ServiceProcess] = ServiceProcess
        self._slots: dict[str, list[ServiceProcess]] = {}
        self._settings: dict[str, dict[str, str]] = {}
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._started = 0
        for name in TARGETS:
            (home / "flags" / name).mkdir(parents=True, exist_ok=True)
        self.broker.add_vhost(self.vhost)
        self._mongo: MongoClient[dict[str, Any]] = MongoClient(self.database.uri, tz_aware=True)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def uri(self) -> str:
        """The virtual host's URI."""
        return self.broker.uri(self.vhost)

    def db(self, name: str) -> MongoDatabase[dict[str, Any]]:
        """A service's database."""
        return self._mongo[self.prefix + name]

    def driver(self) -> Driver:
        """A new way to send commands."""
        return RpcDriver(self.uri)

    def bus(self) -> Bus:
        """A new connection to the event bus."""
        return Bus(self.uri)

    # --- services -------------------------------------------------------------------------------------------

    def up(self, counts: dict[str, int] | None = None, **settings: str) -> None:
        """Have so many instances of each service, ready."""
        for name, wanted in (counts or {A: 1, B: 2, C: 1}).items():
            self._settings.setdefault(name, {}).update(settings)
            with self._lock:
                slots = self._slots.setdefault(name, [])
                slots.extend(self.spawn(name) for _ in range(wanted - len(slots)))
        self.ready()

    def ready(self, timeout: float = HOPE) -> None:
        """Until every instance is ready."""

        def look() -> bool:
            with self._lock:
                alive = [p for slots in self._slots.values() for p in slots]
            return all(p.code is None and p.readiness()["ready"] for p in alive)

        until("every service ready", look, timeout, every=0.1)

    def spawn(self, name: str, **settings: str) -> ServiceProcess:
        """Start one instance that nobody starts again."""
        self._started += 1
        environment = {
            "JINGMEI_AMQP_URI": self.uri,
            "JINGMEI_MONGO_URI": self.database.uri,
            "JINGMEI_DATABASE_PREFIX": self.prefix,
            # Its own clients have no keys; the whole cycle has.
            "JINGMEI_UNSIGNED": "true",
            "JINGMEI_RETRY_LADDER": ",".join(map(str, LADDER)),
            "JINGMEI_MAX_WORKERS": "16",
            "JINGMEI_TEST_FLAGS": str(self.flags(name)),
            "JINGMEI_TEST_RUNS": str(self.home / "runs"),
            **self._settings.get(name, {}),
            **settings,
        }
        return self.process(self.targets[name], environment, self.home / f"{self._started:03}-{name}.log")

    def instances(self, name: str) -> list[ServiceProcess]:
        """The running instances of a service."""
        with self._lock:
            return list(self._slots.get(name, ()))

    def kill(self, name: str, index: int = 0) -> None:
        """kill -9 one instance; the supervisor starts another."""
        with self._lock:
            process = self._slots[name][index]
            if process.code is None:
                self.kills += 1
                process.kill()

    def terminate(self, name: str, index: int = 0, timeout: float = HOPE) -> int:
        """SIGTERM to one instance, for good; gives its exit code."""
        with self._lock:
            process = self._slots[name].pop(index)
        return self._end(name, process, timeout)

    def replace(self, name: str, index: int = 0) -> int:
        """SIGTERM to one instance, and another in its place at once; gives the exit code."""
        with self._lock:
            process, self._slots[name][index] = self._slots[name][index], self.spawn(name)
        return self._end(name, process, self.stop_timeout)

    def down(self) -> None:
        """Stop every service as an operator would; each exit is remembered."""
        self._over.set()
        self._keeper.join(10)
        for slots in self._slots.values():
            for process in slots:
                if process.code is None:
                    process.signal(signal.SIGTERM)
        for name, slots in self._slots.items():
            for process in slots:
                self._end(name, process, self.stop_timeout)
            slots.clear()

    def _end(self, name: str, process: ServiceProcess, timeout: float) -> int:
        """SIGTERM and the exit code; who does not go is remembered, and killed."""
        try:
            code = process.terminate(timeout)
        except TooLate:
            self.hung.append(name)
            self.kills += 1
            code = KILLED
        if code == -signal.SIGTERM and not process.log.stat().st_size:
            code = 0  # Python itself was still starting: nothing of ours had begun
        self.ended(name, code, process.log)
        return code

    def ended(self, name: str, code: int, log: Path) -> None:
        """Remember an exit, and of one that is not explained what the log says at its end."""
        self.exits.append((name, code))
        if code not in EXPLAINED:
            lines = log.read_text(errors="replace").splitlines()[-40:]
            self.last_words.append("\n".join([f"{log.name} ends with:", *lines]))

    def close(self) -> None:
        """Leave nothing: processes, virtual host, databases."""
        self._over.set()
        for slots in self._slots.values():
            for process in slots:
                process.kill()
        drop(self._mongo, [name for name in self._mongo.list_database_names() if name.startswith(self.prefix)])
        self._mongo.close()
        self.broker.delete_vhost(self.vhost)

    def _keep(self) -> None:
        while not self._over.is_set():
            with self._lock:
                for name, slots in self._slots.items():
                    for index, process in enumerate(slots):
                        if process.code is not None and not self._over.is_set():
                            self.ended(name, process.code, process.log)
                            slots[index] = self.spawn(name)
            rest(0.1)

    # --- faults ---------------------------------------------------------------------------------------------

    def flags(self, name: str) -> Path:
        """The folder of a service's flags."""
        return self.home / "flags" / name

    def crash(self, name: str, point: str, timeout: float = HOPE) -> None:
        """Have the next instance of a service that comes to `point` die there."""
        flag = self.flags(name) / f"crash-{point}"
        flag.touch()
        until(f"{name} to die {point}", lambda: not flag.exists(), timeout)

    @property
    def crashes(self) -> int:
        """How many instances died at a crash point."""
        return sum(1 for _ in (self.home / "flags").glob("*/crashed-*"))

    # --- what is left ---------------------------------------------------------------------------------------

    def effects(self, name: str, kind: str) -> Counter[int]:
        """How often each thing had its effect."""
        return Counter(row["n"] for row in self.db(name).effects.find({"kind": kind}, {"n": 1}))

    def pending(self) -> int:
        """Outbox rows of all services that are not confirmed."""
        return sum(self.db(name).outbox.count_documents({"state": "pending"}) for name in self.targets)

    def dead(self) -> Counter[tuple[str, str]]:
        """Dead letters by service and reason."""
        rows = ((name, row) for name in self.targets for row in self.db(name).dead_letters.find({"state": "dead"}))
        return Counter((name, row["reason"]) for name, row in rows)

    def queues(self) -> dict[str, int]:
        """Messages of every queue, ready and unacknowledged, where there are any."""
        return {name: number for name, number in self.broker.messages(self.vhost).items() if number}

    def runs(self) -> Counter[tuple[str, str]]:
        """How often a handler began, by service and event."""
        return Counter((line.split()[0], line.split()[1]) for line in self._runs())

    def run_times(self, service: str) -> list[float]:
        """When the handlers of a service began, in seconds of the monotonic clock."""
        return [float(line.split()[3]) for line in self._runs() if line.startswith(f"{service} ")]

    def logged(self, event: str) -> int:
        """How many lines of all logs tell this."""
        mark = f'"event":{orjson.dumps(event).decode()}'
        return sum(path.read_text(errors="replace").count(mark) for path in self.home.glob("*.log"))

    def _runs(self) -> Iterator[str]:
        path = self.home / "runs"
        if path.exists():
            yield from path.read_text().splitlines()


def killed(exits: list[tuple[str, int]]) -> int:
    """How many of the exits were by SIGKILL."""
    return sum(code == KILLED for _, code in exits)
