"""The whole system for tests: five services and a gateway as processes, on a virtual host and databases of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from pymongo import MongoClient
from pymongo.database import Database as Mongo

from deploy.local.processes import tail, wait_for
from deploy.local.servers import Broker, Database, free_ports
from shared.ids import new_id
from shared.mongo.client import connect
from shared.mongo.client import database as majority
from tests.gateway.serving import KEY, ROOT, SEED, Served

SERVICES = ("outlet", "submission", "review", "scoring", "notification")
APPLICATION = "gateway.app:create_app()"
PATIENCE = 60.0
MAX_UPLOAD = 2_000_000


class Instance:
    """One process of a service."""

    def __init__(self, service: str, settings: dict[str, str], log: Path) -> None:
        self.service, self.log = service, log
        self.health = free_ports(1)[0]
        self._settings = settings | {"JINGMEI_HEALTH_PORT": str(self.health), "JINGMEI_INSTANCE": log.stem}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait_ready` says when it serves."""
        command = [sys.executable, "-W", "ignore", "-m", "shared.run", self.service]
        with self.log.open("ab") as out:
            environment = os.environ | self._settings
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)

    def wait_ready(self) -> None:
        """Until it serves. Raises: StartError with its log."""
        wait_for(f"{self.service} on {self.health}", self._ready, PATIENCE, self.log)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def _ready(self) -> bool:
        assert self._process is not None and self._process.poll() is None, tail(self.log)
        try:
            return requests.get(f"http://127.0.0.1:{self.health}/ready", timeout=5).status_code == 200
        except requests.RequestException:
            return False


class Stack:
    """Everything between the broker and HTTP. `more` are settings of the gateway, without their prefix."""

    def __init__(self, broker: Broker, database: Database, home: Path, **more: str) -> None:
        self._broker, self._home = broker, home
        self._name = f"e{new_id()[-12:]}"
        self.prefix = f"{self._name}_"
        self._servers = {
            "AMQP_URI": broker.uri(self._name),
            "MONGO_URI": database.uri,
            "DATABASE_PREFIX": self.prefix,
            "FIELD_KEYS": f"k1:{KEY}",
            "LOG_LEVEL": "warning",
        }
        self.running: dict[str, list[Instance]] = {name: [] for name in SERVICES}
        # Callers of the tests say in X-Forwarded-For who they are: rates are counted for each of them.
        upload = {"MAX_UPLOAD": str(MAX_UPLOAD), "TRUSTED_PROXIES": "1"}
        self.gateway = Served(APPLICATION, home / "gateway.log", **self._servers, **upload, **more)
        self.client: MongoClient[dict[str, Any]] = connect(database.uri, "jingmei-e2e")
        self.db: Mongo[dict[str, Any]] = majority(self.client, f"{self.prefix}gateway")

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return self.gateway.url

    @property
    def settings(self) -> dict[str, str]:
        """What an operator's command or another process needs to join in."""
        told = self._servers | {"HTTP_PORT": str(self.gateway.port), "TOKEN_KEY": SEED}
        return {f"JINGMEI_{name}": value for name, value in told.items()}

    def start(self) -> None:
        """Start everything and wait until it serves. Raises: StartError."""
        self._broker.add_vhost(self._name)
        made = [self._make(name) for name in SERVICES]
        try:
            self.gateway.start()
            for each in made:
                each.wait_ready()
        except BaseException:  # whatever it was, nothing may be left running
            self._end()
            raise

    def add(self, service: str) -> Instance:
        """One more instance of a service, ready."""
        made = self._make(service)
        made.wait_ready()
        return made

    def remove(self, service: str) -> None:
        """Stop the latest instance of a service; it leaves with code 0."""
        instance = self.running[service].pop()
        assert instance.stop() == 0, tail(instance.log)

    def stop(self) -> None:
        """Stop everything and remove its data. Every process leaves with code 0."""
        codes = self._end()
        for name in (*SERVICES, "gateway"):
            self.client.drop_database(self.prefix + name)
        self.client.close()
        self._broker.delete_vhost(self._name)
        assert set(codes.values()) == {0}, codes

    def _end(self) -> dict[str, int]:
        """Exit codes of all processes, which are told to stop."""
        codes = {"gateway": self.gateway.stop()}
        for service, instances in self.running.items():
            codes |= {f"{service}-{index}": each.stop() for index, each in enumerate(instances)}
        return codes

    def _make(self, service: str) -> Instance:
        instances = self.running[service]
        log = self._home / f"{service}-{new_id()[-6:]}.log"
        settings = {name: value for name, value in self.settings.items() if "TOKEN" not in name}
        instances.append(Instance(service, settings, log))
        instances[-1].start()
        return instances[-1]
