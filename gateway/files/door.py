"""The one door through which a file comes in, whichever way it was sent: what it is, what has to go, what is kept.

It works on files on disk: however large one is, little of it is in memory.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from gateway.errors import ServiceUnavailable
from gateway.file_settings import FileSettings
from gateway.files.bucket import Files
from gateway.files.cleaning.process import Limits as Bounds
from gateway.files.cleaning.process import clean
from gateway.files.desks import desk
from gateway.files.kinds import Kind, Limits, media_type, require_size
from gateway.files.records import FileRecord, Owner
from gateway.files.scanning import Scanner
from gateway.files.thumbnails import Thumbnails
from gateway.offload import offload
from shared import logs

PIECE: Final = 1024 * 1024


class Door:
    """One per process."""

    def __init__(self, files: Files, thumbnails: Thumbnails, settings: FileSettings) -> None:
        self._files = files
        self._thumbnails = thumbnails
        self._scanner = Scanner(settings)
        self._settings = settings

    @property
    def limits(self) -> Limits:
        """Bytes that a file may have, by the family of its type."""
        return self._settings.limits

    @contextmanager
    def desk(self) -> Iterator[Path]:
        """A folder to lay files in, gone with what is in it at the end."""
        with desk(self._settings.work_dir) as folder:
            yield folder

    def receive(self, stream: IO[bytes], filename: str, kind: Kind, owner: Owner, patience: float) -> FileRecord:
        """Take in what can be read from a stream; nobody waits longer than `patience` seconds for the look for viruses.

        Raises: see `take`.
        """
        with self.desk() as folder:
            path = folder / "sent"
            stream.seek(0)
            with path.open("wb") as out:
                shutil.copyfileobj(stream, out, PIECE)
            return self.take(path, filename, kind, owner, patience=patience)

    def take(
        self, path: Path, filename: str, kind: Kind, owner: Owner, *, patience: float | None = None, ahead: bool = False
    ) -> FileRecord:
        """Take in a file that lies alone in a folder of `desk`: by its content, without place, device and author.

        Raises: Invalid for an empty one, for content that the kind does not allow, for one too large for its type, for
        one that cannot be cleaned and one with a virus; ServiceUnavailable where that did not get its turn. With
        `ahead` its small pictures are made at once, while it is at hand.
        """
        with path.open("rb") as stream:
            # Not aside: libmagic is guarded by locks of the loop, for which a native thread would wait for ever.
            found = media_type(stream, kind)
        require_size(found, path.stat().st_size, self.limits)
        about = {"kind": kind.value, "media_type": found, "scan": self._scanner.look(path, patience).value}
        shown = self._cleaned(path, found, kind, patience)
        record = self._files.keep(shown, filename, owner, {**about, "sha256": offload(digest, shown)})
        if shown != path:
            self._files.keep_original(path, record, {**about, "sha256": offload(digest, path)})
        if ahead:
            self._shrink(record, shown)
        return record

    def _shrink(self, record: FileRecord, path: Path) -> None:
        try:
            self._thumbnails.keep(record, path)
        except ServiceUnavailable:
            logs.get().info("thumbnails left for later", file=record.id)

    def _cleaned(self, path: Path, found: str, kind: Kind, patience: float | None) -> Path:
        """What others than its owner may see: the file itself where nothing has to go, else a copy beside it."""
        if kind is Kind.SHEET:
            return path  # read row by row; of the staff liaisons alone get it
        copy = path.with_name("copy")
        seconds = min(self._settings.cleaning_seconds, patience or self._settings.cleaning_seconds)
        clean(path, found, copy, limits=Bounds(seconds, self._settings.cleaning_memory))
        return path if offload(digest, copy) == offload(digest, path) else copy


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
