"""A lease in the database: one holder at a time, who writes no more than it takes to keep it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from shared.ids import new_id
from shared.mongo.leases import Lease
from tests.support.waiting import until

NAME = "work"
SHORT, LONG = timedelta(seconds=3), timedelta(hours=1)


@pytest.fixture
def db(mongo: MongoClient[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    name = f"leases_{new_id()[-12:]}"
    yield mongo[name]
    mongo.drop_database(name)


def held_until(db: Database[dict[str, Any]]) -> Any:
    row = db.leases.find_one({"_id": NAME})
    assert row is not None
    return row["until"]


def test_one_holder_at_a_time(db: Database[dict[str, Any]]) -> None:
    first, second = (Lease(db, NAME, holder, LONG) for holder in ("first", "second"))
    assert [first.take(), second.take(), first.take()] == [True, False, True]


def test_while_most_of_it_is_left_it_is_not_written_again(db: Database[dict[str, Any]]) -> None:
    lease = Lease(db, NAME, "first", LONG)
    assert lease.take()
    until_ = held_until(db)
    assert lease.take()
    assert held_until(db) == until_


def test_it_is_renewed_before_it_runs_out(db: Database[dict[str, Any]]) -> None:
    lease = Lease(db, NAME, "first", SHORT)
    assert lease.take()
    taken = held_until(db)
    until("it to be taken anew", lambda: lease.take() and held_until(db) > taken)


def test_when_it_has_run_out_another_has_it_and_the_first_knows(db: Database[dict[str, Any]]) -> None:
    first, second = (Lease(db, NAME, holder, SHORT) for holder in ("first", "second"))
    assert first.take()
    until("the second to have it", second.take)
    assert not first.take()
