"""The real chain over HTTP: gateway under gunicorn, outlet and notification service, a signed-in account."""

from __future__ import annotations

import base64
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from pymongo import MongoClient

from deploy.local.servers import free_ports
from gateway.accounts.bootstrap import bootstrap
from shared.ids import new_id
from tests.load.cells import ACCEPT_LEVELS, LEVELS, Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.effects import Effects
from tests.load.figures import Sample
from tests.load.servers import Servers
from tests.load.traffic import BUREAU, new_registration

CLIENTS = 2
WORKERS = 2  # of the gateway, as two instances of it would be
LOGIN, PASSWORD = "bench", "loopback and nothing else 2026"
OUTLETS = "/v1/outlets"
WRITE = {"method": "POST", "path": OUTLETS, "register": True}
PROGRAMS = ("gateway", "outlet", "notification")


def cells(servers: Servers, effects: Effects) -> list[Cell]:
    """Reading one outlet and registering outlets."""
    servers.service("outlet", "outlet")
    servers.service("notification", "tests.load.noting:NotificationService", BENCH_EFFECTS=str(effects.path))
    gateway = Gateway(servers)
    gateway.start()
    clients = [servers.client("http", "127.0.0.1", str(gateway.port), gateway.token) for _ in range(CLIENTS)]
    read = {"method": "GET", "path": f"{OUTLETS}/{gateway.register()}"}

    def reading(level: int, seconds: float) -> Sample:
        return watched(servers, clients, Job(level, seconds, options=read), PROGRAMS)

    def writing(level: int, seconds: float) -> Sample:
        return accepting(servers, clients, effects, Job(level, seconds, options=WRITE), PROGRAMS)

    made = [Cell("http_read", n, lambda seconds, n=n: reading(n, seconds)) for n in LEVELS]  # type: ignore[misc]
    made += [Cell("http_write", n, lambda seconds, n=n: writing(n, seconds)) for n in ACCEPT_LEVELS]  # type: ignore[misc]
    return made


def accepting(servers: Servers, clients: Sequence[Client], effects: Effects, job: Job, by: Sequence[str]) -> Sample:
    """Register outlets and wait until each has reached the second service, so that nothing is left behind."""
    sample = watched(servers, clients, job, by)
    moments = effects.wait(id_ for id_, _ in sample.marks)
    missing = len(sample.marks) - len(moments)
    late = [moments[id_] - sent for id_, sent in sample.marks if id_ in moments]
    return replace(sample, effects=late, errors=sample.errors + missing)


class Gateway:
    """One gateway as `make up` runs it, and an account that is signed in there."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self.port = free_ports(1)[0]
        self.token = ""

    def start(self) -> None:
        """Start it, make the first account and sign in. Raises: StartError, OSError."""
        health = free_ports(1)[0]
        settings = {
            **self._servers.settings(),
            "JINGMEI_HTTP_PORT": str(self.port),
            "JINGMEI_HEALTH_PORT": str(health),
            "JINGMEI_HTTP_WORKERS": str(WORKERS),
            "JINGMEI_TOKEN_KEY": base64.urlsafe_b64encode(b"bench only, never a real key 123").decode().rstrip("="),
        }
        gunicorn = str(Path(sys.executable).with_name("gunicorn"))
        command = [gunicorn, "-c", "deploy/gunicorn_conf.py", "gateway.app:create_app()"]
        self._servers.spawn("gateway", command, settings)
        with MongoClient[dict[str, Any]](self._servers.database.uri, w="majority") as client:
            bootstrap(client["jingmei_gateway"], BUREAU, "滨江公安", LOGIN, PASSWORD)
        self._servers.ready("gateway", f"http://127.0.0.1:{health}/ready")
        answer = self._post("/v1/sessions", {"bureau": BUREAU, "login": LOGIN, "password": PASSWORD})
        self.token = str(answer["access_token"])

    def register(self) -> str:
        """Register one outlet; its id."""
        return str(self._post(OUTLETS, new_registration()[1])["id"])

    def _post(self, path: str, data: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": new_id()}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, orjson.dumps(data), headers, method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = orjson.loads(answer.read())
            return found
