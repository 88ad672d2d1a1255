"""What leaves the trail is written down first: JSON lines in gzip, each block with its rows and their results.

Blocks are signed and name the digests of their rows, so such a file can be verified by itself, with the keys of then:
`jingmei audit verify --export FILE`. It lies in a folder, or in GridFS of the gateway's database.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from bson import json_util
from gridfs import GridFSBucket
from pymongo.database import Database

from gateway.audit.blocks import KIND
from gateway.audit.damage import Damage, Finding
from gateway.audit.joining import chosen, results
from gateway.audit.kept import EXPORTS, ROWS, Document
from gateway.audit.keys import Ring
from gateway.audit.rows import digest

FORM: Final = json_util.CANONICAL_JSON_OPTIONS.with_options(tz_aware=True)
CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Exported:
    """A file that was kept: where, and SHA-256 over its bytes."""

    name: str
    sha256: str
    rows: int


class Exports:
    """Keeps what leaves in `folder`; without one in the database."""

    def __init__(self, db: Database[Document], folder: Path | None = None) -> None:
        self._db = db
        self._folder = folder

    def keep(self, bureau: str, blocks: Iterable[Document]) -> Exported:
        """Write these blocks with their rows; durable when it returns. Raises: OSError, PyMongoError."""
        with tempfile.TemporaryFile() as file:
            first, last, rows = _write(file, self._db, blocks)
            name = f"audit-{bureau or 'nobody'}-{first}-{last}.jsonl.gz"
            file.seek(0)
            told = Exported(name, sha256(file.read()).hexdigest(), rows)
            file.seek(0)
            if self._folder is None:
                GridFSBucket(self._db, EXPORTS).upload_from_stream(
                    name, file, metadata={"sha256": told.sha256, "bureau": bureau, "rows": rows}
                )
            else:
                _place(self._folder, name, file)
        return told


def _write(file: IO[bytes], db: Database[Document], blocks: Iterable[Document]) -> tuple[int, int, int]:
    """First and last number, and how many rows."""
    first = last = rows = 0
    # No time in its head: the same rows are the same bytes.
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as out:
        for block in blocks:
            first, last = first or block["first"], block["last"]
            out.write(_line({"block": block}))
            for each in _rows(db, block):
                rows += 1
                out.write(_line(each))
    return first, last, rows


def _rows(db: Database[Document], block: Document) -> Iterator[Document]:
    places = block.get("rows", [])
    ids = [place["id"] for place in places]
    found = {row["_id"]: row for row in db[ROWS].find({"_id": {"$in": ids}})} if ids else {}
    told = results(db, ids)
    for place in places:
        result = chosen(place, told.get(place["id"], [])) if "result" in place else None
        yield {"seq": place["seq"], "row": found.get(place["id"]), "result": result}


def _line(content: Document) -> bytes:
    return json_util.dumps(content, json_options=FORM, ensure_ascii=False).encode() + b"\n"


def _place(folder: Path, name: str, file: IO[bytes]) -> None:
    """Whole under its name or not at all."""
    path = folder / f".{name}.new"
    with path.open("wb") as out:
        os.fchmod(out.fileno(), 0o640)
        while piece := file.read(CHUNK):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    path.replace(folder / name)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify_export(path: Path, ring: Ring) -> tuple[int, list[Finding]]:
    """Rows of a file that was kept, and what is wrong with it. Raises: OSError, ValueError when it is no such file."""
    block: Document | None = None
    places: dict[int, Document] = {}
    rows, findings = 0, []
    for told in _read(path):
        if "block" in told:
            findings += [Finding(Damage.REMOVED, seq, place["id"]) for seq, place in places.items()]
            findings += _fits(block, told["block"], ring)
            block = told["block"]
            places = {place["seq"]: place for place in block.get("rows", [])}
            continue
        rows += 1
        place = places.pop(told["seq"], None)
        if place is None or told["row"] is None or digest(told["row"], told["result"]) != place["digest"]:
            findings.append(Finding(Damage.ALTERED, told["seq"], place["id"] if place else ""))
    return rows, findings + [Finding(Damage.REMOVED, seq, place["id"]) for seq, place in places.items()]


def _fits(before: Document | None, block: Document, ring: Ring) -> list[Finding]:
    """Whether a block is signed, and comes after the one before it."""
    if not ring.knows(KIND, block):
        return [Finding(Damage.FORGED, block["first"])]
    follows = before is None or (block["n"] == before["n"] + 1 and block["previous"] == before["mac"])
    return [] if follows else [Finding(Damage.REORDERED, block["first"])]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as lines:
        for line in lines:
            yield json_util.loads(line.decode(), json_options=FORM)
