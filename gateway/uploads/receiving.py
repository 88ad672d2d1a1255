"""Taking in what a request brings of an upload: piece by piece, never more than a mebibyte in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from werkzeug.exceptions import ClientDisconnected

from gateway.auth.principal import Principal
from gateway.errors import ChecksumMismatch, TooLarge
from gateway.files.door import Door
from gateway.files.kinds import LOOKED_AT, early_type, most, require_size
from gateway.uploads.protocol import Checksum
from gateway.uploads.store import PIECE, Upload, Uploads
from shared.errors import DomainError, Invalid

STEP: Final = 64 * 1024


class Receiver:
    """One per process."""

    def __init__(self, uploads: Uploads, door: Door) -> None:
        self._uploads = uploads
        self._door = door

    def receive(
        self, upload: Upload, who: Principal, stream: IO[bytes], size: int | None, checksum: Checksum | None
    ) -> Upload:
        """The upload with the bytes of a request, of which there are `size` (None: to the stream's end).

        What has come when the connection breaks is kept, unless a checksum was given for the whole. Raises: Invalid for
        content that is not taken (the upload is over then), TooLarge, ChecksumMismatch, Conflict; RateLimited when the
        sender's day has no room for more.
        """
        room = (self._limit(upload) if upload.length is None else upload.length) - upload.offset
        if size is not None and size > room:
            raise TooLarge("upload.beyond", room=room)
        if upload.length is None and size is not None:
            upload = self._uploads.count(upload, who, upload.offset + size)
        if checksum is None:
            return self._append(upload, who, stream, room)
        with self._door.desk() as folder:
            _lay(stream, folder / "part", room, checksum)
            with (folder / "part").open("rb") as part:
                return self._append(upload, who, part, room)

    def _append(self, upload: Upload, who: Principal, stream: IO[bytes], room: int) -> Upload:
        for piece in pieces(stream, room):
            room -= len(piece)
            if not room and _read(stream, 1):
                raise TooLarge("upload.beyond", room=len(piece))
            if upload.offset == 0:
                self._look(upload, piece)
            if upload.length is None:
                upload = self._uploads.count(upload, who, upload.offset + len(piece))
            upload = self._uploads.append(upload, piece)
        return upload

    def _look(self, upload: Upload, piece: bytes) -> None:
        """Refuse what can be seen at its beginning not to be taken, before all of it is sent."""
        if len(piece) < LOOKED_AT and len(piece) != upload.length:
            return  # too little to tell
        try:
            found = early_type(piece[:LOOKED_AT], upload.kind)
            if found is not None and upload.length is not None:
                require_size(found, upload.length, self._door.limits)
        except Invalid as refusal:
            self._uploads.refuse(upload, refusal)
            raise

    def _limit(self, upload: Upload) -> int:
        return most(upload.kind, self._door.limits)


def require_open(upload: Upload) -> None:
    """Raises: what an upload was refused with."""
    if upload.refusal is not None:
        refusal: DomainError = upload.refusal
        raise refusal


def pieces(stream: IO[bytes], room: int) -> Iterator[bytes]:
    """At most `room` bytes of a stream in pieces, also what came before the connection broke."""
    held = bytearray()
    while room > 0 and (part := _read(stream, min(STEP, room, PIECE - len(held)))):
        held += part
        room -= len(part)
        if len(held) == PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _read(stream: IO[bytes], size: int) -> bytes:
    try:
        return stream.read(size)
    except (OSError, ClientDisconnected):
        return b""


def _lay(stream: IO[bytes], path: Path, room: int, checksum: Checksum) -> None:
    """Lay a part on disk until it is known whether it is what was sent."""
    found = checksum.begun()
    with path.open("wb") as out:
        for piece in pieces(stream, room):
            found.update(piece)
            out.write(piece)
    if found.digest() != checksum.digest:
        raise ChecksumMismatch("upload.checksum")
