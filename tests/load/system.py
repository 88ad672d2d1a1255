"""Our own processes of one run: gateway and services, each started when it is first needed, and accounts."""

from __future__ import annotations

import base64
import sys
import urllib.request
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from pymongo import MongoClient

from deploy.local.servers import free_ports
from gateway.accounts import bootstrap
from gateway.accounts.model import Account
from gateway.accounts.store import Accounts
from gateway.auth.sessions import Sessions
from gateway.auth.tokens import Tokens
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from shared.mongo.client import connect, database
from tests.load.client import Client
from tests.load.effects import Effects
from tests.load.servers import FIELD_KEY, Servers
from tests.load.traffic import BUREAU

CLIENTS = 2
WORKERS = 2  # of the gateway, as two instances of it would be
SEED = b"bench only, never a real key 123"
# What the programs say to each other is signed, as it is in the field.
SIGNED = {"JINGMEI_SIGNING_KEYS": f"s1:{base64.b64encode(SEED).decode()}", "JINGMEI_UNSIGNED": "false"}
LOGIN, PASSWORD = "bench", "loopback and nothing else 2026"
# The notification service notes when an event has its effect; it is otherwise as it is.
TARGETS = {"notification": "tests.load.noting:NotificationService"}


class System:
    """Everything of ours between the servers and HTTP."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.effects = Effects(servers.home / "effects")
        self._running: set[str] = set()

    def run(self, *names: str) -> None:
        """Start those of the services that do not run yet. Raises: StartError."""
        for name in names:
            if name not in self._running:
                more = {"BENCH_EFFECTS": str(self.effects.path), **SIGNED}
                self.servers.service(name, TARGETS.get(name, name), **more)
                self._running.add(name)

    def end_all(self) -> None:
        """End every process of ours; what is needed later is started anew."""
        self.servers.keep_only()
        self._running.clear()
        self.__dict__.pop("gateway", None)

    @cached_property
    def mongo(self) -> MongoClient[dict[str, Any]]:
        """A client as the processes have it."""
        return connect(self.servers.database.uri, "jingmei-bench")

    def database(self, name: str) -> Any:
        """The database of a part, written by majority."""
        return database(self.mongo, f"jingmei_{name}")

    @cached_property
    def gateway(self) -> int:
        """The port of one gateway as `make up` runs it, the pages beside it. Raises: StartError."""
        port, health = free_ports(2)
        settings = {
            **self.servers.settings(),
            **SIGNED,
            "JINGMEI_HTTP_PORT": str(port),
            "JINGMEI_HEALTH_PORT": str(health),
            "JINGMEI_HTTP_WORKERS": str(WORKERS),
            "JINGMEI_AUDIT_KEYS": FIELD_KEY,
            "JINGMEI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            # Thousands of requests a second come from one address here.
            **dict.fromkeys(("JINGMEI_ACCOUNT_RATE", "JINGMEI_ADDRESS_RATE", "JINGMEI_REFUSED_RATE"), ""),
            "JINGMEI_SECOND_FACTOR_ROLES": "none",
            "JINGMEI_TOKEN_KEY": base64.urlsafe_b64encode(SEED).decode().rstrip("="),
        }
        gunicorn = str(Path(sys.executable).with_name("gunicorn"))
        command = [gunicorn, "-c", "deploy/gunicorn_conf.py", "deploy.web:create_app()"]
        self.servers.spawn("gateway", command, settings)
        bootstrap(self.database("gateway"), BUREAU, "滨江公安", LOGIN, PASSWORD)
        self.servers.ready("gateway", f"http://127.0.0.1:{health}/ready")
        self.servers.counts.health["gateway"] = health
        return port

    def person(self, *roles: Role, bureau: str = BUREAU) -> Person:
        """A new account that is signed in."""
        port, db, id_ = self.gateway, self.database("gateway"), new_id()
        Accounts(db).add_bureau(bureau, bureau)
        login = f"p{id_.replace('-', '')}"
        made = Account(id_, bureau, login, "王芳", "!", frozenset(roles), created_at=now(), password_at=now())
        Accounts(db).add(made)
        with self.mongo.start_session() as session:
            state, _ = Sessions(db).open(made, "127.0.0.1", "bench", session)
        return Person(port, Tokens(SEED).issue(state), id_)

    def clients(self, person: Person) -> list[Client]:
        """Load clients that ask for somebody."""
        return [self.servers.client("http", "127.0.0.1", str(person.port), person.token) for _ in range(CLIENTS)]


class Person:
    """Somebody who is signed in."""

    def __init__(self, port: int, token: str, account: str) -> None:
        self.port, self.token, self.account = port, token, account

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer, which is a 2xx. Raises: OSError."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if data is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": new_id()}
        body = None if data is None else orjson.dumps(data)
        url = f"http://127.0.0.1:{self.port}/v1{path}"
        request = urllib.request.Request(url, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = orjson.loads(answer.read())
            return found
