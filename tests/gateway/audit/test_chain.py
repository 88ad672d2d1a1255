"""The chain: every way of tampering with it shows, and what is pruned leaves a chain that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from pymongo.database import Database as MongoDatabase

from deploy.local.servers import Database
from gateway.audit import Trail, prune, pruning, verify
from gateway.audit.rows import Document, digest, made_by_the_system
from gateway.audit.sealing import UNKNOWN_AFTER, seal
from gateway.audit.verification import OPEN_FOR, Chain, Damage
from shared.clock import now
from shared.ids import new_id
from shared.mongo.client import connect
from shared.mongo.client import database as majority
from shared.mongo.indexes import ensure

ONE, OTHER = "330108", "330109"


@pytest.fixture(scope="module")
def client(database: Database) -> Iterator[Any]:
    made = connect(database.uri, "test")
    yield made
    made.close()


@pytest.fixture
def db(client: Any) -> Iterator[MongoDatabase[Document]]:
    made = majority(client, f"t{new_id()[-12:]}_gateway")
    ensure(made, Trail.INDEXES)
    yield made
    client.drop_database(made.name)


def write(db: MongoDatabase[Document], count: int, bureau: str = ONE, **fields: Any) -> None:
    rows = [{**made_by_the_system(bureau, "test.made", f"object-{n}"), **fields} for n in range(count)]
    db["audit"].insert_many(rows)


def chain(db: MongoDatabase[Document], bureau: str = ONE) -> Chain:
    return verify(db, bureau).chains[0]


def damages(db: MongoDatabase[Document]) -> set[Damage]:
    return {finding.damage for finding in chain(db).findings}


def test_sealed_rows_are_a_chain_per_bureau_in_order(db: MongoDatabase[Document]) -> None:
    write(db, 5)
    write(db, 3, OTHER)
    assert seal(db) == 8
    write(db, 2)
    assert seal(db) == 2
    assert seal(db) == 0
    sealed = list(db["audit"].find({"bureau": ONE}).sort("seq", 1))
    assert [row["seq"] for row in sealed] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["_id"] for row in sealed] == sorted(row["_id"] for row in sealed)
    assert all(after["previous"] == before["hash"] for before, after in pairwise(sealed))
    report = verify(db)
    assert report.ok
    assert [(each.bureau, each.rows) for each in report.chains] == [(ONE, 7), (OTHER, 3)]
    assert report.to_dict()["chains"][0]["head"] == sealed[-1]["hash"]


def remove(db: MongoDatabase[Document]) -> None:
    db["audit"].delete_one({"bureau": ONE, "seq": 4})


def remove_the_first(db: MongoDatabase[Document]) -> None:
    db["audit"].delete_one({"bureau": ONE, "seq": 1})


def alter(db: MongoDatabase[Document]) -> None:
    db["audit"].update_one({"bureau": ONE, "seq": 4}, {"$set": {"account": "somebody-else"}})


def alter_a_time(db: MongoDatabase[Document]) -> None:
    db["audit"].update_one({"bureau": ONE, "seq": 4}, {"$set": {"at": now() - timedelta(days=1)}})


def add_a_field(db: MongoDatabase[Document]) -> None:
    db["audit"].update_one({"bureau": ONE, "seq": 4}, {"$set": {"note": "harmless"}})


def alter_and_hash_again(db: MongoDatabase[Document]) -> None:
    row = {**found(db, 4), "account": "somebody-else"}
    db["audit"].replace_one({"_id": row["_id"]}, {**row, "hash": digest(row)})


def alter_the_last_and_hash_again(db: MongoDatabase[Document]) -> None:
    row = {**found(db, 8), "account": "somebody-else"}
    db["audit"].replace_one({"_id": row["_id"]}, {**row, "hash": digest(row)})


def swap(db: MongoDatabase[Document]) -> None:
    three, four = found(db, 3), found(db, 4)
    db["audit"].delete_many({"_id": {"$in": [three["_id"], four["_id"]]}})
    exchanged = [{**three, "seq": 4}, {**four, "seq": 3}]
    db["audit"].insert_many([{**row, "hash": digest(row)} for row in exchanged])


def put_in(db: MongoDatabase[Document]) -> None:
    remove(db)
    row = {**found(db, 3), "_id": new_id(), "seq": 4}
    db["audit"].insert_one({**row, "hash": digest(row)})


def truncate(db: MongoDatabase[Document]) -> None:
    db["audit"].delete_many({"bureau": ONE, "seq": {"$gt": 6}})


def empty(db: MongoDatabase[Document]) -> None:
    db["audit"].delete_many({"bureau": ONE})


def lose_the_head(db: MongoDatabase[Document]) -> None:
    db["audit_heads"].delete_one({"_id": ONE})


def found(db: MongoDatabase[Document], seq: int) -> Document:
    row = db["audit"].find_one({"bureau": ONE, "seq": seq})
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("tamper", "damage"),
    [
        (remove, Damage.REMOVED),
        (remove_the_first, Damage.REMOVED),
        (alter, Damage.ALTERED),
        (alter_a_time, Damage.ALTERED),
        (add_a_field, Damage.ALTERED),
        (alter_and_hash_again, Damage.REORDERED),
        (alter_the_last_and_hash_again, Damage.ALTERED),
        (swap, Damage.REORDERED),
        (put_in, Damage.REORDERED),
        (truncate, Damage.TRUNCATED),
        (empty, Damage.TRUNCATED),
        (lose_the_head, Damage.TRUNCATED),
    ],
)
def test_tampering_shows(
    db: MongoDatabase[Document], tamper: Callable[[MongoDatabase[Document]], None], damage: Damage
) -> None:
    write(db, 8)
    write(db, 2, OTHER)
    seal(db)
    assert verify(db).ok
    tamper(db)
    assert damage in damages(db)
    assert not verify(db).ok
    assert verify(db, OTHER).ok


def test_a_finding_says_where(db: MongoDatabase[Document]) -> None:
    write(db, 8)
    seal(db)
    altered = found(db, 4)["_id"]
    alter(db)
    assert [(f.damage, f.seq, f.row) for f in chain(db).findings] == [(Damage.ALTERED, 4, altered)]


def test_when_time_is_up_it_says_how_far_it_came(db: MongoDatabase[Document]) -> None:
    write(db, 5)
    seal(db)
    (part,) = verify(db, ONE, 0).chains
    assert (part.complete, part.findings, part.rows, part.last) == (False, (), 0, 0)
    assert verify(db, ONE, 60).chains[0].complete


def test_rows_that_are_kept_out_of_the_chain_show(db: MongoDatabase[Document]) -> None:
    write(db, 1)
    assert chain(db).findings == ()
    with time_machine.travel(now() + OPEN_FOR + timedelta(seconds=1), tick=True):
        assert damages(db) == {Damage.UNSEALED}
        seal(db)
        assert damages(db) == set()


def test_a_row_without_a_result_is_sealed_as_unknown_and_never_changed_after(db: MongoDatabase[Document]) -> None:
    write(db, 1, ended=None, status=None)
    assert seal(db) == 0
    trail = Trail(db)
    trail.start()
    with time_machine.travel(now() + UNKNOWN_AFTER + timedelta(seconds=1), tick=True):
        assert seal(db) == 1
    assert chain(db).unknown == 1
    trail.settle(found(db, 1)["_id"], {"status": 200, "ended": now()})
    trail.close()
    assert found(db, 1)["status"] is None
    assert verify(db).ok


def test_two_sealers_at_once_do_not_fork_the_chain(db: MongoDatabase[Document]) -> None:
    write(db, 60)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: seal(db), range(8)))
    seal(db)
    assert verify(db).ok
    assert chain(db).rows == 60


def test_old_rows_leave_and_the_chain_holds(db: MongoDatabase[Document]) -> None:
    write(db, 5, at=now() - timedelta(days=200))
    write(db, 2, OTHER)
    seal(db)
    write(db, 3)
    seal(db)
    assert prune(db, 180) == 5
    assert prune(db, 180) == 0
    report = chain(db)
    assert (report.first, report.findings) == (6, ())
    seal(db)
    assert verify(db).ok
    assert found(db, 9)["operation"] == "audit.prune"
    assert found(db, 9)["object"] == "1-5"
    remove_first = db["audit"].delete_one({"bureau": ONE, "seq": 6})
    assert remove_first.deleted_count == 1
    assert damages(db) == {Damage.REMOVED}


def test_much_leaves_in_steps_and_a_crash_in_between_is_made_good(
    db: MongoDatabase[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "STEP", 4)
    write(db, 10, at=now() - timedelta(days=200))
    write(db, 1)
    seal(db)
    kept = list(db["audit"].find({"seq": {"$lte": 4}}))
    assert prune(db, 180) == 10
    db["audit"].insert_many(kept)  # the checkpoint had moved, the rows had not yet left
    assert chain(db).findings == ()
    assert prune(db, 180) == 4
    seal(db)
    steps = db["audit"].find({"operation": "audit.prune"}).sort("seq", 1)
    assert [row["object"] for row in steps] == ["1-4", "5-8", "9-10"]
    assert verify(db).ok


def test_nothing_younger_than_180_days_leaves_whatever_is_asked_for(db: MongoDatabase[Document]) -> None:
    write(db, 3, at=now() - timedelta(days=179))
    seal(db)
    assert prune(db, 1) == 0
    assert chain(db).rows == 3


def test_a_chain_may_leave_as_a_whole(db: MongoDatabase[Document]) -> None:
    write(db, 3, at=now() - timedelta(days=400))
    seal(db)
    assert prune(db, 180) == 3
    assert verify(db).ok
    seal(db)
    assert (chain(db).first, chain(db).rows) == (4, 1)
    assert verify(db).ok
