"""Facts about accounts on their way out of real gateway processes: killed between commit and send, several workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import amqp
import pytest
from pymongo import MongoClient

from deploy.local.servers import Database, free_ports
from gateway.accounts import bootstrap
from shared import events
from shared.events.envelope import decode
from shared.ids import new_id
from shared.sending.exchanges import EVENTS, declare_exchanges
from shared.transport import address
from tests.gateway.accounts.desk import PASSWORD, form
from tests.gateway.serving import Caller, Served
from tests.support.waiting import until

BUREAU = "330108"


class Ear:
    """A queue that hears every fact about accounts."""

    def __init__(self, uri: str) -> None:
        self._connection = amqp.Connection(**address(uri))
        self._connection.connect()
        self._channel = self._connection.channel()
        declare_exchanges(self._channel)
        self._queue = f"ear-{new_id()}"
        self._channel.queue_declare(self._queue, durable=True, auto_delete=False)
        self._channel.queue_bind(self._queue, EVENTS, routing_key="gateway.#")
        self.heard: list[Any] = []

    def listen(self) -> list[Any]:
        """All that has come so far."""
        while (message := self._channel.basic_get(self._queue, no_ack=True)) is not None:
            body = message.body if isinstance(message.body, bytes) else message.body.encode()
            self.heard.append(decode(body, message.properties["content_type"]))
        return self.heard

    def accounts(self) -> set[str]:
        """Logins are not told, so the accounts that were opened, by id."""
        return {each.subject for each in self.listen() if isinstance(each.data, events.AccountOpened)}

    def close(self) -> None:
        self._connection.collect()


@pytest.fixture
def ear(amqp_uri: str) -> Iterator[Ear]:
    made = Ear(amqp_uri)
    yield made
    made.close()


@pytest.fixture
def prefix() -> str:
    return f"t{new_id()[-12:]}_"


@pytest.fixture
def db(database: Database, prefix: str) -> Iterator[Any]:
    with MongoClient[dict[str, Any]](database.uri, tz_aware=True) as client:
        bootstrap(client[f"{prefix}gateway"], BUREAU, "滨江公安", "chief", PASSWORD)
        yield client[f"{prefix}gateway"]
        client.drop_database(f"{prefix}gateway")


def gateway(database: Database, prefix: str, amqp_uri: str, log: Path, **settings: str) -> Served:
    told = {"SIGN_UP_RATE": "1000/minute", "DATABASE_PREFIX": prefix, "MONGO_URI": database.uri}
    return Served("gateway.app:create_app()", log, **told, AMQP_URI=amqp_uri, **settings)


def sign_up(served: Served, login: str) -> str:
    answer = Caller(served.url)("POST", "/v1/accounts/sign-up", json=form(login))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def pending(db: Any) -> int:
    found: int = db["outbox"].count_documents({"state": "pending"})
    return found


def test_a_process_that_dies_between_commit_and_send_loses_nothing_and_each_fact_is_sent_once(
    database: Database, prefix: str, db: Any, amqp_uri: str, ear: Ear, tmp_path: Path
) -> None:
    nowhere = f"amqp://guest:guest@127.0.0.1:{free_ports(1)[0]}//"
    dying = gateway(database, prefix, nowhere, tmp_path / "dying")
    dying.begin()
    made = {sign_up(dying, f"wang{number}") for number in range(3)}
    assert pending(db) == 4  # the administrator too
    dying.kill()
    assert ear.accounts() == set()
    # Several workers send each fact once and at once: those that were left, and those of their own.
    after = gateway(database, prefix, amqp_uri, tmp_path / "after", HTTP_WORKERS="2")
    after.start()
    until("all told", lambda: made <= ear.accounts())
    until("all marked", lambda: pending(db) == 0)
    assert len(ear.heard) == 4
    made = {sign_up(after, f"zhao{number}") for number in range(10)}
    until("all told", lambda: made <= ear.accounts())
    until("all marked", lambda: pending(db) == 0)
    assert len({each.id for each in ear.heard}) == len(ear.heard) == 14
    assert after.stop() == 0


def test_accounts_from_before_are_told_when_a_gateway_starts(
    database: Database, prefix: str, db: Any, amqp_uri: str, ear: Ear, tmp_path: Path
) -> None:
    db["accounts"].update_many({}, {"$unset": {"told": ""}})
    db["outbox"].delete_many({})
    served = gateway(database, prefix, amqp_uri, tmp_path / "log")
    served.start()
    chief = db["accounts"].find_one({"login": "chief"})["_id"]
    until("told", lambda: ear.accounts() == {chief})
    assert served.stop() == 0
    served.start()
    until("all marked", lambda: pending(db) == 0)
    sign_up(served, "later")
    until("told", lambda: len(ear.accounts()) == 2)
    assert len(ear.heard) == 2
    assert served.stop() == 0
