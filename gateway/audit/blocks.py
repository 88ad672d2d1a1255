"""A block: what a round of sealing adds to a bureau's chain. It is inserted, signed, and never changed.

| field | |
|---|---|
| `bureau`, `n` | whose chain, and the block's number in it, from 1 on |
| `first`, `last` | numbers (`seq`) of its rows; without rows `last` is `first - 1` |
| `rows` | of each row `seq`, `id`, `digest` (over the row and its result) and the document of its `result` |
| `previous` | the `mac` of the block before |
| `at`, `clock` | when it was sealed: the database's time, and the sealer's |
| `lived` | seconds that the chain was seen to live: a step of time counts as a day at most (`HEARTBEAT`) |
| `adopted` | of a chain of an earlier version: its head, and what was wrong with it then |
| `kind`, `key`, `mac` | HMAC-SHA256 by that key over all of the above |

A row has no time of its own by which it could leave too early: it leaves with its block, when both clocks and `lived`
say that the block is old enough. A block without rows every half day keeps `lived` going where nothing happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo import DESCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.audit.clocks import Moment
from gateway.audit.heads import Heads
from gateway.audit.kept import BLOCKS, CHECKPOINTS, UNWRITTEN, Document
from gateway.audit.keys import Ring

KIND: Final = "block"
# What a chain begins with.
GENESIS: Final = "0" * 64
HEARTBEAT: Final = timedelta(hours=12)
# A step of time that is longer than this was a clock's, or nobody was there to see it.
LONGEST_STEP: Final = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """Where a chain stands: after its last block, or at its beginning."""

    n: int = 0
    seq: int = 0
    mac: str = GENESIS
    at: datetime | None = None
    lived: int = 0
    adopted: Document | None = None


def place_of(block: Document | None) -> Place:
    """Where a chain stands after this block."""
    if block is None:
        return Place()
    return Place(block["n"], block["last"], block["mac"], block["at"], block["lived"], block.get("adopted"))


def head(db: Database[Document], bureau: str) -> Place:
    """Where a bureau's chain stands. Its last block never leaves, so it says so."""
    return place_of(db[BLOCKS].find_one({"bureau": bureau}, {"rows": False}, sort=[("n", DESCENDING)]))


def checkpoint(db: Database[Document], bureau: str) -> Document | None:
    """What the chain begins after, when rows left: see `pruning.py`."""
    return db[CHECKPOINTS].find_one({"bureau": bureau}, sort=[("n", DESCENDING)])


def bureaus(db: Database[Document]) -> list[str]:
    """Whose chains there are; empty for attempts of nobody."""
    return sorted(db[BLOCKS].distinct("bureau"))


@dataclass(frozen=True)
class Chains:
    """The chains of a database, and what it takes to add to them."""

    db: Database[Document]
    ring: Ring
    heads: Heads

    def append(self, bureau: str, after: Place, rows: Sequence[Document], moment: Moment, **more: Any) -> Place | None:
        """Add a block of `rows` (`id`, `digest`, `result`; numbers are given here where they have none).

        None when somebody else was first, with the block or with one of the rows. Raises: PyMongoError.
        """
        placed = [{"seq": after.seq + place, **row} for place, row in enumerate(rows, 1)]
        step = max(timedelta(), moment.database - after.at) if after.at else timedelta()
        content = {
            "bureau": bureau,
            "n": after.n + 1,
            "first": placed[0]["seq"] if placed else after.seq + 1,
            "last": placed[-1]["seq"] if placed else after.seq,
            "previous": after.mac,
            "at": moment.database,
            "clock": moment.process,
            "lived": after.lived + int(min(step, LONGEST_STEP).total_seconds()),
            # Without rows there is no such field: in the unique index there is nothing of it then.
            **({"rows": placed} if placed else {}),
            **more,
        }
        block = {"_id": f"{bureau}:{after.n + 1}", "written": UNWRITTEN, **self.ring.signed(KIND, content)}
        try:
            self.db[BLOCKS].insert_one(block)
        except DuplicateKeyError:
            return None
        self.heads.tell(block)
        return place_of(block)
