"""Small pictures (缩略图) of files: made once, in a process of its own (`gateway.shrinking`), and stored.

Files from outside meet decoders there: one that crashes, loops or unpacks a bomb ends its own process and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from bson.binary import Binary
from pymongo import IndexModel
from pymongo.database import Database

from gateway.errors import ServiceUnavailable
from gateway.file_settings import FileSettings
from gateway.files import apart
from gateway.files.bucket import THUMBNAILS, Files
from gateway.files.desks import desk
from gateway.files.kinds import GIF, HEIC, JPEG, MOV, MP4, PDF, PNG, WEBP
from gateway.files.records import FileRecord
from gateway.shrinking import DOCUMENT, FILM, HEIF
from shared.errors import NotFound

# The longer side, in pixels.
SIZES: Final = (256, 512)
MEDIA_TYPE: Final = "image/webp"
# What there is something to see in, and how it is read.
FORMATS: Final = {
    JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF", HEIC: HEIF, MP4: FILM, MOV: FILM, PDF: DOCUMENT,
}  # fmt: skip
PROCESSES: Final = 2
# Seconds that one may wait, and work.
LIMIT: Final = 40.0
Document = dict[str, Any]


class Thumbnails:
    """One per process."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {THUMBNAILS: []}

    def __init__(self, db: Database[Document], files: Files, settings: FileSettings) -> None:
        self._rows = db[THUMBNAILS]
        self._files = files
        self._work_dir = settings.work_dir or None
        self._slots = threading.BoundedSemaphore(PROCESSES)

    def of(self, record: FileRecord, size: int) -> bytes:
        """The WebP of a file whose longer side is `size`. Raises: NotFound where there is none, ServiceUnavailable."""
        if not possible(record.media_type):
            raise NotFound("file.no_thumbnail")
        row = self._rows.find_one({"_id": f"{record.id}/{size}"})
        if row is None:
            with desk(self._work_dir) as folder:
                path = folder / "file"
                self._files.copy_to(record, path)
                self.keep(record, path)
            row = self._rows.find_one({"_id": f"{record.id}/{size}"})
        if row is None or not row["data"]:
            raise NotFound("file.no_thumbnail")
        return bytes(row["data"])

    def keep(self, record: FileRecord, path: Path) -> None:
        """Make and store them of a file that lies on disk; that there can be none is stored, too.

        Raises: ServiceUnavailable when no process gets free in time.
        """
        if not possible(record.media_type):
            return
        made = self._made(path, record.media_type)
        for size in SIZES:
            row = {"data": Binary(made.get(size, b""))}
            self._rows.update_one({"_id": f"{record.id}/{size}"}, {"$set": row}, upsert=True)

    def _made(self, path: Path, media_type: str) -> dict[int, bytes]:
        if not self._slots.acquire(timeout=LIMIT):
            raise ServiceUnavailable("file.thumbnails_busy")
        try:
            with desk(self._work_dir) as folder:
                self._run(path, media_type, str(folder))
                found = ((size, folder / f"{size}.webp") for size in SIZES)
                return {size: made.read_bytes() for size, made in found if made.exists()}
        finally:
            self._slots.release()

    def _run(self, path: Path, media_type: str, folder: str) -> None:
        given = (str(path), FORMATS[media_type], folder, *map(str, SIZES))
        apart.run("gateway.shrinking", *given, seconds=LIMIT, what="thumbnail", media_type=media_type)


def possible(media_type: str) -> bool:
    """Whether there is something to see in files of a type."""
    return media_type in FORMATS
