"""The gateway in front of a world, and commands sent to it as an outlet's owner sends them: POST /v1/outlets."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests

from deploy.local.servers import Database
from shared.mongo.client import connect
from shared.mongo.client import database as majority
from tests.e2e.people import People, Person
from tests.faults.driver import AWAY, DONE, Driver, Outcome
from tests.faults.world import World
from tests.gateway.serving import SEED, Served
from tests.load.traffic import new_registration
from tests.support.process import KILLED
from tests.support.servers import Servers

APPLICATION = "gateway.app:create_app()"
PATIENCE = 30.0
NO_ANSWER = 0


@lru_cache(maxsize=100_000)
def registration(n: int) -> dict[str, Any]:
    """The same body at every try; its name ends with the thing's number, which is what the service makes of it."""
    return {**new_registration()[1], "name": f"滨江播报 {n}"}


class HttpDriver:
    """Through the gateway, with an account's token, a key, and a client's own patience above every deadline."""

    def __init__(self, url: str, owner: Person, *, dying: bool = False) -> None:
        self._url, self._session = url, requests.Session()
        self._session.headers["Authorization"] = f"Bearer {owner.token}"
        # Where gateways are killed no answer is no fault of theirs: one asks again.
        self._unanswered = AWAY if dying else NO_ANSWER

    def make(self, n: int, key: str, deadline: float, **_: Any) -> Outcome:
        """One attempt; `deadline` is what the gateway is set to, and is checked, not enforced, here."""
        return self.post(registration(n), key)

    def post(self, body: dict[str, Any], key: str) -> Outcome:
        """One attempt with any body."""
        began = time.monotonic()
        headers = {"Idempotency-Key": key, "X-Forwarded-For": f"10.{hash(key) % 200}.{hash(key) // 7 % 200}.1"}
        try:
            answer = self._session.post(f"{self._url}/v1/outlets", json=body, headers=headers, timeout=PATIENCE)
        except requests.RequestException as error:
            return Outcome(self._unanswered, time.monotonic() - began, detail=repr(error))
        told = "Retry-After" in answer.headers or answer.status_code != AWAY
        replayed = answer.headers.get("Idempotent-Replayed") == "true"
        detail = answer.json() if answer.status_code == DONE else answer.text[:300]
        return Outcome(answer.status_code, time.monotonic() - began, replayed, told, detail)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


class WebWorld(World):
    """A world with a gateway before it. `gateway`: more of its settings."""

    serving: type[Served] = Served

    def __init__(
        self, servers: Servers, home: Path, database: Database | None = None, deadline: float = 5.0, **gateway: str
    ) -> None:
        super().__init__(servers, home, database)
        self.settings = {
            "AMQP_URI": self.uri,
            "MONGO_URI": self.database.uri,
            "DATABASE_PREFIX": self.prefix,
            "RPC_DEADLINE": str(deadline),
            "TRUSTED_PROXIES": "1",
            "TOKEN_KEY": SEED,
            "UNSIGNED": "true",
            **gateway,
        }
        self.gateway = self.serving(APPLICATION, home / "gateway.log", **self.settings)
        # More gateways of the same system.
        self.others: list[Served] = []
        # Whether gateways are killed while they are asked.
        self.dying = False
        self.client = connect(self.database.uri, "jingmei-faults")
        # The gateway's own database, which `People` puts accounts into.
        self.gateway_db = majority(self.client, f"{self.prefix}gateway")
        self._owner: Person | None = None

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return self.gateway.url

    def up(self, counts: dict[str, int] | None = None, **settings: str) -> None:
        """The services, then the gateway with an account."""
        super().up(counts, **settings)
        if self._owner is None:
            self.gateway.start()
            self._owner = self.people().new()

    def people(self) -> People:
        """Who makes accounts of this system."""
        return People(_Stack(self))

    def another(self, name: str, application: str = APPLICATION, **settings: str) -> Served:
        """One more gateway of the system, which serves."""
        made = Served(application, self.home / f"{name}.log", **self.settings, **settings)
        made.start()
        self.others.append(made)
        return made

    def kill_gateway(self, which: Served | None = None) -> None:
        """kill -9 a gateway's master and workers, and start it again."""
        which = which or self.gateway
        self.kills += 1
        which.kill()
        self.ended("gateway", KILLED, which.log)
        which.start()

    def driver(self) -> Driver:
        """A client of the gateway."""
        return self.web()

    def kill_master(self) -> list[int]:
        """kill -9 the gateway's master alone and start another beside its workers; gives their process ids."""
        workers = self.gateway.workers
        self.kills += 1
        self.gateway.kill_master()
        self.ended("gateway", KILLED, self.gateway.log)
        self.gateway.start()
        return workers

    def web(self) -> HttpDriver:
        """A client of the gateway."""
        return self.client_of(self.gateway)

    def client_of(self, gateway: Served) -> HttpDriver:
        """A client of one of several gateways."""
        return HttpDriver(gateway.url, self.owner, dying=self.dying)

    @property
    def owner(self) -> Person:
        """Whose clients ask."""
        assert self._owner is not None, "the gateway is not up yet"
        return self._owner

    def down(self) -> None:
        """The gateways first: they have commands of the services' in hand."""
        for each in (self.gateway, *self.others):
            self.ended("gateway", each.stop(), each.log)
        self._owner = None
        super().down()

    def close(self) -> None:
        """Also when the scenario broke off."""
        if self._owner is not None:
            for each in (self.gateway, *self.others):
                with suppress(ProcessLookupError):  # it was killed, and did not start again
                    each.kill()
        self.client.close()
        super().close()


class _Stack:
    """What `People` wants to know of a system."""

    def __init__(self, world: WebWorld) -> None:
        self.url, self.client, self.db = world.url, world.client, world.gateway_db
