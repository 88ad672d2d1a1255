"""A trail of its own on a real database, and what is done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from gateway.audit import Chains, Heads, Ring, verify
from gateway.audit.clocks import Moment, look
from gateway.audit.damage import Damage
from gateway.audit.kept import BLOCKS, RESULTS, ROWS, UNWRITTEN, Document
from gateway.audit.rows import made_by_the_system
from gateway.audit.sealing import Sealing, seal
from gateway.audit.verification import Chain
from shared.clock import now
from shared.ids import new_id

ONE, OTHER = "330108", "330109"
KEYS = (("k1", bytes(range(32))),)
RING = Ring(KEYS)
Db = Database[Document]


def chains(db: Db, ring: Ring = RING, heads: Heads | None = None) -> Chains:
    """What a sealer adds to."""
    return Chains(db, ring, heads or Heads())


def write(db: Db, count: int, bureau: str = ONE, **fields: Any) -> list[str]:
    """Rows that have their result in themselves; their ids."""
    rows = [{**made_by_the_system(bureau, "test.made", f"object-{n}"), **fields} for n in range(count)]
    db[ROWS].insert_many(rows)
    return [row["_id"] for row in rows]


def attempt(db: Db, bureau: str = ONE) -> str:
    """A row without a result; its id."""
    row = made_by_the_system(bureau, "test.asked", "object")
    for name in ("status", "ended", "reason"):
        del row[name]
    db[ROWS].insert_one(row)
    return str(row["_id"])


def settle(db: Db, ids: Iterable[str], **more: Any) -> str:
    """One document of results; its id."""
    said = {"status": 200, "ended": now(), **more}
    document = {"_id": new_id(), "written": UNWRITTEN, "results": [{"row": id_, **said} for id_ in ids]}
    db[RESULTS].insert_one(document)
    return str(document["_id"])


def sealed(db: Db, moment: Moment | None = None, ring: Ring = RING) -> int:
    """Seal what is ready; how many rows."""
    return seal(chains(db, ring), moment)


def chain(db: Db, bureau: str = ONE, ring: Ring = RING, **options: Any) -> Chain:
    """What is told of one chain."""
    return verify(db, ring, bureau, **options).chains[0]


def told(db: Db, **options: Any) -> list[tuple[Damage, int, str]]:
    """What is wrong, and where."""
    return [(each.damage, each.seq, each.row) for each in chain(db, **options).findings]


def damages(db: Db, **options: Any) -> set[Damage]:
    """What is wrong."""
    return {damage for damage, _, _ in told(db, **options)}


def ids(db: Db, bureau: str = ONE) -> list[str]:
    """The rows of a chain in its order."""
    found = db[BLOCKS].find({"bureau": bureau}).sort("n", 1)
    return [row["id"] for block in found for row in block.get("rows", [])]


def days_ago(db: Db, days: float) -> Moment:
    """A moment of the past, by both clocks."""
    moment, back = look(db), timedelta(days=days)
    return Moment(moment.database - back, moment.process - back)


def live(db: Db, since: float, until: float = 0.0) -> None:
    """The days of a chain where nothing happens, as its sealer saw them: a block each half a day."""
    sealing, halves = Sealing(chains(db)), int((since - until) * 2)
    for half in range(halves + 1):
        sealing.beat(days_ago(db, since - half / 2))


def ahead(moment: Moment, *, database: timedelta = timedelta(), process: timedelta = timedelta()) -> Moment:
    """The same with a clock that is wrong."""
    return replace(moment, database=moment.database + database, process=moment.process + process)


def written(row: Document) -> datetime:
    """When a row was inserted, by the database's time."""
    found: datetime = row["written"].as_datetime()
    return found
