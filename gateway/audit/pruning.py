"""Taking old blocks with their rows from the beginning of the chains, so that what stays can still be verified.

A chain loses about a day's rows a run, and only what is old by the database's clock, by the process's, and by what the
chain was seen to live (`ages.py`); nothing leaves while the two clocks differ by more than an hour, or while the newest
block is of a time that is still to come. First what leaves is written down elsewhere (`exporting.py`), then a signed
checkpoint says where the chain begins now; then the rows go. A crash in between leaves what the next time takes away.
That rows left is itself a row of the chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from pymongo import ASCENDING
from pymongo.database import Database

from gateway import metrics
from gateway.audit import ages, blocks
from gateway.audit.blocks import Chains, Place
from gateway.audit.clocks import APART, Moment, look
from gateway.audit.exporting import Exports
from gateway.audit.kept import BLOCKS, CHECKPOINTS, RESULTS, ROWS, UNWRITTEN, Document
from gateway.audit.rows import made_by_the_system
from gateway.settings import LEAST_DAYS
from shared import logs

OPERATION: Final = "audit.prune"
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Pruning:
    """Takes away what is older than `days` (180 at least). `db`: as whoever may delete."""

    chains: Chains
    db: Database[Document]
    exports: Exports
    days: int = LEAST_DAYS

    def run(self, moment: Moment | None = None) -> int:
        """About a day's rows of every bureau; how many rows left. Raises: PyMongoError, OSError."""
        moment = moment or look(self.chains.db)
        if moment.apart:
            _refuse("clock", database=moment.database.isoformat(), process=moment.process.isoformat())
            return 0
        return sum(self._prune(bureau, moment) for bureau in blocks.bureaus(self.chains.db))

    def _prune(self, bureau: str, moment: Moment) -> int:
        mark = blocks.checkpoint(self.chains.db, bureau)
        begun = mark["n"] if mark else 0
        gone = self._take_away(bureau, begun)
        head = blocks.head(self.chains.db, bureau)
        if head.at is not None and head.at > moment.database + APART:
            _refuse("future", bureau=bureau, newest=head.at.isoformat(), database=moment.database.isoformat())
            return gone
        leaving = self._old(bureau, begun, head, moment)
        if leaving is None:
            return gone
        self._export(bureau, begun, leaving, head, moment)
        return gone + self._take_away(bureau, leaving["n"])

    def _old(self, bureau: str, begun: int, head: Place, moment: Moment) -> Document | None:
        """The last block that may leave now, without its rows: never the chain's last."""
        days, last, first = max(self.days, LEAST_DAYS), None, None
        which = {"bureau": bureau, "n": {"$gt": begun, "$lt": head.n}}
        for block in self.chains.db[BLOCKS].find(which, {"rows": False}).sort("n", ASCENDING):
            first = first or ages.sealed_at(block)
            if ages.sealed_at(block) - first > A_DAY or not ages.old(block, head, moment, days):
                break
            last = block
        return last

    def _export(self, bureau: str, begun: int, leaving: Document, head: Place, moment: Moment) -> None:
        """Write down what leaves, then say so in a checkpoint and a row."""
        db = self.chains.db
        which = {"bureau": bureau, "n": {"$gt": begun, "$lte": leaving["n"]}}
        kept = self.exports.keep(bureau, db[BLOCKS].find(which).sort("n", ASCENDING))
        mark = {
            "bureau": bureau,
            "n": leaving["n"],
            "seq": leaving["last"],
            "previous": leaving["mac"],
            "at": moment.database,
            "clock": moment.process,
            "left": {name: leaving[name] for name in ("at", "clock")},
            "lived": head.lived - leaving["lived"],
            "export": asdict(kept),
        }
        # Before the rows go: a pruning must never be without its row.
        db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, f"{kept.name} ({kept.rows})"))
        named = {"_id": f"{bureau}:{leaving['n']}", "written": UNWRITTEN}
        db[CHECKPOINTS].insert_one({**named, **self.chains.ring.signed(CHECKPOINTS, mark)})
        logs.get().info("audit rows leave", bureau=bureau, n=leaving["n"], seq=leaving["last"], **asdict(kept))

    def _take_away(self, bureau: str, until: int) -> int:
        """Delete what is not after the checkpoint: rows, results that no row is left of, then their block."""
        gone = 0
        which = {"bureau": bureau, "n": {"$lte": until}}
        for block in self.chains.db[BLOCKS].find(which).sort("n", ASCENDING).batch_size(20):
            ids = [place["id"] for place in block.get("rows", [])]
            gone += self.db[ROWS].delete_many({"_id": {"$in": ids}}).deleted_count if ids else 0
            if orphans := list(self._orphans(ids)):
                self.db[RESULTS].delete_many({"_id": {"$in": orphans}})
            self.db[BLOCKS].delete_one({"_id": block["_id"]})
        return gone

    def _orphans(self, ids: list[str]) -> Iterator[str]:
        """Documents of results of these rows, all of whose rows are gone."""
        if not ids:
            return
        found = list(self.db[RESULTS].find({"results.row": {"$in": ids}}, {"results.row": True}))
        named = [each["row"] for document in found for each in document["results"]]
        staying = {row["_id"] for row in self.db[ROWS].find({"_id": {"$in": named}}, {"_id": True})}
        for document in found:
            if staying.isdisjoint(each["row"] for each in document["results"]):
                yield document["_id"]


def _refuse(reason: str, **why: Mapping[str, Any] | str) -> None:
    metrics.AUDIT_PRUNING_REFUSED.labels(reason).inc()
    logs.get().error("audit pruning refused", reason=reason, **why)
