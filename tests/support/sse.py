"""Server-sent events as a client reads them (HTML standard, 9.2.6)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import requests

from tests.support.waiting import HOPE


@dataclass(frozen=True)
class Frame:
    """One event; `id` is empty when it had none."""

    event: str
    data: Any
    id: str


def parse(chunks: Iterable[bytes]) -> Iterator[Frame]:
    """The events in a stream of bytes; comments and `retry` are not events."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        while b"\n\n" in rest:
            block, _, rest = rest.partition(b"\n\n")
            fields = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line)
            if "data" in fields:
                yield Frame(fields.get("event", "message"), json.loads(fields["data"]), fields.get("id", ""))


class Listening:
    """A client of the stream, reading in the background. `last` is what it would come back with."""

    def __init__(self, url: str, headers: dict[str, str], last: str = "") -> None:
        more = {"Last-Event-ID": last} if last else {}
        self._answer = requests.get(f"{url}/v1/inbox/stream", headers=headers | more, stream=True, timeout=HOPE)
        self.status = self._answer.status_code
        self.frames: list[Frame] = []
        self.last, self.ended = last, threading.Event()
        self._more = threading.Condition()
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    @property
    def answer(self) -> requests.Response:
        """The answer's head, or all of a refusal."""
        return self._answer

    @property
    def items(self) -> list[Any]:
        """The items that came."""
        return [frame.data for frame in list(self.frames) if frame.event == "item"]

    def until(self, count: int, event: str = "item", timeout: float = HOPE) -> list[Any]:
        """The data of the events of a kind, as soon as there are so many. Raises: AssertionError."""
        end = time.monotonic() + timeout
        with self._more:
            while len(found := [frame.data for frame in self.frames if frame.event == event]) < count:
                assert self._more.wait(max(0.0, end - time.monotonic())), f"{len(found)} of {count} {event}"
        return found

    def close(self) -> None:
        """Break the connection, as a client does that goes away."""
        try:
            self._answer.raw.shutdown()  # a plain close would wait for what is being read
        except (ValueError, RuntimeError):
            self._answer.close()  # it was read to its end

    def _read(self) -> None:
        try:
            for frame in parse(self._answer.iter_content(None)):
                with self._more:
                    self.frames.append(frame)
                    self.last = frame.id or self.last
                    self._more.notify_all()
        except (requests.RequestException, AttributeError, ValueError):
            pass  # closed by us
        finally:
            self.ended.set()
