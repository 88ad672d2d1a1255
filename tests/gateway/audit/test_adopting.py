"""A chain of an earlier version goes on in blocks; what was wrong with it stays told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from gateway.audit import verify
from gateway.audit.blocks import GENESIS, Chains
from gateway.audit.damage import Damage
from gateway.audit.joining import whole
from gateway.audit.kept import BLOCKS, ROWS, Document
from gateway.audit.rows import made_by_the_system
from gateway.audit.sealing import Sealing
from shared.clock import now
from tests.gateway.audit.chains import ONE, RING, Db, chain, chains, ids, sealed, told, write

HEADS = "audit_heads"


def earlier(db: Db, count: int, begun: int = 0) -> None:
    """What that version left: rows in their chain, and its head."""
    previous = GENESIS
    for seq in range(begun + 1, begun + count + 1):
        row = {**made_by_the_system(ONE, "test.made", f"object-{seq}"), "seq": seq, "previous": previous}
        del row["written"]
        content = orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
        previous = hashlib.sha256(content).hexdigest()
        db[ROWS].insert_one({**row, "hash": previous})
    head: Document = {"_id": ONE, "seq": begun + count, "hash": previous, "sealed_at": now()}
    if begun:
        head["checkpoint"] = {"seq": begun, "hash": GENESIS, "at": now()}
    db[HEADS].insert_one(head)


def unsettled(db: Db, **fields: Any) -> str:
    """A row that it had not sealed."""
    row = {**made_by_the_system(ONE, "test.asked", "object"), "open": True, "status": None, "ended": None, **fields}
    del row["written"]
    db[ROWS].insert_one(row)
    return str(row["_id"])


def test_it_goes_on_with_its_numbers_and_its_last_hash(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.audit.adopting.STEP", 4)
    earlier(db, 10)
    before = list(db[ROWS].find().sort("seq", 1))
    unsettled(db, status=200, ended=now())
    write(db, 2)
    assert sealed(db) == 3
    blocks = list(db[BLOCKS].find().sort("n", 1))
    assert [(block["first"], block["last"]) for block in blocks] == [(1, 4), (5, 8), (9, 10), (11, 13)]
    assert blocks[0]["adopted"]["hash"] == before[-1]["hash"]
    assert list(db[ROWS].find({"seq": {"$gt": 0}}).sort("seq", 1)) == before, "no row is changed"
    assert [row["seq"] for row in whole(db, before)] == list(range(1, 11))
    assert verify(db, RING).ok
    assert chain(db).rows == 13
    db[ROWS].update_one({"seq": 3}, {"$set": {"account": "somebody-else"}})
    assert told(db) == [(Damage.ALTERED, 3, before[2]["_id"])]


def test_one_that_had_lost_its_beginning_begins_there(db: Db) -> None:
    earlier(db, 3, begun=7)
    write(db, 1)
    sealed(db)
    report = chain(db)
    assert (report.first, report.last, report.findings) == (8, 11, ())


def test_one_whose_rows_had_all_left_goes_on_after_them(db: Db) -> None:
    earlier(db, 0, begun=7)
    write(db, 1)
    sealed(db)
    assert (chain(db).first, chain(db).last, chain(db).findings) == (8, 8, ())


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda rows: rows.update_one({"seq": 2}, {"$set": {"account": "x"}}), [(Damage.ALTERED, 2)]),
        (
            lambda rows: rows.update_one({"seq": 2}, {"$set": {"previous": "x"}}),
            [(Damage.REORDERED, 2), (Damage.ALTERED, 2)],
        ),
        (lambda rows: rows.delete_one({"seq": 2}), [(Damage.REMOVED, 2)]),
        (lambda rows: rows.delete_one({"seq": 4}), [(Damage.TRUNCATED, 4), (Damage.REMOVED, 4)]),
        (lambda rows: rows.database[HEADS].update_one({}, {"$set": {"hash": "x"}}), [(Damage.ALTERED, 4)]),
    ],
)  # fmt: skip
def test_what_was_wrong_with_it_stays_told(
    db: Db, tamper: Callable[[Any], Any], expected: list[tuple[Damage, int]]
) -> None:
    earlier(db, 4)
    tamper(db[ROWS])
    for _ in range(2):
        write(db, 1)
        sealed(db)
    assert [(damage, seq) for damage, seq, _ in told(db)] == expected


def test_a_crash_in_the_middle_is_made_good(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    monkeypatch.setattr("gateway.audit.adopting.STEP", 2)
    earlier(db, 5)
    write(db, 1)
    append, times = Chains.append, []

    def twice(*given: Any, **options: Any) -> Any:
        times.append(1)
        if len(times) > 2:
            raise Killed
        return append(*given, **options)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Chains, "append", twice)
        sealed(db)
    assert len(ids(db)) == 4
    sealed(db)
    assert (len(ids(db)), chain(db).rows, verify(db, RING).ok) == (6, 6, True)


def test_a_gateway_of_that_version_beside_this_one_does_not_break_it(db: Db) -> None:
    """It may still write rows, and seal them in its own way, before or after they are in a block."""
    earlier(db, 2)
    sealing = Sealing(chains(db))
    row = unsettled(db, status=200, ended=now() - timedelta(seconds=1))
    while sealing.sweeping:
        sealing.round()
    assert ids(db)[-1] == row
    sealed_too = {"$set": {"seq": 3, "previous": "a", "hash": "b"}, "$unset": {"open": ""}}
    db[ROWS].update_one({"_id": row}, sealed_too)
    assert (chain(db).rows, chain(db).findings) == (3, ())
