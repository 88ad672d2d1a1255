"""A stand-in for clamd that speaks its protocol (`man clamd`, INSTREAM): what has EICAR's mark is a virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.file_settings import FileSettings
from tests.gateway.accounts.desk import Desk

MARK = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
NAME = "Win.Test.EICAR_HDB-1"


class FakeClamd:
    """Listens on TCP, or on a Unix socket. `most`: bytes that it takes; `silent`: it never answers."""

    def __init__(self, path: Path | None = None, most: int = 10**9, silent: bool = False) -> None:
        self.most, self.silent = most, silent
        self.seen: list[bytes] = []
        self.over = threading.Event()
        handler = type("Bound", (_Handler,), {"clamd": self})
        if path is None:
            self._server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
            self.address = f"tcp://127.0.0.1:{self._server.server_address[1]}"
        else:
            self._server = socketserver.ThreadingUnixStreamServer(str(path), handler)
            self.address = f"unix:{path}"
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> FakeClamd:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(socketserver.StreamRequestHandler):
    clamd: FakeClamd

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = bytearray()
        while (size := struct.unpack("!L", self.rfile.read(4))[0]) > 0:
            content += self.rfile.read(size)
            if len(content) > self.clamd.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.clamd.seen.append(bytes(content))
        if self.clamd.silent:
            self.clamd.over.wait()
        else:
            self.wfile.write(f"stream: {NAME} FOUND\0".encode() if MARK in content else b"stream: OK\0")


@pytest.fixture
def desk_with(cheap_passwords: None, database: Database) -> Iterator[Callable[..., Desk]]:
    """A gateway with these settings of files."""
    made: list[Desk] = []

    def make(**settings: Any) -> Desk:
        made.append(Desk(database.uri, files=FileSettings(**settings)))
        return made[-1]

    yield make
    for each in made:
        each.close()
