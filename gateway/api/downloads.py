"""How the content of a file is sent: whole or in part, to be saved or to be shown."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from flask import Response, request

from gateway.current import current
from gateway.files.kinds import PDF, TYPES, Family
from gateway.files.records import FileRecord
from gateway.files.thumbnails import MEDIA_TYPE
from gateway.http.ranges import known, quoted, wanted
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.labels import label

# What a browser shows without running anything of it; all else is saved.
SHOWN: Final = {
    media_type
    for media_type, type_ in TYPES.items()
    if type_.family in {Family.PICTURE, Family.VIDEO, Family.AUDIO} or media_type == PDF
}
# Whatever is in the file must not run as ours, nor load anything but itself.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox"

# A page of ours may have it in a frame (a PDF), and no other's.
IN_A_PAGE: Final = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}


def served(record: FileRecord, *, inline: bool = False) -> Response:
    """The content of a file that the caller may have, by whatever right. Raises: RangeNotSatisfiable."""
    etag, inline = quoted(record.sha256), inline and record.media_type in SHOWN
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Content-Disposition": disposition(record.name, inline=inline),
        **(IN_A_PAGE if inline else {"Content-Security-Policy": POLICY}),
    }
    if known(request, etag):
        return Response(status=304, headers=headers)
    part = wanted(request, record.size, etag)
    begin, end = part or (0, record.size)
    headers["Content-Length"] = str(end - begin)
    if part:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{record.size}"
    pieces = runtime().files.pieces(record, begin, end)
    return Response(pieces, 206 if part else 200, headers, content_type=record.media_type)


def small(record: FileRecord, size: int) -> Response:
    """The small picture of a file that the caller may have, by whatever right. Raises: NotFound where there is none."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Content-Disposition": "inline",
        "ETag": quoted(f"{record.sha256}-{size}"),
    }
    return Response(runtime().thumbnails.of(record, size), 200, headers, content_type=MEDIA_TYPE)


def shown(record: FileRecord) -> Data:
    """What the API tells of a file."""
    return record.view() | {"scan_text": label("file.scan", record.scan, current().locale)}


def disposition(name: str, *, inline: bool = False) -> str:
    """`Content-Disposition` with the file's name (RFC 6266): saved under it unless it may be shown."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
