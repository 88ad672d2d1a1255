"""What was said on requests, in MongoDB: messages of both sides, and notes of the bureau in a collection of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.requests import Request
from services.liaison.repository.documents import Document
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

MESSAGES = "messages"
NOTES = "notes"
LATEST = [("_id", DESCENDING)]


@dataclass(frozen=True)
class Said:
    """A message on a request, or a note of the bureau. `looked_at`: which files its writer looked at, as nothing else
    could."""

    id: str
    at: datetime
    by: str
    from_bureau: bool
    text: str
    files: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()


class Talk:
    """The only user of these two collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        MESSAGES: [of_bureau("request", "request", order=LATEST)],
        NOTES: [of_bureau("request", "request", order=LATEST), of_bureau("files", "files")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._said = {MESSAGES: db[MESSAGES], NOTES: db[NOTES]}

    def messages(self, bureau: str, request: str, after: str | None, limit: int) -> list[Said]:
        """Up to `limit` + 1 messages, newest first."""
        return self._read(MESSAGES, bureau, request, after, limit)

    def notes(self, bureau: str, request: str, after: str | None, limit: int) -> list[Said]:
        """Up to `limit` + 1 notes, newest first."""
        return self._read(NOTES, bureau, request, after, limit)

    def files_said(self, bureau: str, request: str) -> set[str]:
        """The files of all messages on a request."""
        return self._files(MESSAGES, {"bureau": bureau, "request": request})

    def files_noted(self, bureau: str, request: str) -> set[str]:
        """The files of all notes on a request: the bureau's alone."""
        return self._files(NOTES, {"bureau": bureau, "request": request})

    def noted(self, bureau: str, files: Sequence[str]) -> set[str]:
        """Those of these files that a note has, on whatever request."""
        return self._files(NOTES, {"bureau": bureau, "files": {"$in": list(files)}}) & set(files) if files else set()

    def _files(self, collection: str, query: Document) -> set[str]:
        return {file for row in self._said[collection].find(query, {"files": 1}) for file in row["files"]}

    def _write(self, unit: Unit, collection: str, request: Request, said: Said) -> None:
        document = {
            "_id": said.id, "bureau": request.bureau, "request": request.id, "at": said.at, "by": said.by,
            "from_bureau": said.from_bureau, "text": said.text, "files": list(said.files),
            "looked_at": list(said.looked_at),
        }  # fmt: skip
        unit.insert(collection, document)

    def _read(self, collection: str, bureau: str, request: str, after: str | None, limit: int) -> list[Said]:
        query: Document = {"bureau": bureau, "request": request} | ({"_id": {"$lt": after}} if after else {})
        rows = self._said[collection].find(query).sort(LATEST).limit(limit + 1)
        return [
            Said(
                row["_id"], row["at"], row["by"], row["from_bureau"], row["text"], tuple(row["files"]),
                tuple(row["looked_at"]),
            )
            for row in rows
        ]  # fmt: skip
