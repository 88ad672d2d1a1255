"""Server-sent events (HTML standard, 9.2): a connection that breaks is taken up again where it was."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError

PAUSE: Final = 2.0
SLACK: Final = 0.25
LINE_END: Final = re.compile(rb"\r\n|\n|\r(?!\Z)")
# Why the server ends a stream for good; after any other reason one comes back.
FINAL: Final = frozenset({"signed_out"})
# What reading a connection raises that is cut off, or shut down by another thread.
BROKEN: Final = (HTTPError, AttributeError, ValueError, OSError)
PIECE: Final = 64 * 1024
# The place to go on from, and the seconds that are left.
Connect = Callable[[str, float | None], requests.Response]


@dataclass(frozen=True)
class Event:
    """One event. `name` is `item`, `unread` or `end`; `id` is empty when it had none."""

    name: str
    data: Any
    id: str = ""


class Stream:
    """Events as they come, over as many connections as it takes. `last` is the place to come back to another day.

    ```python
    with client.inbox.stream(last_event_id=place) as events:
        for event in events:
            if event.name == "item": ...
    ```
    `deadline` bounds it; without one it goes on until `close()` or until the session is over.
    """

    def __init__(self, connect: Connect, last: str = "", seconds: float | None = None) -> None:
        self._connect, self.last = connect, last
        self._ends = None if seconds is None else time.monotonic() + seconds
        self._retry, self._over = PAUSE, threading.Event()
        self._answer: requests.Response | None = None

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        while not self._over.is_set():
            reason = ""
            self._answer = answer = self._connect(self.last, self._left())
            with answer:
                try:
                    for event in self._read(answer):
                        reason = event.data.get("reason", "") if event.name == "end" else ""
                        yield event
                    if reason in FINAL:
                        return
                except BROKEN:
                    pass  # by the network or by `close`
            if self._late():
                return
            self._over.wait(0 if reason else self._retry)

    def close(self) -> None:
        """End it, from whichever thread."""
        self._over.set()
        if self._answer is not None:
            try:
                self._answer.raw.shutdown()  # a plain close would wait for what is being read
            except (ValueError, RuntimeError):
                self._answer.close()  # it was read to its end

    def _read(self, answer: requests.Response) -> Iterator[Event]:
        # What has come so far, not as much as was asked for: a proxy may have done away with the chunks.
        for fields in parse(iter(lambda: answer.raw.read1(PIECE, decode_content=True), b"")):
            if fields.get("retry", "").isdecimal():
                self._retry = int(fields["retry"]) / 1000
            if "id" in fields:
                self.last = fields["id"]
            if "data" in fields:
                yield Event(fields.get("event", "message"), json.loads(fields["data"]), fields.get("id", ""))

    def _late(self) -> bool:
        """Whether what is left is not worth another connection."""
        return self._ends is not None and time.monotonic() >= self._ends - SLACK

    def _left(self) -> float | None:
        return None if self._ends is None else self._ends - time.monotonic()


def parse(chunks: Iterable[bytes]) -> Iterator[dict[str, str]]:
    """The fields of each block; several `data` lines are one text. A block that is cut off is dropped."""
    fields: dict[str, str] = {}
    for line in _lines(chunks):
        if not line:
            if fields:
                yield fields
            fields = {}
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data" and "data" in fields:
            value = f"{fields['data']}\n{value}"
        if name:
            fields[name] = value


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = LINE_END.split(rest + chunk)
        for line in lines:
            yield line.decode()
    if rest.endswith(b"\r"):
        yield rest[:-1].decode()
