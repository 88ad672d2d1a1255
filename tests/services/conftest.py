"""A database of its own for each test of a service that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.ids import new_id
from shared.mongo import connect
from shared.mongo.client import database
from tests.services.stage import Stage


@pytest.fixture
def stage(mongo_uri: str) -> Iterator[Callable[[type[Any]], Stage]]:
    """Puts a service class on a fresh database."""
    client = connect(mongo_uri, "jingmei-tests")
    stages: list[Stage] = []

    def put(cls: type[Any]) -> Stage:
        name = f"t_{new_id().replace('-', '')}"
        stages.append(Stage(cls, client, database(client, name)))
        return stages[-1]

    yield put
    for each in stages:
        each.stop()
        client.drop_database(each.db.name)
    client.close()
