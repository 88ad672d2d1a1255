"""The private replica set: acknowledged writes outlive a kill, a primary that steps down is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from deploy.local.servers import Database, StartError, free_ports
from tests.deploy.conftest import left_behind
from tests.support.waiting import HOPE, until


@pytest.fixture
def client(database: Database) -> Any:
    with MongoClient[dict[str, Any]](database.uri, serverSelectionTimeoutMS=HOPE * 1000, w="majority") as made:
        yield made


def test_an_acknowledged_write_outlives_a_kill(database: Database, client: MongoClient[dict[str, Any]]) -> None:
    client.db.kept.insert_one({"_id": 1})
    database.kill()
    assert not database.running
    database.start()
    assert client.db.kept.count_documents({}) == 1


def test_another_member_takes_over(database: Database, client: MongoClient[dict[str, Any]]) -> None:
    before = client.admin.command("hello")["primary"]
    database.step_down(seconds=int(HOPE))
    until("another primary", lambda: client.admin.command("hello").get("primary") not in (before, None))
    client.db.kept.insert_one({"_id": 2})


def test_a_frozen_set_answers_after_the_thaw(database: Database, client: MongoClient[dict[str, Any]]) -> None:
    database.freeze()
    try:
        with (
            MongoClient[dict[str, Any]](database.uri, serverSelectionTimeoutMS=1_000) as other,
            pytest.raises(PyMongoError),
        ):
            other.admin.command("ping")
    finally:
        database.thaw()
    majority = client.db.get_collection("kept", write_concern=WriteConcern("majority", wtimeout=int(HOPE * 1000)))
    majority.insert_one({"_id": 3})


def told(database: Database) -> str:
    with pytest.raises(StartError) as late:
        database.wait_ready(0)
    return str(late.value)


def test_a_set_that_was_refused_is_asked_again(tmp_path: Path) -> None:
    database = Database(tmp_path, free_ports(2)[0], members=2)
    try:
        database.launch(database.ports[0])
        # Its second member is not there: nobody may form the set.
        until("the refusal", lambda: "replSetInitiate was refused" in told(database))
        database.start()
        with MongoClient[dict[str, Any]](database.uri, w="majority") as client:
            client.db.kept.insert_one({"_id": 1})
    finally:
        database.stop()


def test_a_member_that_ends_is_told(tmp_path: Path) -> None:
    database = Database(tmp_path, free_ports(2)[0], members=2)
    (tmp_path / "node1").mkdir()
    (tmp_path / "node1" / "mongod.lock").mkdir()  # it cannot have its data
    try:
        with pytest.raises(StartError, match=f"mongod on port {database.ports[1]} ended with"):
            database.start()
    finally:
        database.stop()


def test_starting_again_keeps_data_and_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path, free_ports(1)[0])
    for expected in (0, 1):
        database.start()
        with MongoClient[dict[str, Any]](database.uri) as client:
            assert client.db.kept.count_documents({}) == expected
            client.db.kept.insert_one({"_id": expected})
        database.stop()
        assert left_behind(tmp_path) == []
