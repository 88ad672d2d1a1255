"""Sending a large file in parts that survive a bad network (tus 1.0), with a word on how far it is."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Unpack

from jingmei_client.answers import Answer
from jingmei_client.areas.uploads import Uploads
from jingmei_client.errors import Conflict, Invalid, Unavailable
from jingmei_client.retry import Retry
from jingmei_client.sending import Options

PART: Final = 8 * 1024 * 1024
# Of answers in a row that say that something else has arrived: then it is not the network.
MOST_CONFLICTS: Final = 5
UNSETTLED: Final = ("open", "received")


@dataclass(frozen=True)
class Progress:
    """How far it is: `sent` of `total` bytes. `upload` is what to resume with, also in another process."""

    upload: str
    sent: int
    total: int


Told = Callable[[Progress], None]


class Sender:
    """Sends one file. `patience`: seconds that the server may work on it once all has arrived."""

    def __init__(self, uploads: Uploads, retry: Retry, part: int, patience: float, told: Told | None) -> None:
        self._uploads, self._retry, self._part, self._patience = uploads, retry, part, patience
        self._told = told or (lambda _: None)

    def send(self, file: Path | BinaryIO, kind: str, name: str, upload: str, **options: Unpack[Options]) -> Answer:
        """What the file is now. Raises: Problem, Unreachable; Invalid also when it was refused at its end."""
        with _opened(file) as stream:
            total = stream.seek(0, 2)
            if upload:
                state = self._uploads.progress(upload, **options)
            else:
                told = _metadata(kind=kind, filename=name or Path(str(getattr(stream, "name", "file"))).name)
                state = self._uploads.begin(upload_length=total, upload_metadata=told, **options)
            self._parts(stream, state, total, options)
        return self._settled(state["id"], options)

    def _parts(self, stream: BinaryIO, state: Answer, total: int, options: Options) -> None:
        upload, offset, conflicts = state["id"], state["offset"], 0
        each = _without_key(options)
        self._told(Progress(upload, offset, total))
        while offset < total:
            stream.seek(offset)
            part = stream.read(self._part)
            try:
                self._uploads.append(upload, part, upload_offset=offset, **each)
            except Conflict:
                # An earlier try may have had its effect, or a part of it: only the server knows.
                conflicts += 1
                before, offset = offset, self._uploads.progress(upload, **each)["offset"]
                if conflicts > MOST_CONFLICTS and offset == before:
                    raise
            else:
                offset, conflicts = offset + len(part), 0
            self._told(Progress(upload, offset, total))

    def _settled(self, upload: str, options: Options) -> Answer:
        """What it has become, when the server has worked on it."""
        ends, wait = time.monotonic() + self._patience, 0.1
        while (found := self._uploads.progress(upload, **_without_key(options)))["state"] in UNSETTLED:
            if time.monotonic() > ends:
                raise Unavailable(503, {"code": "upload.unsettled", "detail": f"upload {upload} is still worked on"})
            self._retry.sleep(wait)
            wait = min(2 * wait, 2.0)
        if found["state"] == "refused":
            raise Invalid(422, {"code": "validation", "errors": found["errors"]})
        return found


def _without_key(options: Options) -> Options:
    """A key is for the one change that began it."""
    return {name: value for name, value in options.items() if name != "key"}  # type: ignore[return-value]


@contextmanager
def _opened(file: Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            yield stream
    else:
        yield file


def _metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
