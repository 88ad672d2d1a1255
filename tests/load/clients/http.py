"""A closed loop of HTTP requests on keep-alive connections: plain sockets and one selector, so that what is
measured is the gateway. Arguments: host, port, access token.

The job's options: `{"method": "GET", "paths": […]}`, asked in turn, or `{"method": "POST", "paths": […], "register":
true}` for registrations of outlets, each another one under a key of its own. With a `cookie`, it asks for pages as the
browser that has it.
"""

from __future__ import annotations

import itertools
import selectors
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import orjson

from tests.load.clients.loop import Course, Job, serve
from tests.load.figures import Sample
from tests.load.traffic import new_registration

PATIENCE = 60.0
HEAD_END = b"\r\n\r\n"


class Silence(RuntimeError):
    """Nothing was answered for `PATIENCE` seconds."""


class Connection:
    """One connection with one request under way."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.started = self.at = 0.0
        self._buffer = b""

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.started, self.at = time.perf_counter(), time.time()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes, bytes] | None:
        """Status, head and body once they are whole. Raises: ConnectionError when the gateway closed."""
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionError("the gateway closed the connection")
        self._buffer += data
        head, found, body = self._buffer.partition(HEAD_END)
        if not found or len(body) < int(header(head, b"content-length") or 0):
            return None
        self._buffer = b""
        return int(head[9:12]), head, body


def header(head: bytes, name: bytes) -> bytes:
    """One header of an answer, empty when it is not there."""
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""


class HttpClient:
    """Works through jobs, with fresh connections for each."""

    def __init__(self, host: str, port: str, token: str) -> None:
        self._host, self._port, self._token = host, int(port), token

    def run(self, job: Job) -> Sample:
        """One job. Raises: Silence, ConnectionError."""
        make = self._requests(job.options or {})
        connections = [Connection(self._host, self._port) for _ in range(job.concurrency)]
        try:
            return Loop(Course(job), make).run(connections)
        finally:
            for connection in connections:
                connection.socket.close()

    def _requests(self, options: dict[str, Any]) -> Callable[[], bytes]:
        if cookie := options.get("cookie"):
            pages = itertools.cycle([page(self._host, cookie, path) for path in options["paths"]])
            return lambda: next(pages)
        heads = itertools.cycle([self._head(options["method"], path) for path in options["paths"]])
        if not options.get("register"):
            return lambda: next(heads) + b"\r\n"
        return lambda: self._registration(next(heads))

    def _head(self, method: str, path: str) -> bytes:
        return head(self._host, self._token, method, path)

    def _registration(self, head: bytes) -> bytes:
        key, registration = new_registration()
        return head + with_body(orjson.dumps(registration), key)


def head(host: str, token: str, method: str, path: str) -> bytes:
    """The beginning of a request."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
    ).encode()


def page(host: str, cookie: str, path: str) -> bytes:
    """The request for a page, as a browser asks."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nAccept: text/html\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\n\r\n"
    ).encode()


def with_body(body: bytes, key: str) -> bytes:
    """The rest of a request that changes something."""
    own = f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return own.encode() + body


class Loop:
    """One job's requests over its connections."""

    def __init__(self, course: Course, make: Callable[[], bytes]) -> None:
        self._course = course
        self._make = make
        self._busy = 0

    def run(self, connections: list[Connection]) -> Sample:
        """Until the course is over and everything is answered."""
        with selectors.DefaultSelector() as selector:
            for connection in connections:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
                self._next(connection)
            while self._busy:
                ready = selector.select(PATIENCE)
                if not ready:
                    raise Silence
                for key, _ in ready:
                    self._hear(key.data)
        return self._course.sample()

    def _next(self, connection: Connection) -> None:
        if self._course.another():
            self._busy += 1
            connection.send(self._make())

    def _hear(self, connection: Connection) -> None:
        answer = connection.receive()
        if answer is None:
            return
        status, head, body = answer
        self._busy -= 1
        if status < 300:
            self._course.made(connection.started)
            self._course.mark(header(head, b"location").rpartition(b"/")[2].decode(), connection.at)
        else:
            self._refused(status, body)
        self._next(connection)

    def _refused(self, status: int, body: bytes) -> None:
        if not self._course.errors:
            sys.stderr.write(f"{status} {body[:500].decode(errors='replace')}\n")
        self._course.errors += 1


if __name__ == "__main__":
    serve(HttpClient(*sys.argv[1:]).run)
