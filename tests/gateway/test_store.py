"""Transactions of the gateway, on a server that stops in the middle of one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.servers import Database, free_ports
from gateway.store import transact
from shared.mongo.client import connect, unreachable

# Of hope, and far from the 120 s for which pymongo goes on by itself.
BOUND = 60


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[Database]:
    """One that may be stopped."""
    made = Database(tmp_path / "database", free_ports(1)[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture
def client(own_database: Database) -> Iterator[MongoClient[dict[str, Any]]]:
    with connect(own_database.uri, "test", timeoutMS=2_000) as made:
        made["t"]["rows"].insert_one({"_id": "there"})
        yield made


def test_a_transaction_in_which_the_server_freezes_ends_with_its_time(
    own_database: Database, client: MongoClient[dict[str, Any]]
) -> None:
    def work(session: ClientSession) -> None:
        client["t"]["rows"].insert_one({"_id": "new"}, session=session)
        own_database.freeze()

    told: list[BaseException] = []

    def transaction() -> None:
        try:
            transact(client, work)
        except PyMongoError as error:
            told.append(error)

    thread = threading.Thread(target=transaction, daemon=True)
    thread.start()
    thread.join(BOUND)
    own_database.thaw()
    assert not thread.is_alive()
    assert len(told) == 1
    assert unreachable(told[0]), told


def test_a_conflict_is_tried_again_within_its_time(client: MongoClient[dict[str, Any]]) -> None:
    tries = []

    def work(session: ClientSession) -> str:
        tries.append(1)
        client["t"]["rows"].update_one({"_id": "there"}, {"$inc": {"n": 1}}, session=session)
        if len(tries) < 3:
            raise OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]})
        return "done"

    assert transact(client, work) == "done"
    assert len(tries) == 3
    assert client["t"]["rows"].find_one() == {"_id": "there", "n": 1}
