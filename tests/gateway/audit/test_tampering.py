"""Every way of tampering with a chain shows, with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.audit import Heads, Ring, verify
from gateway.audit.blocks import KIND
from gateway.audit.clocks import look
from gateway.audit.damage import Damage
from gateway.audit.heads import kept_in
from gateway.audit.kept import BLOCKS, RESULTS, ROWS, Document
from gateway.audit.rows import digest
from gateway.audit.sealing import seal
from shared.clock import now
from tests.gateway.audit.chains import (
    KEYS,
    ONE,
    OTHER,
    RING,
    Db,
    attempt,
    chains,
    damages,
    ids,
    sealed,
    settle,
    told,
    write,
)


def block_of(db: Db, seq: int) -> Document:
    found = db[BLOCKS].find_one({"bureau": ONE, "first": {"$lte": seq}, "last": {"$gte": seq}})
    assert found is not None
    return found


def row_at(db: Db, seq: int) -> str:
    return ids(db)[seq - 1]


def remove(db: Db) -> None:
    db[ROWS].delete_one({"_id": row_at(db, 4)})


def alter(db: Db) -> None:
    db[ROWS].update_one({"_id": row_at(db, 4)}, {"$set": {"account": "somebody-else"}})


def alter_a_time(db: Db) -> None:
    db[ROWS].update_one({"_id": row_at(db, 4)}, {"$set": {"at": now() - timedelta(days=1)}})


def date_anew(db: Db) -> None:
    db[ROWS].update_one({"_id": row_at(db, 4)}, {"$set": {"written": look(db).timestamp(timedelta(days=1))}})


def add_a_field(db: Db) -> None:
    db[ROWS].update_one({"_id": row_at(db, 4)}, {"$set": {"note": "harmless"}})


def alter_its_result(db: Db) -> None:
    db[RESULTS].update_one({"results.row": row_at(db, 4)}, {"$set": {"results.$.status": 403}})


def remove_its_result(db: Db) -> None:
    db[RESULTS].delete_one({"results.row": row_at(db, 4)})


def swap(db: Db) -> None:
    three, four = (db[ROWS].find_one({"_id": row_at(db, seq)}) for seq in (3, 4))
    assert three and four
    db[ROWS].replace_one({"_id": three["_id"]}, {**four, "_id": three["_id"]})
    db[ROWS].replace_one({"_id": four["_id"]}, {**three, "_id": four["_id"]})


def alter_and_seal_again(db: Db) -> None:
    alter(db)
    row, block = db[ROWS].find_one({"_id": row_at(db, 4)}), block_of(db, 4)
    assert row is not None
    result = db[RESULTS].find_one({"results.row": row["_id"]})
    assert result is not None
    for place in block["rows"]:
        if place["id"] == row["_id"]:
            place["digest"] = digest(row, next(each for each in result["results"] if each["row"] == row["_id"]))
    db[BLOCKS].replace_one({"_id": block["_id"]}, block)


def seal_with_another_key(db: Db) -> None:
    block = block_of(db, 4)
    content = {name: value for name, value in block.items() if name not in ("_id", "written", "mac")}
    db[BLOCKS].replace_one({"_id": block["_id"]}, Ring([("k1", b"x" * 32)]).signed(KIND, content))


def take_a_block_away(db: Db) -> None:
    db[BLOCKS].delete_one({"_id": block_of(db, 4)["_id"]})


def exchange_blocks(db: Db) -> None:
    two, three = block_of(db, 4), block_of(db, 7)
    db[BLOCKS].delete_many({"_id": {"$in": [two["_id"], three["_id"]]}})
    db[BLOCKS].insert_many([{**two, "n": three["n"]}, {**three, "n": two["n"]}])


def take_the_first_away(db: Db) -> None:
    first = block_of(db, 1)
    db[ROWS].delete_many({"_id": {"$in": [place["id"] for place in first["rows"]]}})
    db[BLOCKS].delete_one({"_id": first["_id"]})


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (remove, [(Damage.REMOVED, 4)]),
        (alter, [(Damage.ALTERED, 4)]),
        (alter_a_time, [(Damage.ALTERED, 4)]),
        (date_anew, [(Damage.ALTERED, 4)]),
        (add_a_field, [(Damage.ALTERED, 4)]),
        (alter_its_result, [(Damage.ALTERED, 4)]),
        (remove_its_result, [(Damage.ALTERED, seq) for seq in (4, 5, 6)]),
        (swap, [(Damage.ALTERED, 3), (Damage.ALTERED, 4)]),
        (alter_and_seal_again, [(Damage.FORGED, 4)]),
        (seal_with_another_key, [(Damage.FORGED, 4), (Damage.REORDERED, 7)]),
        (take_a_block_away, [(Damage.REMOVED, 4)]),
        (exchange_blocks, [(Damage.FORGED, 4), (Damage.FORGED, 4), (Damage.REORDERED, 10)]),
        (take_the_first_away, [(Damage.REMOVED, 1)]),
    ],
)
def test_tampering_shows_with_its_place(
    db: Db, tamper: Callable[[Db], None], expected: list[tuple[Damage, int]]
) -> None:
    for _ in range(4):
        settle(db, [attempt(db) for _ in range(3)])
        sealed(db)
    write(db, 2, OTHER)
    sealed(db)
    assert verify(db, RING).ok
    tamper(db)
    found = [(damage, seq) for damage, seq, _ in told(db)]
    assert found[: len(expected)] == expected
    assert not verify(db, RING).ok
    assert verify(db, RING, OTHER).ok


def test_a_finding_says_which_row(db: Db) -> None:
    write(db, 8)
    sealed(db)
    alter(db)
    assert told(db) == [(Damage.ALTERED, 4, row_at(db, 4))]


@pytest.mark.parametrize("ring", [Ring([("k1", b"y" * 32)]), Ring([("k9", KEYS[0][1])])])
def test_a_chain_written_anew_without_the_key_shows(db: Db, ring: Ring) -> None:
    write(db, 3)
    sealed(db)
    db[BLOCKS].delete_many({})
    alter_all = {"$set": {"account": "somebody-else"}}
    db[ROWS].update_many({}, alter_all)
    sealed(db, ring=ring)
    assert told(db)[0][:2] == (Damage.FORGED, 1)


def test_a_new_key_signs_and_old_ones_still_verify(db: Db) -> None:
    write(db, 2)
    sealed(db)
    ring = Ring([("k2", b"z" * 32), *KEYS])
    write(db, 2)
    sealed(db, ring=ring)
    assert [block["key"] for block in db[BLOCKS].find().sort("n", 1)] == ["k1", "k2"]
    assert verify(db, ring).ok
    assert damages(db) == {Damage.FORGED}


def test_heads_that_were_kept_tell_of_an_end_that_was_cut_off_and_of_a_chain_written_anew(
    db: Db, tmp_path: Path
) -> None:
    path = tmp_path / "heads"
    for _ in range(3):
        write(db, 2)
        seal(chains(db, heads=Heads(path)))
    write(db, 1, OTHER)
    seal(chains(db, heads=Heads(path)))
    with path.open("a") as out:
        out.write('{"event":"request"}\nnot even JSON\n')
    kept = kept_in([path])
    assert verify(db, RING, heads=kept).ok
    last = block_of(db, 5)
    db[ROWS].delete_many({"_id": {"$in": [place["id"] for place in last["rows"]]}})
    db[BLOCKS].delete_one({"_id": last["_id"]})
    assert verify(db, RING).ok
    assert told(db, heads=kept[ONE] and kept) == [(Damage.TRUNCATED, 5, "")]
    db[BLOCKS].delete_many({"bureau": ONE})
    alter_all = {"$set": {"account": "somebody-else"}}
    db[ROWS].update_many({}, alter_all)
    sealed(db)
    assert verify(db, RING, ONE).ok, "whoever has the key, too, is told by nothing but the heads"
    assert damages(db, heads=kept) == {Damage.FORGED, Damage.TRUNCATED}
    db.drop_collection(BLOCKS)
    db.drop_collection(ROWS)
    assert damages(db, heads=kept) == {Damage.TRUNCATED}


def test_heads_that_cannot_be_kept_do_not_keep_rows_from_being_sealed(db: Db, tmp_path: Path) -> None:
    write(db, 1)
    assert seal(chains(db, heads=Heads(tmp_path / "nowhere" / "heads"))) == 1
