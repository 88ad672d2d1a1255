"""The gateway in front of a world, and commands sent to it as an outlet's owner sends them: POST /v1/outlets."""

from __future__ import annotations

import time
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
from tests.support.servers import Servers

PATIENCE = 30.0
NO_ANSWER = 0


@lru_cache(maxsize=100_000)
def registration(n: int) -> dict[str, Any]:
    """The same body at every try; its name ends with the thing's number, which is what the service makes of it."""
    return {**new_registration()[1], "name": f"滨江播报 {n}"}


class HttpDriver:
    """Through the gateway, with an account's token, a key, and a client's own patience above every deadline."""

    def __init__(self, url: str, owner: Person) -> None:
        self._url, self._session = url, requests.Session()
        self._session.headers["Authorization"] = f"Bearer {owner.token}"

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
            return Outcome(NO_ANSWER, time.monotonic() - began, detail=repr(error))
        told = "Retry-After" in answer.headers or answer.status_code != AWAY
        replayed = answer.headers.get("Idempotent-Replayed") == "true"
        detail = answer.json() if answer.status_code == DONE else answer.text[:300]
        return Outcome(answer.status_code, time.monotonic() - began, replayed, told, detail)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


class WebWorld(World):
    """A world with a gateway before it."""

    def __init__(self, servers: Servers, home: Path, database: Database | None = None, deadline: float = 5.0) -> None:
        super().__init__(servers, home, database)
        settings = {
            "AMQP_URI": self.uri,
            "MONGO_URI": self.database.uri,
            "DATABASE_PREFIX": self.prefix,
            "RPC_DEADLINE": str(deadline),
            "TRUSTED_PROXIES": "1",
            "TOKEN_KEY": SEED,
            "UNSIGNED": "true",
        }
        self.gateway = Served("gateway.app:create_app()", home / "gateway.log", **settings)
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
            self._owner = People(_Stack(self)).new()

    def driver(self) -> Driver:
        """A client of the gateway."""
        return self.web()

    def web(self) -> HttpDriver:
        """A client of the gateway."""
        assert self._owner is not None, "the gateway is not up yet"
        return HttpDriver(self.url, self._owner)

    def down(self) -> None:
        """The gateway first: it has commands of the services' in hand."""
        self.ended("gateway", self.gateway.stop(), self.gateway.log)
        self._owner = None
        super().down()

    def close(self) -> None:
        """Also when the scenario broke off."""
        if self._owner is not None:
            self.gateway.kill()
        self.client.close()
        super().close()


class _Stack:
    """What `People` wants to know of a system."""

    def __init__(self, world: WebWorld) -> None:
        self.url, self.client, self.db = world.url, world.client, world.gateway_db
