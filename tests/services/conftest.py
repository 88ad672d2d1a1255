"""A database of its own for each test of a service that asks, empty and with its indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pymongo.database import Database

from shared.ids import new_id
from shared.mongo import connect
from shared.mongo.client import database
from tests.services.stage import Stage


class Databases:
    """Databases of service classes, emptied and lent again.

    One made and dropped per test would cost the server more than the tests: the files of what is dropped stay open
    until the next checkpoint, and a thousand tests of sixty files each were more than a process may have.
    """

    def __init__(self, mongo_uri: str) -> None:
        self.client = connect(mongo_uri, "jingmei-tests")
        self._free: defaultdict[type[Any], list[Database[Any]]] = defaultdict(list)

    def take(self, cls: type[Any]) -> Database[Any]:
        """An empty one that nobody has."""
        free = self._free[cls]
        return free.pop() if free else database(self.client, f"t_{new_id().replace('-', '')}")

    def give_back(self, cls: type[Any], db: Database[Any]) -> None:
        """Empty it for the next."""
        for name in db.list_collection_names(filter={"type": "collection", "name": {"$not": {"$regex": "^system"}}}):
            db[name].delete_many({})
        self._free[cls].append(db)

    def close(self) -> None:
        """Remove all that were given back."""
        for free in self._free.values():
            for db in free:
                self.client.drop_database(db.name)
        self.client.close()


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
