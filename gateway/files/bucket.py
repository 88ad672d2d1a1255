"""The files' store: GridFS, bucket `files`. A file is never changed.

A file that something was taken out of is kept twice: the copy, which has the id that everybody knows, and the original,
which says of which copy it is (`original_of`) and is found by nobody who asks for a file.

`uses` counts the requests that named the file and were not refused (`gateway.files.naming`): it is counted before the
request is done and taken back when it is refused, so that a file is never taken for unused because a process died.
A file without it is from before they were counted, and counts as used.

By its own address a file is its owner's, and as long as nothing names it: nobody knows what it will belong to. Once
something does, whoever may see that reads it there.

`private` is a file that requests of liaison name, which are counted in the same way (`private_uses`). What is named
elsewhere is never made private, nor what is private named elsewhere.

`sealed` names the key under which a sheet is kept (`gateway.files.sealed`); those from before are as they came.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

from bson.binary import Binary
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.database import Database

from gateway.files.kinds import Kind
from gateway.files.records import FileRecord, Owner, batches, record_of, safe_name
from gateway.files.sealed import Safe
from shared.clock import now
from shared.errors import NotFound
from shared.identity.cipher import FieldCipher
from shared.ids import new_id

BUCKET: Final = "files"
SHEETS: Final = {"metadata.kind": Kind.SHEET.value}
# Small pictures: `<file>/<size>` (`gateway.files.thumbnails`); they go with their file.
THUMBNAILS: Final = "thumbnails"
CHUNK: Final = 255 * 1024
# Chunks that are in memory at once while a file is written or read: a mebibyte, whatever the file's size. (GridFS's
# own reader and writer hold 16 and 48 MB.)
AT_ONCE: Final = 4
GONE_AT_ONCE: Final = 128
ASKED_AT_ONCE: Final = 200
Document = dict[str, Any]


class Files:
    """The files of all bureaus; every question names the bureau."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        f"{BUCKET}.files": [
            IndexModel([("metadata.bureau", ASCENDING), ("metadata.owner", ASCENDING), ("_id", DESCENDING)], name="of"),
            IndexModel(
                [("metadata.original_of", ASCENDING)],
                name="original_of",
                partialFilterExpression={"metadata.original_of": {"$gt": ""}},
            ),
            IndexModel(
                [("metadata.uses", ASCENDING), ("uploadDate", ASCENDING)],
                name="unused",
                partialFilterExpression={"metadata.uses": 0},
            ),
            IndexModel([("uploadDate", ASCENDING)], name="sheets", partialFilterExpression=SHEETS),
        ],
        # GridFS's own index, made here so that no request has to.
        f"{BUCKET}.chunks": [IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)],
        # Files that are being written: what is left of one whose writer died is found by it.
        f"{BUCKET}.pending": [],
    }

    def __init__(self, db: Database[Document], cipher: FieldCipher | None = None) -> None:
        self._safe = Safe(cipher)
        self._rows = db[f"{BUCKET}.files"]
        self._chunks = db[f"{BUCKET}.chunks"]
        self._pending = db[f"{BUCKET}.pending"]
        self._thumbnails = db[THUMBNAILS]

    def keep(self, path: Path, filename: str, owner: Owner, about: Document) -> FileRecord:
        """Keep what is in a file on disk. `about`: kind, media_type, sha256 and what else is known of it."""
        id_ = new_id()
        self._write(id_, path, filename, {"bureau": owner.bureau, "owner": owner.account, "uses": 0, **about})
        return self.find(id_, owner.bureau)

    def keep_original(self, path: Path, record: FileRecord, about: Document) -> None:
        """Keep what was sent, before something was taken out of it."""
        whose = {"bureau": record.bureau, "owner": record.owner, "original_of": record.id}
        self._write(new_id(), path, record.name, {**about, **whose})

    def find(self, id_: str, bureau: str) -> FileRecord:
        """What is known of a file. Raises: NotFound."""
        return self._found({"_id": id_, "metadata.bureau": bureau, "metadata.original_of": None})

    def original(self, id_: str, bureau: str) -> FileRecord:
        """The original of a file; NotFound is raised when nothing was taken out of it."""
        return self._found({"metadata.original_of": id_, "metadata.bureau": bureau})

    def of(self, owner: Owner, most: int) -> Iterator[FileRecord]:
        """The files that somebody sent, the newest first."""
        match = {"metadata.bureau": owner.bureau, "metadata.owner": owner.account}
        rows = self._rows.find({**match, "metadata.original_of": None, "metadata.leaving": None})
        yield from map(record_of, rows.sort("_id", DESCENDING).limit(most))

    @contextmanager
    def open(self, id_: str, bureau: str) -> Iterator[BinaryIO]:
        """A file laid on disk while it is read and sought in. Raises: NotFound."""
        record = self.find(id_, bureau)
        with tempfile.TemporaryFile() as file:
            file.writelines(self.pieces(record, 0, record.size))
            file.seek(0)
            yield file

    def pieces(self, record: FileRecord, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to `end` (not included), a chunk at a time."""
        first, last = start // CHUNK, (end - 1) // CHUNK
        # A few at a time, each a query of its own: none takes long, and none is left open by who stops to read.
        for number in range(first, last + 1, AT_ONCE):
            span = {"files_id": record.id, "n": {"$gte": number, "$lt": min(number + AT_ONCE, last + 1)}}
            for chunk in self._chunks.find(span).sort("n", ASCENDING):
                begin = chunk["n"] * CHUNK
                plain = self._safe.plain(record, chunk["n"], chunk["data"])
                yield plain[max(0, start - begin) : end - begin]

    def copy_to(self, record: FileRecord, path: Path) -> None:
        """Lay a file on disk."""
        with path.open("wb") as out:
            for piece in self.pieces(record, 0, record.size):
                out.write(piece)

    def use(self, ids: Sequence[str], owner: Owner) -> list[str]:
        """Count a request of their owner that names these; those of them that are.

        Who names the file of somebody else changes nothing of it: it is there already, or refused.
        """
        whose = {"metadata.bureau": owner.bureau, "metadata.owner": owner.account}
        match = {"_id": {"$in": list(ids)}, **whose, "metadata.uses": {"$exists": True}}
        found = [row["_id"] for row in self._rows.find({**match, "metadata.leaving": None}, {"_id": True})]
        if found:
            self._rows.update_many({**match, "_id": {"$in": found}}, {"$inc": {"metadata.uses": 1}})
        return found

    def use_privately(self, ids: Sequence[str], owner: Owner) -> list[str]:
        """Count a request of their owner that names these, through which alone others read them; those of them that
        nothing else has named."""
        match = {"metadata.bureau": owner.bureau, "metadata.owner": owner.account, "metadata.leaving": None}
        alone = {"$or": [{"metadata.uses": 0}, {"metadata.private_uses": {"$gt": 0}}]}
        more = {"$inc": {"metadata.uses": 1, "metadata.private_uses": 1}}
        return [id_ for id_ in ids if self._rows.update_one({"_id": id_, **match, **alone}, more).modified_count]

    def release(self, ids: Sequence[str], *, private: bool = False) -> None:
        """The request that named these was refused; `private` for what `use_privately` counted."""
        less = {"metadata.uses": -1} | ({"metadata.private_uses": -1} if private else {})
        self._rows.update_many({"_id": {"$in": list(ids)}, "metadata.uses": {"$gt": 0}}, {"$inc": less})

    def unused(self, before: datetime) -> Iterator[FileRecord]:
        """Files of all bureaus that nothing has named since they came, before a moment; the oldest first."""
        match = {"metadata.uses": 0, "uploadDate": {"$lt": before}}
        for row in self._rows.find(match).sort([("metadata.uses", ASCENDING), ("uploadDate", ASCENDING)]):
            yield record_of(row)

    def sheets(self, before: datetime) -> Iterator[FileRecord]:
        """Sheets of all bureaus that came before a moment, the oldest first: people's phones are in them."""
        match = {**SHEETS, "uploadDate": {"$lt": before}, "metadata.original_of": None}
        yield from map(record_of, self._rows.find(match).sort("uploadDate", ASCENDING))

    def retire(self, id_: str) -> None:
        """Take a file away, used or not; from now on nobody finds it."""
        self._rows.update_one({"_id": id_}, {"$set": {"metadata.leaving": True}})
        self.remove(id_)

    def give_up(self, id_: str) -> bool:
        """Take an unused file away with its original; False when it was named meanwhile."""
        leaving = {"$set": {"metadata.leaving": True}}
        if not self._rows.update_one({"_id": id_, "metadata.uses": 0}, leaving).matched_count:
            return False
        self.remove(id_)
        return True

    def interrupted(self, before: datetime) -> list[str]:
        """Files whose writing began before a moment and never ended."""
        return [row["_id"] for row in self._pending.find({"at": {"$lt": before}})]

    def stray(self, before: datetime) -> Iterator[str]:
        """What is there of files that are not: bytes and small pictures without a file, and originals from before a
        moment without their copy. A crash of the database, or a backup of half of it, leaves them."""
        for ids in batches(self._skipping(self._chunks, "files_id", ""), ASKED_AT_ONCE):
            # What is being written is pending first and a file then: asked in that order none is missed.
            coming = {row["_id"] for row in self._pending.find({"_id": {"$in": ids}}, {"_id": True})}
            yield from self._unknown([id_ for id_ in ids if id_ not in coming])
        for ids in batches(self._skipping(self._thumbnails, "_id", "/"), ASKED_AT_ONCE):
            yield from self._unknown(ids)
        originals = {"metadata.original_of": {"$gt": ""}, "uploadDate": {"$lt": before}}
        found = self._rows.find(originals, {"metadata.original_of": True})
        for rows in batches(found, ASKED_AT_ONCE):
            of = {row["metadata"]["original_of"]: row["_id"] for row in rows}
            yield from (of[copy] for copy in self._unknown(list(of)))

    def clear(self, id_: str) -> int:
        """Take away what is left of a file; how many chunks. One that is whole stays."""
        gone, row = 0, self._rows.find_one({"_id": id_}, {"metadata.original_of": True})
        copy = row and row["metadata"].get("original_of")
        if row is None or (copy and self._unknown([copy])):
            gone = self._drop_chunks(id_)
            self._thumbnails.delete_many({"_id": {"$gte": f"{id_}/", "$lt": f"{id_}0"}})
            self._rows.delete_one({"_id": id_})
        self._pending.delete_one({"_id": id_})
        return gone

    def remove(self, id_: str) -> None:
        """Take a file away with its original. One that is being read may break off."""
        ids = [id_, *(row["_id"] for row in self._rows.find({"metadata.original_of": id_}, {"_id": True}))]
        self._thumbnails.delete_many({"_id": {"$gte": f"{id_}/", "$lt": f"{id_}0"}})
        # First the bytes: what is left when the process dies between is found again.
        for each in ids:
            self._drop_chunks(each)
        self._rows.delete_many({"_id": {"$in": ids}})

    def _write(self, id_: str, path: Path, filename: str, about: Document) -> None:
        about = about | ({"sealed": key} if (key := self._safe.key(about)) else {})
        self._pending.insert_one({"_id": id_, "at": now()})
        try:
            size = self._write_chunks(id_, path, about)
            row = {"_id": id_, "length": size, "chunkSize": CHUNK, "uploadDate": now()}
            name = safe_name(filename, about["media_type"])
            self._rows.insert_one({**row, "filename": name, "metadata": about})
        except BaseException:  # whatever ended it, nobody will come for these bytes
            # Where that fails, too, it stays pending, and is found by that.
            self._drop_chunks(id_)
            self._pending.delete_one({"_id": id_})
            raise
        self._pending.delete_one({"_id": id_})

    def _write_chunks(self, id_: str, path: Path, about: Document) -> int:
        """The bytes written."""
        size = number = 0
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK * AT_ONCE):
                parts = [piece[place : place + CHUNK] for place in range(0, len(piece), CHUNK)]
                kept = [self._safe.kept(part, id_, number + n, about) for n, part in enumerate(parts)]
                rows = [{"files_id": id_, "n": number + n, "data": Binary(part)} for n, part in enumerate(kept)]
                self._chunks.insert_many(rows)
                number += len(parts)
                size += len(piece)
        return size

    def _drop_chunks(self, id_: str) -> int:
        """Delete the bytes of a file, a part at a time: no step takes long, however large it is."""
        gone = 0
        while first := self._chunks.find_one({"files_id": id_}, {"n": True}, sort=[("n", ASCENDING)]):
            part = {"files_id": id_, "n": {"$lt": first["n"] + GONE_AT_ONCE}}
            gone += self._chunks.delete_many(part).deleted_count
        return gone

    def _skipping(self, collection: Collection[Document], name: str, until: str) -> Iterator[str]:
        """The values of an indexed field, each once, or as far as a mark in it: a look for each, however many rows."""
        after = ""
        while row := collection.find_one({name: {"$gt": after}}, {name: True}, sort=[(name, ASCENDING)]):
            id_ = row[name].partition(until)[0] if until else row[name]
            yield id_
            after = f"{id_}0" if until else id_

    def _unknown(self, ids: list[str]) -> list[str]:
        """Those of them that are no files."""
        there = {row["_id"] for row in self._rows.find({"_id": {"$in": ids}}, {"_id": True})}
        return [id_ for id_ in ids if id_ not in there]

    def _found(self, match: Document) -> FileRecord:
        row = self._rows.find_one({**match, "metadata.leaving": None})
        if row is None:
            raise NotFound("file.unknown")
        return record_of(row)
