"""What is written in files, for services that screen it: taken out in a process of its own (`gateway.extracting`).

What cannot be read is no error: it is told, and a person looks at it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from gateway.file_settings import FileSettings
from gateway.files import apart
from gateway.files.bucket import Files
from gateway.files.desks import desk
from gateway.files.kinds import DOCX, PDF, PPTX, XLSX
from gateway.files.records import FileRecord

READABLE: Final = frozenset({DOCX, PPTX, XLSX, PDF})
# The largest file that is looked into, in bytes; what it takes longer for is told as unread.
LARGEST: Final = 64 * 1024**2
SECONDS: Final = 5.0
PROCESSES: Final = 2


class Taken(TypedDict):
    """What the process tells: the text, and whether there is more in the file."""

    text: str
    unread: bool


@dataclass(frozen=True)
class Written:
    """What is written in a file; `unread`: there is more in it than that, or nothing could be read."""

    file: str
    name: str
    text: str = ""
    unread: bool = True


class Texts:
    """One per process."""

    def __init__(self, files: Files, settings: FileSettings) -> None:
        self._files = files
        self._work_dir = settings.work_dir or None
        self._slots = threading.BoundedSemaphore(PROCESSES)

    def of(self, records: Iterable[FileRecord], longest: int, seconds: float = SECONDS) -> list[Written]:
        """What is written in files: `longest` characters of all of them at most, in so many seconds of waiting."""
        until, left, found = time.monotonic() + seconds, longest, []
        for record in records:
            written = self._read(record, left, until - time.monotonic())
            left -= len(written.text)
            found.append(written)
        return found

    def _read(self, record: FileRecord, longest: int, seconds: float) -> Written:
        unread = Written(record.id, record.name)
        if record.media_type not in READABLE or record.size > LARGEST or longest <= 0 or seconds <= 0:
            return unread
        if not self._slots.acquire(timeout=seconds):
            return unread
        try:
            with desk(self._work_dir) as folder:
                path = folder / "file"
                self._files.copy_to(record, path)
                made = taken(path, record.media_type, longest, seconds)
        finally:
            self._slots.release()
        return unread if made is None else Written(record.id, record.name, made["text"], made["unread"])


def taken(path: Path, media_type: str, longest: int, seconds: float) -> Taken | None:
    """What `gateway.extracting` reads in a file on disk; None when that fails, or takes longer."""
    given = (str(path), media_type, str(longest))
    told = apart.run("gateway.extracting", *given, seconds=seconds, what="text", media_type=media_type)
    return json.loads(told) if told is not None else None
