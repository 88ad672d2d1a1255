"""A database of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from shared.ids import new_id


@pytest.fixture
def db(mongo: MongoClient[Any], database_prefix: str) -> Iterator[Database[Any]]:
    found = mongo[f"{database_prefix}{new_id()[-8:]}"]
    yield found
    mongo.drop_database(found.name)
