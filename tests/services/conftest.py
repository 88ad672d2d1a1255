"""A database of its own for each test of a service that asks, empty and with its indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from shared.ids import new_id
from shared.mongo import connect
from shared.mongo.client import database
from tests.services.stage import Stage, prepare
from tests.support.dropping import drop


class Reshaped(CommandListener):
    """Names of databases whose collections or indexes somebody has changed."""

    COMMANDS = frozenset(
        {"collMod", "create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "renameCollection"}
    )

    def __init__(self) -> None:
        self.names: set[str] = set()

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in self.COMMANDS:
            self.names.add(event.database_name)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """No matter."""

    def failed(self, event: CommandFailedEvent) -> None:
        """No matter."""


class Databases:
    """Databases of service classes, emptied and lent again.

    One made and dropped per test would cost the server more than the tests: the files of what is dropped stay open
    until the next checkpoint, and a thousand tests of sixty files each were more than a process may have. To make sure
    of all indexes and to empty every collection each time cost more than the tests, too.
    """

    def __init__(self, mongo_uri: str) -> None:
        self._reshaped = Reshaped()
        self.client = connect(mongo_uri, "jingmei-tests", event_listeners=[self._reshaped])
        self._free: defaultdict[type[Any], list[Database[Any]]] = defaultdict(list)

    def take(self, cls: type[Any]) -> Database[Any]:
        """An empty one that nobody has, with the indexes of the service."""
        if free := self._free[cls]:
            return free.pop()
        made = database(self.client, f"t_{new_id().replace('-', '')}")
        prepare(cls, made)
        self._reshaped.names.discard(made.name)
        return made

    def give_back(self, cls: type[Any], db: Database[Any]) -> None:
        """Empty it for the next; one that is no longer as it was made goes."""
        if db.name in self._reshaped.names:
            self.client.drop_database(db.name)
            return
        for name in filled(db):
            db[name].delete_many({})
        self._free[cls].append(db)

    def close(self) -> None:
        """Remove all that were given back."""
        drop(self.client, [db.name for free in self._free.values() for db in free])
        self.client.close()


def filled(db: Database[Any]) -> list[str]:
    """The collections that have a document; asked at once, as most have none."""
    names = db.list_collection_names(filter={"type": "collection", "name": {"$not": {"$regex": "^system"}}})
    looks = {name: [{"$limit": 1}, {"$project": {"_id": {"$literal": name}}}] for name in names}
    unions = [{"$unionWith": {"coll": name, "pipeline": look}} for name, look in looks.items()]
    # Of a collection that is not there nothing is found but what the others add.
    return [found["_id"] for found in db["none"].aggregate(unions)]


@pytest.fixture(scope="session")
def databases(mongo_uri: str) -> Iterator[Databases]:
    lent = Databases(mongo_uri)
    yield lent
    lent.close()


@pytest.fixture
def stage(databases: Databases) -> Iterator[Callable[[type[Any]], Stage]]:
    """Puts a service class on a fresh database."""
    stages: list[Stage] = []

    def put(cls: type[Any]) -> Stage:
        stages.append(Stage(cls, databases.client, databases.take(cls)))
        return stages[-1]

    yield put
    for each in stages:
        each.stop()
        databases.give_back(each.cls, each.db)
