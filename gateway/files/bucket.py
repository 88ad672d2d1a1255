"""The files' store: GridFS, bucket `files`. A file is never changed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, ClassVar, Final
from urllib.parse import quote

from gridfs import GridFSBucket
from gridfs.errors import NoFile
from gridfs.grid_file import GridOut
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from gateway.auth.principal import Principal
from gateway.files import images
from gateway.files.kinds import Kind, media_type
from gateway.offload import offload
from shared.errors import NotFound
from shared.ids import new_id
from shared.text import canonical

BUCKET: Final = "files"
CHUNK: Final = 255 * 1024
PIECE: Final = 1024 * 1024
LONGEST_NAME: Final = 120
NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|]')
Document = dict[str, Any]


@dataclass(frozen=True)
class FileRecord:
    """What is known of a file. `sha256` in hexadecimal, `size` in bytes; `media_type` is by content."""

    id: str
    name: str
    size: int
    sha256: str
    media_type: str
    kind: Kind
    bureau: str
    owner: str
    created_at: datetime | None = None

    def view(self) -> dict[str, Any]:
        """What the API shows."""
        shown = ("id", "name", "size", "sha256", "media_type", "kind", "owner", "created_at")
        return {name: getattr(self, name) for name in shown}


class Files:
    """The files of all bureaus; every question names the bureau."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        f"{BUCKET}.files": [
            IndexModel([("metadata.bureau", ASCENDING), ("metadata.owner", ASCENDING), ("_id", DESCENDING)], name="of")
        ],
        # GridFS's own index, made here so that no request has to.
        f"{BUCKET}.chunks": [IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._rows = db[f"{BUCKET}.files"]
        self._bucket = GridFSBucket(db, bucket_name=BUCKET, chunk_size_bytes=CHUNK)

    def store(self, stream: IO[bytes], filename: str, kind: Kind, principal: Principal) -> FileRecord:
        """Keep a file; a picture without what the camera wrote into it.

        Raises: Invalid for an empty one, for content that the kind does not allow, and for a broken picture.
        """
        # Not aside: libmagic is guarded by locks of the loop, for which a native thread would wait for ever.
        found = media_type(stream, kind)
        if found in images.FORMATS:
            stream = images.cleaned(stream, found)
        sha256 = offload(_digest, stream)
        id_, name = new_id(), safe_name(filename)
        about = {
            "bureau": principal.bureau, "owner": principal.account, "kind": kind.value, "media_type": found,
            "sha256": sha256,
        }  # fmt: skip
        # Leaving with an exception takes the pieces away that were written.
        with self._bucket.open_upload_stream_with_id(id_, name, metadata=about) as grid:
            while piece := stream.read(PIECE):
                grid.write(piece)
        return self.find(id_, principal.bureau)

    def find(self, id_: str, bureau: str) -> FileRecord:
        """What is known of a file. Raises: NotFound."""
        row = self._rows.find_one({"_id": id_, "metadata.bureau": bureau})
        if row is None:
            raise NotFound("file.unknown")
        return _record(row)

    def open(self, id_: str, bureau: str) -> GridOut:
        """A file to be read, sought in and closed (a context manager). Raises: NotFound."""
        self.find(id_, bureau)
        try:
            return self._bucket.open_download_stream(id_)
        except NoFile:
            raise NotFound("file.unknown") from None


def safe_name(given: str) -> str:
    """A name that is safe to show and to save under: no path, no control characters, not hidden, not too long."""
    text = canonical(given.replace("\\", "/").rpartition("/")[2])
    text = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    text = NOT_IN_NAMES.sub("_", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return text[:LONGEST_NAME] or "file"


def disposition(name: str) -> str:
    """`Content-Disposition` that saves the file under its name (RFC 6266), never shows it in the page."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    found = hashlib.file_digest(stream, "sha256")  # type: ignore[arg-type]
    stream.seek(0)
    return found.hexdigest()


def _record(row: Document) -> FileRecord:
    about = row["metadata"]
    return FileRecord(
        id=row["_id"],
        name=row["filename"],
        size=row["length"],
        sha256=about["sha256"],
        media_type=about["media_type"],
        kind=Kind(about["kind"]),
        bureau=about["bureau"],
        owner=about["owner"],
        created_at=row["uploadDate"],
    )
