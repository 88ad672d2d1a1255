"""A proxy before the gateway that does what a bad network does: it loses requests, answers, streams in their midst."""

from __future__ import annotations

import http.client
import socket
import threading
from collections import deque
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tests.support.waiting import HOPE

HOPS = frozenset({"connection", "transfer-encoding", "keep-alive", "host", "server", "date"})
# What happens to a request: all is well · the request is lost · it is done, and its answer is lost · it is done, and
# half of its answer comes.
PASS, LOST, DROPPED, CUT = "pass", "lost", "dropped", "cut"


@dataclass(frozen=True)
class Refusal:
    """Answered by the proxy itself, before the gateway hears of it."""

    status: int
    retry_after: str = ""
    body: bytes = b"<html>busy</html>"


Fate = str | Refusal


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: Message
    body: bytes


class FaultyProxy:
    """`fates` befall the requests that come, one each; after them all is well. `seen` has every request.

    `stale` are access tokens that have run out.
    """

    def __init__(self, url: str) -> None:
        self.target = urlsplit(url).netloc
        self.fates: deque[Fate] = deque()
        self.seen: list[Seen] = []
        self.stale: set[str] = set()
        self.streams: list[socket.socket] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"proxy": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> FaultyProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.cut_streams()
        self._server.shutdown()
        self._thread.join(HOPE)
        self._server.server_close()

    def expect(self, *fates: Fate) -> None:
        """What happens to the next requests."""
        self.fates.extend(fates)
        self.seen.clear()

    def cut_streams(self) -> None:
        """Break every live stream."""
        while self.streams:
            _break(self.streams.pop())


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultyProxy
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.proxy.seen.append(Seen(self.command, self.path, self.headers, body))
        if self.headers.get("Authorization", "").removeprefix("Bearer ") in self.proxy.stale:
            return self._say(
                401, {"Content-Type": "application/problem+json"}, b'{"status": 401, "code": "auth.token"}'
            )
        fate = self.proxy.fates.popleft() if self.proxy.fates else PASS
        if isinstance(fate, Refusal):
            after = {"Retry-After": fate.retry_after} if fate.retry_after else {}
            return self._say(fate.status, {"Content-Type": "text/html", **after}, fate.body)
        if fate == LOST:
            return self._gone()
        return self._pass_on(fate, body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815

    def _pass_on(self, fate: str, body: bytes) -> None:
        onward = http.client.HTTPConnection(self.proxy.target, timeout=HOPE)
        try:
            sent = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
            onward.request(self.command, self.path, body, sent)
            answer = onward.getresponse()
            told = {name: value for name, value in answer.getheaders() if name.lower() not in HOPS}
            if answer.headers.get_content_type() == "text/event-stream":
                return self._stream(answer, told)
            content = answer.read()
        finally:
            onward.close()
        if fate == DROPPED:
            return self._gone()
        return self._say(answer.status, told, content, len(content) // 2 if fate == CUT else None)

    def _stream(self, answer: http.client.HTTPResponse, told: dict[str, str]) -> None:
        self.proxy.streams.append(self.connection)
        self.send_response(answer.status)
        for name, value in {**told, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        try:
            while piece := answer.read1():
                self.wfile.write(piece)
        except OSError:
            pass  # cut, or the client went away

    def _say(self, status: int, headers: dict[str, str], content: bytes, cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[:cut])
        if cut is not None:
            self.wfile.flush()
            self._gone()

    def _gone(self) -> None:
        self.close_connection = True
        _break(self.connection)


def _break(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the other side was first
