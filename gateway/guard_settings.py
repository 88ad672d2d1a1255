"""The gateway's settings about what keeps one caller from taking all there is: files a day, requests, room on disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from environs import Env
from limits import parse
from marshmallow import ValidationError
from marshmallow.validate import Range

GIB: Final = 1024**3
MOST_BYTES: Final = 1024 * 1024 * GIB
UNITS: Final = {"KiB": 1024, "MiB": 1024**2, "GiB": GIB, "TiB": 1024 * GIB}
MARK: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?(%|KiB|MiB|GiB|TiB)")


@dataclass(frozen=True)
class Mark:
    """How little may be free of a disk: bytes, or a part of the whole from 0 to 1."""

    bytes: float = 0.0
    part: float = 0.0

    def of(self, total: float) -> float:
        """In bytes, on a disk of `total` bytes."""
        return self.bytes + self.part * total


@dataclass(frozen=True)
class GuardSettings:
    """Sizes in bytes. `files`, `bytes`: of one account of an outlet in a day of Asia/Shanghai; `staff_…`: of one of the
    bureau. Rates in the notation of `limits`, empty for none, counted by each process for itself: requests of one
    account, of one address, and those of an address that nobody is signed in for and that are refused. Marks of free
    disk under which files, then all changes are refused; 0 for none."""

    files: int = 500
    bytes: int = 20 * GIB
    staff_files: int = 1_000
    staff_bytes: int = 50 * GIB
    account_rate: str = "1200/minute"
    address_rate: str = "6000/minute"
    refused_rate: str = "120/minute"
    disk_files: Mark = Mark(bytes=5 * GIB)
    disk_changes: Mark = Mark(bytes=1 * GIB)


def guard_settings(env: Env) -> GuardSettings:
    """Read from the environment; what is wrong is told by `finish`, as for all others."""
    values: dict[str, Any] = {
        "files": env.int("DAY_FILES", 500, validate=Range(1, 1_000_000)),
        "bytes": env.int("DAY_BYTES", 20 * GIB, validate=Range(1024, MOST_BYTES)),
        "staff_files": env.int("STAFF_DAY_FILES", 1_000, validate=Range(1, 1_000_000)),
        "staff_bytes": env.int("STAFF_DAY_BYTES", 50 * GIB, validate=Range(1024, MOST_BYTES)),
        "account_rate": env.str("ACCOUNT_RATE", "1200/minute", validate=_is_rate_or_none),
        "address_rate": env.str("ADDRESS_RATE", "6000/minute", validate=_is_rate_or_none),
        "refused_rate": env.str("REFUSED_RATE", "120/minute", validate=_is_rate_or_none),
        "disk_files": mark(env.str("DISK_FILES", "5 GiB", validate=_is_mark)),
        "disk_changes": mark(env.str("DISK_CHANGES", "1 GiB", validate=_is_mark)),
    }
    return GuardSettings(**values)


def mark(text: str | None) -> Mark:
    """The mark that a text such as `5 GiB` or `10%` says; none for anything else (which `_is_mark` has told)."""
    found = MARK.fullmatch((text or "").strip())
    if found is None:
        return Mark()
    number, unit = float(found[1]), found[2]
    return Mark(part=number / 100) if unit == "%" else Mark(bytes=number * UNITS[unit])


def _is_mark(text: str) -> None:
    found = MARK.fullmatch(text.strip())
    if text.strip() != "0" and (found is None or mark(text).part > 1):
        raise ValidationError("a size such as 5 GiB, a part of the disk such as 10%, or 0 is expected")


def _is_rate_or_none(text: str) -> None:
    if not text:
        return
    try:
        parse(text)
    except ValueError:
        raise ValidationError("a rate such as 600/minute, or nothing, is expected") from None
