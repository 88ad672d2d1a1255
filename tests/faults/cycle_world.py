"""A world of the real system: five services and a gateway before them, each started again when it dies."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from gateway.accounts import bootstrap
from gateway.audit import verify
from shared.mongo.client import connect, database
from tests.e2e.stack import APPLICATION, SERVICES
from tests.faults.world import World
from tests.gateway.serving import KEY, Served
from tests.support.process import KILLED
from tests.support.servers import Servers
from tests.support.waiting import rest, until

# Long enough for any outage of a run, short enough to see its end.
LADDER = "1,2,4,8,15,30"
SETTLE = 90.0


class CycleWorld(World):
    """Services by their own names; `gateway` is one more that can be killed."""

    def __init__(self, servers: Servers, home: Path) -> None:
        super().__init__(servers, home)
        self.targets = {name: name for name in SERVICES}
        told = {
            "AMQP_URI": self.uri,
            "MONGO_URI": self.database.uri,
            "DATABASE_PREFIX": self.prefix,
            "TRUSTED_PROXIES": "1",
            # Everybody signs in from one address here.
            "SIGN_IN_RATE": "1000/minute",
            "SIGN_UP_RATE": "1000/minute",
        }
        self.gateway = Served(APPLICATION, home / "gateway.log", **told)
        self.client = connect(self.database.uri, "jingmei-faults")
        # The gateway's own database.
        self.gateway_db = database(self.client, f"{self.prefix}gateway")
        self._serves = False

    def up(self, counts: dict[str, int] | None = None, **settings: str) -> None:
        """The services, then the gateway."""
        own = {"JINGMEI_FIELD_KEYS": f"k1:{KEY}", "JINGMEI_RETRY_LADDER": LADDER}
        super().up(counts or dict.fromkeys(SERVICES, 1), **own, **settings)
        if not self._serves:
            self.gateway.start()
            self._serves = True

    def bootstrap(self, bureau: str, name: str, login: str, password: str) -> None:
        """A bureau and its first administrator, as `jingmei bootstrap` makes them."""
        bootstrap(self.gateway_db, bureau, name, login, password)

    def kill_gateway(self) -> None:
        """kill -9 the gateway's master and workers; start it again."""
        self.kills += 1
        self.gateway.kill()
        self.ended("gateway", KILLED, self.gateway.log)
        self.gateway.start()

    def settle(self) -> None:
        """Until everybody is ready and everything that was told has been heard. Raises: TooLate."""
        self.ready()
        until("every outbox to be empty", lambda: not self.pending(), SETTLE, every=0.3)
        until("every queue to be empty", lambda: not self.queues() and not self.pending(), SETTLE, every=0.5)

    def chains(self, bureau: str) -> list[str]:
        """What is wrong with a bureau's audit chain once it is sealed; one line a fault."""
        rows = self.gateway_db["audit"]
        until("the audit chain to be there", lambda: rows.find_one({"bureau": bureau, "seq": {"$gt": 0}}), 30)
        chains = verify(self.gateway_db, bureau).chains
        faults = [f"audit chain of {bureau}: {each}" for chain in chains for each in chain.findings]
        return faults or ([] if sum(chain.rows for chain in chains) else [f"no audit chain of {bureau}"])

    def down(self) -> None:
        """The gateway first: it has commands of the services' in hand."""
        self.ended("gateway", self.gateway.stop(), self.gateway.log)
        self._serves = False
        super().down()

    def close(self) -> None:
        """Also when the scenario broke off."""
        if self._serves:
            self.gateway.kill()
        self.client.close()
        super().close()


class Chaos:
    """Kills processes and servers at random until told to stop: each kind once first, then whichever.

    `rests` is the least and the most time between two faults.
    """

    def __init__(self, world: CycleWorld, draw: random.Random, rests: tuple[float, float]) -> None:
        self.done: Counter[str] = Counter()
        self.error: Exception | None = None
        self._world, self._random, self._rests = world, draw, rests
        kinds: list[tuple[str, Callable[[], object], int]] = [
            *((name, lambda name=name: self._kill(name), 3) for name in SERVICES),  # type: ignore[misc]
            ("gateway", world.kill_gateway, 4),
            ("broker", self._broker, 2),
            ("database", self._database, 3),
        ]
        self._faults = {name: fault for name, fault, _ in kinds}
        self._weights = [weight for *_, weight in kinds]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Chaos:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """No further fault; both servers run. Raises: whatever a fault itself raised."""
        self._over.set()
        self._thread.join(120)
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        first = list(self._faults)
        self._random.shuffle(first)
        try:
            while not self._over.is_set():
                [drawn] = self._random.choices(list(self._faults), self._weights)
                name = first.pop() if first else drawn
                self._faults[name]()
                self.done[name] += 1
                self._over.wait(self._random.uniform(*self._rests))
        except Exception as error:  # told at the end: a fault that failed is no verdict on the system
            self.error = error

    def _kill(self, name: str) -> None:
        self._world.kill(name, self._random.randrange(len(self._world.instances(name))))

    def _broker(self) -> None:
        self._world.broker.kill()
        rest(self._random.uniform(0, 1.5))
        self._world.broker.start()

    def _database(self) -> None:
        self._world.database.kill()
        rest(self._random.uniform(0, 1.5))
        self._world.database.start()
