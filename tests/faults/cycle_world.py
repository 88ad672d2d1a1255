"""A world of the real system: all services and a gateway before them, each started again when it dies."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from deploy.demo.people import EDITORS, EVERY_STAFF, KEEPERS, Staff
from gateway.accounts import bootstrap
from gateway.accounts.model import Account
from gateway.accounts.passwords import hash_password
from gateway.accounts.store import Accounts
from gateway.appointing import appoint
from services import SERVICES
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from shared.mongo.client import connect, database
from tests.e2e.stack import APPLICATION, PER_ACCOUNT
from tests.faults import trails
from tests.faults.world import World
from tests.gateway.serving import KEY, SIGNING, Served
from tests.support.process import KILLED
from tests.support.servers import Servers
from tests.support.waiting import HOPE, rest, until

# Long enough for any outage of a run, short enough to see its end.
LADDER = "1,2,4,8,15,30"
SETTLE = 2 * HOPE
GLANCE = 0.02
# How often each is struck.
WEIGHTS = {**dict.fromkeys(SERVICES, 3), "gateway": 4, "broker": 2, "database": 3}


class CycleWorld(World):
    """Services by their own names; `gateway` is one more that can be killed."""

    def __init__(self, servers: Servers, home: Path) -> None:
        super().__init__(servers, home)
        self.targets = {name: name for name in SERVICES}
        told = {
            "AMQP_URI": self.uri,
            "MONGO_URI": self.database.uri,
            "DATABASE_PREFIX": self.prefix,
            "SIGNING_KEYS": SIGNING,
            "UNSIGNED": "false",
            # A busy machine takes several seconds to clean a picture.
            "RPC_DEADLINE": "15",
            "LOG_LEVEL": "info",
            # Everybody signs in from one address here, and a few people do what a county does in a month.
            **dict.fromkeys(("SIGN_IN_RATE", "SIGN_UP_RATE", *PER_ACCOUNT), "1000/minute"),
        }
        self.gateway = Served(APPLICATION, home / "gateway.log", **told)
        self.client = connect(self.database.uri, "jingmei-faults")
        # The gateway's own database.
        self.gateway_db = database(self.client, f"{self.prefix}gateway")
        self._serves = False

    def up(self, counts: dict[str, int] | None = None, **settings: str) -> None:
        """The services, then the gateway."""
        signed = {"JINGMEI_SIGNING_KEYS": SIGNING, "JINGMEI_UNSIGNED": "false"}
        own = {"JINGMEI_FIELD_KEYS": f"k1:{KEY}", "JINGMEI_RETRY_LADDER": LADDER, **signed}
        super().up(counts or dict.fromkeys(SERVICES, 1), **own, **settings)
        if not self._serves:
            self.gateway.start()
            self._serves = True

    def bootstrap(self, bureau: str, name: str, login: str, password: str) -> None:
        """A bureau and its first administrator, as `jingmei bootstrap` makes them."""
        bootstrap(self.gateway_db, bureau, name, login, password)

    def appoint(self, bureau: str, login: str, power: str) -> None:
        """Somebody else who keeps the system, as `jingmei appoint` does it."""
        appoint(self.gateway_db, bureau, login, power)

    def populate(self, bureau: str, name: str, login: str, password: str) -> None:
        """The same with all people of the demo, who have one password: to hash each takes the most time of all."""
        self.bootstrap(bureau, name, login, password)
        accounts, hashed, moment = Accounts(self.gateway_db), hash_password(password), now()
        people = [Staff(login, name, ()) for login, name in EDITORS.items()]
        for one in (*KEEPERS, *EVERY_STAFF, *people):
            roles = frozenset(map(Role, one.roles))
            made = Account(new_id(), bureau, one.login, one.name, hashed, roles, created_at=moment, password_at=moment)
            accounts.add(made)

    def pending(self) -> int:
        """Rows that are not confirmed, the gateway's too."""
        return super().pending() + self.gateway_db["outbox"].count_documents({"state": "pending"})

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
        until("every queue to be empty", self._quiet, SETTLE, every=0.5)

    def _quiet(self) -> bool:
        """Whether all that was told was heard. A fact on its way from outbox to queue between two looks is in neither:
        so nothing may have been told while one looked."""
        before = self._told()
        return not self.pending() and not self.queues() and self._told() == before

    def _told(self) -> int:
        """How many facts there ever were, sent or not: outboxes keep them for days."""
        kept = [*(self.db(name).outbox for name in self.targets), self.gateway_db["outbox"]]
        return sum(each.count_documents({}) for each in kept)

    def sealed(self) -> None:
        """Until all requests that were answered are in the audit's chains. Raises: TooLate."""

        trails.sealed(self.gateway_db)

    def chains(self, bureau: str) -> list[str]:
        """What is wrong with a bureau's audit chain; one line a fault."""
        return trails.faults(self.gateway_db, bureau)

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
    """Kills processes and servers at random while a play goes on: each kind once first, then whichever.

    `scenes`: how many faults each scene of the play may have; `rests`: the least and the most time before each;
    `struck`: who may be killed, of the services, gateway, broker and database.
    """

    def __init__(
        self,
        world: CycleWorld,
        draw: random.Random,
        scenes: Mapping[str, int],
        rests: tuple[float, float],
        struck: Collection[str] = WEIGHTS,
    ) -> None:
        # What was killed, and during which scene.
        self.done: list[tuple[str, str]] = []
        self.error: Exception | None = None
        self._world, self._random, self._left, self._rests = world, draw, dict(scenes), rests
        self._scene = ""
        faults: dict[str, Callable[[], object]] = {name: partial(self._kill, name) for name in SERVICES}
        faults |= {"gateway": world.kill_gateway, "broker": self._broker, "database": self._database}
        self._faults = {name: fault for name, fault in faults.items() if name in struck}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def enter(self, scene: str) -> None:
        """The play goes on to its next scene."""
        self._scene = scene
        self._told(scene)

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
        deck = self._random.sample(list(self._faults), len(self._faults))
        weights = [WEIGHTS[name] for name in self._faults]
        try:
            while not self._over.wait(GLANCE):
                if not self._left.get(self._scene, 0):
                    continue
                self._left[self._scene] -= 1
                rest(self._random.uniform(*self._rests))
                name = deck.pop() if deck else self._random.choices(list(self._faults), weights)[0]
                self.done.append((self._scene, name))
                self._told(f"{self._scene}: {name}")
                self._faults[name]()
                self._told("over")
        except Exception as error:  # told at the end: a fault that failed is no verdict on the system
            self.error = error

    def _told(self, what: str) -> None:
        """For whoever reads the logs beside it."""
        with (self._world.home / "chaos.log").open("a", encoding="utf-8") as log:
            log.write(f"{now().isoformat()} {what}\n")

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
