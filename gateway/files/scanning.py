"""Looking for viruses with clamd, which others keep up to date (`man clamd`, command INSTREAM).

Our own few lines: the client libraries there are have either not been kept since 2014 (`clamd`, on which the kept
`clamav-client` stands) or need asyncio (`aioclamd`).
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from gateway import metrics
from gateway.errors import ServiceUnavailable
from gateway.file_settings import FileSettings
from shared import logs
from shared.errors import FieldProblem, Invalid

PIECE: Final = 256 * 1024
CONNECT: Final = 5.0
LONGEST_ANSWER: Final = 4096
FOUND: Final = re.compile(r"^stream: (?P<name>.+) FOUND$")
TOO_LARGE: Final = "size limit exceeded"
CLEAN_ANSWER: Final = "stream: OK"


class Scan(StrEnum):
    """What is known of a file: nothing was found in it, or nobody looked."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class Away(Exception):
    """clamd did not look at the file: it is not there, took too long, or says that it cannot."""


class Scanner:
    """One per process."""

    def __init__(self, settings: FileSettings) -> None:
        self._address = settings.clamd
        self._timeout = settings.clamd_timeout
        self._required = settings.clamd_required

    def look(self, path: Path, patience: float | None = None) -> Scan:
        """Whether a file was looked at, within `patience` seconds if they are fewer than those that are set.

        Raises: Invalid for one in which something was found, by its name.
        Where looking is required: ServiceUnavailable while clamd is away, Invalid for a file too large for it.
        """
        if not self._address:
            return Scan.NOT_SCANNED
        try:
            answer = self._ask(path, min(self._timeout, patience or self._timeout))
        except (OSError, Away) as error:
            metrics.SCANS.labels("away").inc()
            logs.get().warning("file not scanned", reason=str(error)[:300] or type(error).__name__)
            if self._required:
                raise ServiceUnavailable("file.scanner_away") from None
            return Scan.NOT_SCANNED
        return self._judged(answer)

    def _judged(self, answer: str) -> Scan:
        if found := FOUND.match(answer):
            metrics.SCANS.labels("found").inc()
            logs.get().warning("virus found", name=found["name"])
            raise _refused("file.virus", name=found["name"][:100])
        metrics.SCANS.labels("clean" if answer == CLEAN_ANSWER else "too_large").inc()
        if answer == CLEAN_ANSWER:
            return Scan.CLEAN
        if self._required:
            raise _refused("file.scan_size")
        return Scan.NOT_SCANNED

    def _ask(self, path: Path, seconds: float) -> str:
        """What clamd says: clean, found, or too large. Raises: OSError, Away."""
        ends = time.monotonic() + seconds
        with _linked(self._address) as link:
            try:
                _stream(link, path, ends)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it says why, most often that the file is too large for it
            answer = _answer(link, ends)
        if answer != CLEAN_ANSWER and TOO_LARGE not in answer and not FOUND.match(answer):
            raise Away(answer or "no answer")
        return answer


@contextmanager
def _linked(address: str) -> Iterator[socket.socket]:
    if address.startswith("unix:"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(CONNECT)
            link.connect(address.removeprefix("unix:"))
            yield link
    else:
        host, _, port = address.removeprefix("tcp://").rpartition(":")
        with socket.create_connection((host, int(port)), CONNECT) as link:
            yield link


def _stream(link: socket.socket, path: Path, ends: float) -> None:
    """Send a file: each piece after its length, a length of nothing at the end."""
    _bound(link, ends)
    link.sendall(b"zINSTREAM\0")
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            _bound(link, ends)
            link.sendall(struct.pack("!L", len(piece)) + piece)
    link.sendall(struct.pack("!L", 0))


def _answer(link: socket.socket, ends: float) -> str:
    got = b""
    while not got.endswith(b"\0") and len(got) < LONGEST_ANSWER:
        _bound(link, ends)
        if not (part := link.recv(LONGEST_ANSWER)):
            break
        got += part
    return got.rstrip(b"\0\n").decode(errors="replace")


def _bound(link: socket.socket, ends: float) -> None:
    """Wait no longer than until `ends`. Raises: Away."""
    left = ends - time.monotonic()
    if left <= 0:
        raise Away("it takes too long")
    link.settimeout(left)


def _refused(rule: str, **params: str) -> Invalid:
    return Invalid("validation", problems=[FieldProblem("/file", rule, params)])
