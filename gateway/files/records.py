"""What is known of a file, and of whom it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

from gateway.files.kinds import TYPES, Kind
from gateway.files.scanning import Scan
from shared.text import canonical

LONGEST_NAME: Final = 120
Item = TypeVar("Item")
NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class Owner:
    """Whose a file is."""

    bureau: str
    account: str


@dataclass(frozen=True)
class FileRecord:
    """What is known of a file. `sha256` in hexadecimal, `size` in bytes; `media_type` is by content;
    `unused`: nothing names it yet; `sealed`: the key under which its bytes are kept, empty for none."""

    id: str
    name: str
    size: int
    sha256: str
    media_type: str
    kind: Kind
    bureau: str
    owner: str
    created_at: datetime | None = None
    scan: Scan = Scan.NOT_SCANNED
    private: bool = False
    unused: bool = False
    sealed: str = ""

    def view(self) -> dict[str, Any]:
        """What the API shows."""
        shown = ("id", "name", "size", "sha256", "media_type", "kind", "owner", "created_at", "scan")
        return {name: getattr(self, name) for name in shown} | {"attached": not self.unused}


def safe_name(given: str, media_type: str) -> str:
    """A name that is safe to show and to save under: no path, no control characters, not hidden, not too long, and with
    an ending of its type by content. A sound that comes as `通知.html` is saved as `通知.html.wav`: whoever opens
    it hears something, and runs nothing."""
    text = canonical(given.replace("\\", "/").rpartition("/")[2])
    text = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    text = NOT_IN_NAMES.sub("_", text).strip(" .")
    stem, _, ending = text.rpartition(".")
    endings = TYPES[media_type].endings
    if not stem or ending.lower() not in endings:
        stem, ending = text or "file", endings[0]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def record_of(row: Mapping[str, Any]) -> FileRecord:
    """What is known of a file, from its row of GridFS."""
    about = row["metadata"]
    return FileRecord(
        id=row["_id"],
        # Those of before are stored with whatever ending they came with.
        name=safe_name(row["filename"], about["media_type"]),
        size=row["length"],
        sha256=about["sha256"],
        media_type=about["media_type"],
        kind=Kind(about["kind"]),
        bureau=about["bureau"],
        owner=about["owner"],
        created_at=row["uploadDate"],
        scan=Scan(about.get("scan", Scan.NOT_SCANNED)),
        # Files that were made private before it was counted say so themselves.
        private=about.get("private", False) or about.get("private_uses", 0) > 0,
        unused=about.get("uses", 1) == 0,
        sealed=about.get("sealed", ""),
    )


def batches(found: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """So many at a time."""
    rest = iter(found)
    while batch := list(islice(rest, size)):
        yield batch
