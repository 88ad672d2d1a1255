"""`jingmei audit verify` on a real trail: whole, and tampered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gateway.audit.rows import GENESIS, made_by_the_system, sealed
from gateway.audit.trail import HEADS, ROWS, Trail
from jingmei.stores import Stores
from shared.labels import label

Jingmei = Callable[..., Any]
Rows = Any


def record(stores: Stores, bureau: str, count: int) -> Rows:
    """A bureau's chain of sealed rows; gives the collection."""
    db, hash_ = stores.database("gateway"), GENESIS
    (chain,) = [index for index in Trail.INDEXES[ROWS] if index.document["name"] == "chain"]
    db[ROWS].create_indexes([chain])
    for seq in range(1, count + 1):
        row = made_by_the_system(bureau, "outlets.verify", f"o{seq}")
        row |= sealed(row, seq, hash_)
        del row["open"]
        hash_ = row["hash"]
        db[ROWS].insert_one(row)
    db[HEADS].insert_one({"_id": bureau, "seq": count, "hash": hash_})
    return db[ROWS]


def test_a_whole_trail(deployment: Stores, jingmei: Jingmei) -> None:
    assert jingmei("audit", "verify").code == 0
    record(deployment, "370829", 3)
    record(deployment, "370830", 2)
    outcome = jingmei("audit", "verify")
    assert (outcome.code, "whole: 5 rows" in outcome.err) == (0, True)
    only = jingmei("audit", "verify", "--bureau", "370830", "--json")
    assert (only.json["ok"], [chain["rows"] for chain in only.json["chains"]]) == (True, [2])


@pytest.mark.parametrize(
    ("damage", "tamper"),
    [
        ("removed", lambda rows: rows.delete_one({"seq": 2})),
        ("altered", lambda rows: rows.update_one({"seq": 2}, {"$set": {"object": "another"}})),
        ("truncated", lambda rows: rows.delete_one({"seq": 3})),
        ("truncated", lambda rows: rows.database[HEADS].delete_many({})),
    ],
)
def test_a_trail_that_was_tampered_with(
    deployment: Stores, jingmei: Jingmei, damage: str, tamper: Callable[[Rows], Any]
) -> None:
    tamper(record(deployment, "370829", 3))
    outcome = jingmei("audit", "verify")
    said = label("audit.damage", damage, "en")
    assert (outcome.code, said in outcome.err, "tampered" in outcome.err) == (1, True, True)
    told = jingmei("audit", "verify", "--json")
    assert (told.code, told.json["ok"]) == (1, False)
