"""A chain of an earlier version goes on in blocks: its rows as they are, from where it begins, with its last hash.

That version hashed each row with the hash before it, without a key, and changed the rows (`seq`, `previous`, `hash`);
its heads are in `audit_heads`. The sealer adopts a bureau's chain before it adds to it, once, and goes on after a
crash: each adopted block says up to which number. The old chain is verified first, and what was wrong with it then is
kept in the blocks and told for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Final

import orjson
from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit import blocks
from gateway.audit.blocks import GENESIS, Chains, Place
from gateway.audit.clocks import Moment
from gateway.audit.damage import Damage, Finding
from gateway.audit.kept import ROWS, Document
from gateway.audit.rows import digest
from shared import logs

HEADS: Final = "audit_heads"
STEP: Final = 1000
OUTSIDE_THE_HASH: Final = ("hash", "open")
MOST_FAULTS: Final = 100


def adopt(chains: Chains, bureau: str, place: Place, moment: Moment) -> tuple[Place, list[str]]:
    """Where the bureau's chain stands with what an earlier version left of it, and the rows that were sealed for that.

    Raises: PyMongoError.
    """
    about = place.adopted
    taken: list[str] = []
    if not place.n:
        if (about := _earlier(chains.db, bureau)) is None:
            return place, []
        place = replace(place, seq=about["begun"])
    while (about is not None and place.seq < about["seq"]) or not place.n:
        span = {"$gt": place.seq, "$lte": about["seq"] if about else 0}
        rows = list(chains.db[ROWS].find({"bureau": bureau, "seq": span}).sort("seq", ASCENDING).limit(STEP))
        if place.n and not rows:
            # The last ones are gone: numbers go on after them, and the gap tells of it.
            return replace(place, seq=about["seq"] if about else place.seq), taken
        entries = [{"seq": row["seq"], "id": row["_id"], "digest": digest(row, None)} for row in rows]
        after = chains.append(bureau, place, entries, moment, adopted=about)
        place = after or blocks.head(chains.db, bureau)
        taken += [row["_id"] for row in rows]
    return place, taken


def _earlier(db: Database[Document], bureau: str) -> Document | None:
    """What an earlier version says of its chain, if it had one: first and last number, last hash, what is wrong."""
    old = db[HEADS].find_one({"_id": bureau})
    if old is None:
        return None
    begun = old.get("checkpoint") or {"seq": 0, "hash": GENESIS}
    faults = [asdict(each) for each, _ in zip(_faults(db, bureau, old, begun), range(MOST_FAULTS), strict=False)]
    log = logs.get().error if faults else logs.get().info
    log("audit chain adopted", bureau=bureau, seq=old["seq"], hash=old["hash"], faults=len(faults))
    return {"begun": begun["seq"], "seq": old["seq"], "hash": old["hash"], "faults": faults}


def _faults(db: Database[Document], bureau: str, old: Document, begun: Document) -> Iterator[Finding]:
    """What is wrong with the old chain that the blocks do not tell by themselves, as a missing number."""
    seq, hash_ = begun["seq"], begun["hash"]
    for row in db[ROWS].find({"bureau": bureau, "seq": {"$gt": seq, "$lte": old["seq"]}}).sort("seq", ASCENDING):
        if row["seq"] == seq + 1 and row.get("previous") != hash_:
            yield Finding(Damage.REORDERED, row["seq"], row["_id"])
        if _hash(row) != row.get("hash"):
            yield Finding(Damage.ALTERED, row["seq"], row["_id"])
        seq, hash_ = row["seq"], row.get("hash")
    if seq < old["seq"]:
        yield Finding(Damage.TRUNCATED, seq + 1)
    elif hash_ != old["hash"]:
        yield Finding(Damage.ALTERED, old["seq"])


def _hash(row: Document) -> str:
    """As that version hashed a row."""
    content = {name: value for name, value in row.items() if name not in OUTSIDE_THE_HASH}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()
