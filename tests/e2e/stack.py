"""The whole system for tests: every service and a gateway as processes, on a virtual host and databases of its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database as Mongo

from deploy.local.servers import Broker, Database
from jingmei.broker import queues_of
from services import PROGRAMS, SERVICES
from shared.ids import new_id
from shared.mongo.client import connect
from shared.mongo.client import database as majority
from shared.sending.permissions import definitions, of_operator, of_program
from shared.settings import KernelSettings
from shared.signing import OPERATOR
from tests.gateway.serving import KEY, SEED, SIGNING, Served
from tests.support.caller import connect as connected
from tests.support.dropping import drop
from tests.support.process import ServiceProcess

APPLICATION = "deploy.web:create_app()"
MAX_UPLOAD = 2_000_000
PASSWORD = "of-a-test"
# Rates per account.
PER_ACCOUNT = ("REQUEST_RATE", "MESSAGE_RATE", "SUGGESTION_RATE", "UPLOAD_RATE")


class Stack:
    """Everything between the broker and HTTP. `application`: what gunicorn runs; `gateway`: more of its settings."""

    def __init__(
        self, broker: Broker, database: Database, home: Path, application: str = APPLICATION, **gateway: str
    ) -> None:
        self._broker, self._home = broker, home
        self._name = f"e{new_id()[-12:]}"
        # At the broker everybody is a user of their own, who may no more than they need; so is whoever tests.
        self._users = {f"{self._name}-{program}": of_program(program) for program in PROGRAMS}
        self._users[f"{self._name}-{OPERATOR}"] = of_operator()
        self._servers = {
            "AMQP_URI": broker.uri(self._name),
            "MONGO_URI": database.uri,
            "DATABASE_PREFIX": f"{self._name}_",
            "FIELD_KEYS": f"k1:{KEY}",
            "SIGNING_KEYS": SIGNING,
            "UNSIGNED": "false",
        }
        self.running: dict[str, list[ServiceProcess]] = {name: [] for name in SERVICES}
        # Callers of the tests say in X-Forwarded-For who they are: rates are counted for each of them.
        # What one account may send in an hour is less than one of theirs does in a minute.
        often = dict.fromkeys(PER_ACCOUNT, "1000/minute")
        more = {"MAX_UPLOAD": str(MAX_UPLOAD), "TRUSTED_PROXIES": "1", **often, **gateway}
        self.gateway = Served(application, home / "gateway.log", **(self._servers | more | self._as("gateway")))
        self.client: MongoClient[dict[str, Any]] = connect(database.uri, "jingmei-e2e")
        self.db: Mongo[dict[str, Any]] = majority(self.client, f"{self._name}_gateway")

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return self.gateway.url

    @property
    def amqp_uri(self) -> str:
        """The broker, for who may do everything there."""
        return self._servers["AMQP_URI"]

    @property
    def settings(self) -> dict[str, str]:
        """What an operator's command needs to join in."""
        told = self._servers | self._as(OPERATOR) | {"HTTP_PORT": str(self.gateway.port)}
        told |= {"TOKEN_KEY": SEED, "AUDIT_KEYS": f"k1:{KEY}"}
        return {f"JINGMEI_{name}": value for name, value in told.items()}

    def start(self) -> None:
        """Start everything and wait until it serves. Raises: AssertionError with the log of who does not."""
        self._broker.add_vhost(self._name)
        self._broker.define(definitions(self._name, self._users, dict.fromkeys(self._users, PASSWORD)))
        for name in SERVICES:
            self._launch(name)
        try:
            self.gateway.start()
            for instances in self.running.values():
                instances[0].wait_ready()
        except BaseException:  # whatever it was, nothing may be left running
            self._end()
            raise

    def add(self, service: str) -> ServiceProcess:
        """One more instance of a service, ready."""
        return self._launch(service).wait_ready()

    def remove(self, service: str) -> None:
        """Stop the latest instance of a service; it leaves with code 0."""
        instance = self.running[service].pop()
        assert instance.terminate() == 0, instance.tail()

    def of(self, owner: str) -> Mongo[dict[str, Any]]:
        """The database of a service or of the gateway."""
        return majority(self.client, f"{self._name}_{owner}")

    def forget(self, service: str) -> None:
        """Stop a service and remove its database and its queues, as if it had never been."""
        while self.running[service]:
            self.remove(service)
        self.client.drop_database(self.of(service).name)
        with closing(connected(self._servers["AMQP_URI"])) as connection:
            for queue in queues_of(service, KernelSettings.retry_ladder):
                connection.channel().queue_delete(queue)

    def stop(self) -> None:
        """Stop everything and remove its data. Every process leaves with code 0."""
        codes = self._end()
        drop(self.client, [f"{self._name}_{name}" for name in PROGRAMS])
        self.client.close()
        self._broker.delete_vhost(self._name)
        for user in self._users:
            self._broker.delete_user(user)
        assert set(codes.values()) == {0}, self._last_words(codes)

    def uri(self, program: str) -> str:
        """The broker, as a program's user or as the operator."""
        return self._broker.uri(self._name, f"{self._name}-{program}", PASSWORD)

    def _as(self, program: str) -> dict[str, str]:
        return {"AMQP_URI": self.uri(program)}

    def _end(self) -> dict[str, int]:
        """Exit codes of all processes, which are told to stop."""
        codes = {"gateway": self.gateway.stop()}
        for service, instances in self.running.items():
            codes |= {f"{service}-{number}": each.terminate() for number, each in enumerate(instances)}
        return codes

    def _last_words(self, codes: dict[str, int]) -> str:
        """Exit codes, and the ends of the logs of those who did not leave with 0."""
        told = [str(codes)]
        for name in (name for name, code in codes.items() if code):
            service, _, number = name.partition("-")
            log = self.running[service][int(number)].tail(40) if number else self.gateway.log.read_text()[-5000:]
            told.append(f"{name}:\n{log}")
        return "\n".join(told)

    def _launch(self, service: str) -> ServiceProcess:
        instances = self.running[service]
        log = self._home / f"{service}-{new_id()[-6:]}.log"
        told = self._servers | self._as(service)
        own = {f"JINGMEI_{name}": value for name, value in told.items()}
        instances.append(ServiceProcess(service, own | {"JINGMEI_INSTANCE": log.stem}, log))
        return instances[-1]
