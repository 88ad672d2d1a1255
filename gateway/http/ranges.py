"""Parts of a file (RFC 9110, 14): which bytes are asked for, and whether for the file as it is.

One range is answered as such; several, or what cannot be read, by the whole file, as the RFC allows.
"""

from __future__ import annotations

import re
from typing import Final

from flask import Request

from gateway.errors import RangeNotSatisfiable

ONE: Final = re.compile(r"^bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*$", re.IGNORECASE)
ANY: Final = "*"


def quoted(sha256: str) -> str:
    """The strong ETag of a content."""
    return f'"{sha256}"'


def known(request: Request, etag: str) -> bool:
    """Whether `If-None-Match` says that the caller has this content."""
    given = request.headers.get("If-None-Match", "")
    return any(part.strip().removeprefix("W/") in (etag, ANY) for part in given.split(",") if part.strip())


def wanted(request: Request, size: int, etag: str) -> tuple[int, int] | None:
    """First byte and the one after the last that are asked for; None for the whole of `size` bytes.

    Raises: RangeNotSatisfiable.
    """
    match = ONE.match(request.headers.get("Range", ""))
    if match is None or request.headers.get("If-Range", etag).strip() != etag or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return None
    begin, end = (int(first), int(last) + 1 if last else size) if first else (max(0, size - int(last)), size)
    if begin >= size or (not first and not int(last)):
        raise RangeNotSatisfiable("http.range", size=size)
    return begin, min(end, size)
