"""Does the audit trail still say what it said? Every row of every chain is hashed again.

| what was done to the rows | how it shows |
|---|---|
| one taken out | `removed`: a number is missing |
| one changed | `altered`: its hash is another |
| two exchanged, one put in | `reordered`: it does not name the hash before it |
| the last ones cut off, the head taken away | `truncated`: the head names a row that is not there, or is missing |
| the first ones cut off | `removed`: the chain does not begin at its checkpoint |
| rows kept out of the chain | `unsealed`: open for longer than sealing ever takes |
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit.rows import GENESIS, Document, digest
from gateway.audit.trail import HEADS, ROWS
from shared.clock import now

# Sealing takes seconds; a trail whose rows stay open for this long has no sealer.
OPEN_FOR: Final = timedelta(minutes=15)
MOST_PROBLEMS: Final = 100


class Damage(StrEnum):
    """What can be wrong with a chain."""

    REMOVED = "removed"
    ALTERED = "altered"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    UNSEALED = "unsealed"


@dataclass(frozen=True)
class Finding:
    """One fault: at which number of the chain, and which row where there is one."""

    damage: Damage
    seq: int
    row: str = ""


@dataclass(frozen=True)
class Chain:
    """One bureau's chain. `unknown`: rows whose result was never learnt. `bureau` is empty for attempts of nobody.
    Not `complete`: time was up at `last`, and what comes after it was not looked at."""

    bureau: str
    first: int
    last: int
    rows: int
    unknown: int
    head: str
    findings: tuple[Finding, ...]
    complete: bool = True


@dataclass(frozen=True)
class Report:
    """All chains that were looked at."""

    chains: tuple[Chain, ...]

    @property
    def ok(self) -> bool:
        """Whether every chain is whole."""
        return not any(chain.findings for chain in self.chains)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {"ok": self.ok, "chains": [asdict(chain) for chain in self.chains]}


def verify(db: Database[Document], bureau: str | None = None, within: float = math.inf) -> Report:
    """Check one bureau's chain, or all of them, `within` so many seconds each. At most 100 findings are told per chain.

    Raises: PyMongoError.
    """
    return Report(tuple(_chain(db, code, time.monotonic() + within) for code in _bureaus(db, bureau)))


def _bureaus(db: Database[Document], bureau: str | None) -> list[str]:
    if bureau is not None:
        return [bureau]
    heads = {head["_id"] for head in db[HEADS].find({}, {"_id": True})}
    return sorted(heads | set(db[ROWS].distinct("bureau")))


def _chain(db: Database[Document], bureau: str, deadline: float) -> Chain:
    # The head first: what is sealed meanwhile comes after it and is left to the next time.
    head = db[HEADS].find_one({"_id": bureau})
    start = (head or {}).get("checkpoint") or {"seq": 0, "hash": GENESIS}
    walk = _Walk(start["seq"], start["hash"], deadline)
    findings = list(walk.through(db, bureau, head["seq"] if head else None))
    if walk.complete:
        findings += _ending(head, walk)
    findings += _unsealed(db, bureau)
    last = walk.seq
    told = tuple(findings[:MOST_PROBLEMS])
    hash_ = head["hash"] if head else ""
    return Chain(bureau, start["seq"] + 1, last, walk.rows, walk.unknown, hash_, told, walk.complete)


class _Walk:
    """Along one chain from its checkpoint; `seq` and `hash` are those of the last row seen."""

    def __init__(self, seq: int, hash_: str, deadline: float) -> None:
        self.seq, self.hash = seq, hash_
        self.rows = self.unknown = 0
        self.complete, self._deadline = True, deadline

    def through(self, db: Database[Document], bureau: str, until: int | None) -> Iterator[Finding]:
        """The faults of the rows up to number `until`."""
        span = {"$gt": self.seq} | ({"$lte": until} if until is not None else {})
        for row in db[ROWS].find({"bureau": bureau, "seq": span}).sort("seq", ASCENDING):
            if time.monotonic() > self._deadline:
                self.complete = False
                return
            if row["seq"] != self.seq + 1:
                yield Finding(Damage.REMOVED, self.seq + 1)
            elif row["previous"] != self.hash:
                yield Finding(Damage.REORDERED, row["seq"], row["_id"])
            if digest(row) != row["hash"]:
                yield Finding(Damage.ALTERED, row["seq"], row["_id"])
            self.seq, self.hash = row["seq"], row["hash"]
            self.rows += 1
            self.unknown += row["status"] is None


def _ending(head: Document | None, walk: _Walk) -> Iterator[Finding]:
    if head is None:
        if walk.rows:
            yield Finding(Damage.TRUNCATED, walk.seq)
    elif walk.seq < head["seq"]:
        yield Finding(Damage.TRUNCATED, walk.seq + 1)
    elif walk.hash != head["hash"]:
        yield Finding(Damage.ALTERED, head["seq"])


def _unsealed(db: Database[Document], bureau: str) -> list[Finding]:
    old = {"bureau": bureau, "seq": {"$exists": False}, "at": {"$lt": now() - OPEN_FOR}}
    return [Finding(Damage.UNSEALED, 0, row["_id"]) for row in db[ROWS].find(old, {"_id": True}).limit(MOST_PROBLEMS)]
