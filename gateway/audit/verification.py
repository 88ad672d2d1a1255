"""Does the audit trail still say what it said? Every block's signature and every row of it is computed again.

| what was done | how it shows |
|---|---|
| a row or a block taken out | `removed`: a number, or the row of one, is missing |
| a row or its result changed, exchanged with another | `altered`: its digest is another |
| blocks exchanged | `reordered`: one does not name the one before it |
| a chain, a block or a checkpoint written without the key | `forged`: its signature is not by a key of ours |
| written anew from its beginning, also with the key | `forged`: a head that was kept elsewhere is another |
| the last blocks cut off | `truncated`: a head that was kept elsewhere is not there |
| rows kept out of the chain | `unsealed`: not sealed for longer than sealing ever takes |
| rows that left before their time | `young`: their checkpoint says when they were sealed |
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit import blocks
from gateway.audit.ages import too_young
from gateway.audit.blocks import GENESIS, KIND
from gateway.audit.clocks import Moment, look
from gateway.audit.damage import Damage, Finding
from gateway.audit.joining import Result, chosen, results
from gateway.audit.kept import BLOCKS, CHECKPOINTS, ROWS, Document
from gateway.audit.keys import Ring
from gateway.audit.rows import digest, settled
from gateway.audit.unsealed import unsealed

MOST_PROBLEMS: Final = 100
NOTHING: Final[Mapping[str, Mapping[int, str]]] = {}


@dataclass(frozen=True)
class Chain:
    """One bureau's chain. `unknown`: rows whose result was never learnt. `bureau` is empty for attempts of nobody.
    `head`: the signature of its last block. Not `complete`: time was up at `last`, and what comes after it was not
    looked at."""

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


def verify(
    db: Database[Document],
    ring: Ring,
    bureau: str | None = None,
    within: float = math.inf,
    heads: Mapping[str, Mapping[int, str]] = NOTHING,
) -> Report:
    """Check one bureau's chain, or all of them, `within` so many seconds each, against the `heads` that were kept
    elsewhere (bureau → block → mac). At most 100 findings are told per chain. Raises: PyMongoError.
    """
    moment = look(db)
    codes = [bureau] if bureau is not None else sorted({*blocks.bureaus(db), *db[ROWS].distinct("bureau"), *heads})
    walks = (_Walk(db, ring, code, time.monotonic() + within, heads.get(code, {})) for code in codes)
    return Report(tuple(walk.chain(moment) for walk in walks))


class _Walk:
    """Along one chain from its checkpoint; `n`, `seq` and `mac` are those of the last block seen."""

    def __init__(
        self, db: Database[Document], ring: Ring, bureau: str, deadline: float, heads: Mapping[int, str]
    ) -> None:
        self._db, self._ring, self._bureau, self._heads = db, ring, bureau, heads
        self.n, self.seq, self.mac = 0, 0, GENESIS
        self.first, self.rows, self.unknown, self.head = 1, 0, 0, ""
        self.complete, self._deadline = True, deadline

    def chain(self, moment: Moment) -> Chain:
        """What there is to tell of it."""
        findings = [*self._beginning(moment), *self._through()]
        if self.complete:
            findings += self._ending()
            findings += unsealed(self._db, self._bureau, moment, MOST_PROBLEMS, self._deadline)
        told = tuple(findings[:MOST_PROBLEMS])
        return Chain(
            self._bureau, self.first, self.seq, self.rows, self.unknown, self.head, told, complete=self.complete
        )

    def _beginning(self, moment: Moment) -> Iterator[Finding]:
        """Go to where the chain begins: the last checkpoint that a key of ours signed."""
        for mark in self._db[CHECKPOINTS].find({"bureau": self._bureau}).sort("n", ASCENDING):
            if not self._ring.knows(CHECKPOINTS, mark) or mark["bureau"] != self._bureau:
                yield Finding(Damage.FORGED, int(mark.get("seq", 0)), str(mark["_id"]))
                continue
            if too_young(mark, moment):
                yield Finding(Damage.YOUNG, mark["seq"], str(mark["_id"]))
            self.n, self.seq, self.mac = mark["n"], mark["seq"], mark["previous"]
            self.first = self.seq + 1

    def _through(self) -> Iterator[Finding]:
        """The faults of all blocks from there on."""
        if (kept := self._heads.get(self.n)) is not None and kept != self.mac:
            yield Finding(Damage.FORGED, self.seq)
        query = {"bureau": self._bureau, "n": {"$gt": self.n}}
        for block in self._db[BLOCKS].find(query).sort("n", ASCENDING).batch_size(20):
            if time.monotonic() > self._deadline:
                self.complete = False
                return
            if self._ring.knows(KIND, block) and block["bureau"] == self._bureau:
                yield from self._block(block)
                yield from self._rows(block)
            else:
                # Nothing of it can be believed but that it stands there.
                yield Finding(Damage.FORGED, self.seq + 1)
            self.n, self.mac = block["n"], str(block.get("mac"))
            self.head = self.mac

    def _ending(self) -> Iterator[Finding]:
        """What was there once and is not any more."""
        if any(n > self.n for n in self._heads):
            yield Finding(Damage.TRUNCATED, self.seq + 1)

    def _block(self, block: Document) -> Iterator[Finding]:
        """The place of one block."""
        first, kept = block["first"], self._heads.get(block["n"])
        if kept is not None and kept != block["mac"]:
            yield Finding(Damage.FORGED, first)
        if block["n"] != self.n + 1:
            yield Finding(Damage.REMOVED, self.seq + 1)
        elif block["previous"] != self.mac:
            yield Finding(Damage.REORDERED, first)
        if block["n"] == 1 and (adopted := block.get("adopted")):
            self.seq, self.first = adopted["begun"], adopted["begun"] + 1
            for told in adopted["faults"]:
                yield Finding(Damage(told["damage"]), told["seq"], told["row"])

    def _rows(self, block: Document) -> Iterator[Finding]:
        """What its rows say now, against what they said."""
        places = block.get("rows", [])
        ids = [place["id"] for place in places]
        rows = {row["_id"]: row for row in self._db[ROWS].find({"_id": {"$in": ids}})} if ids else {}
        told = results(self._db, [place["id"] for place in places if "result" in place])
        for place in places:
            missing = place["seq"] != self.seq + 1
            if missing and block["n"] == self.n + 1:
                yield Finding(Damage.REMOVED, self.seq + 1)
            self.seq = place["seq"]
            self.rows += 1
            row = rows.get(place["id"])
            if row is None:
                yield Finding(Damage.REMOVED, place["seq"], place["id"])
                continue
            yield from self._row(place, row, told.get(place["id"], []))
        # Numbers of adopted rows may have gaps, which were just told.
        self.seq = max(self.seq, block["last"])

    def _row(self, place: Document, row: Document, found: list[Result]) -> Iterator[Finding]:
        result = chosen(place, found) if "result" in place else None
        if digest(row, result) != place["digest"]:
            yield Finding(Damage.ALTERED, place["seq"], place["id"])
        self.unknown += result is None and not settled(row)
