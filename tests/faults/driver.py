"""How the scenarios send commands: by the rules that the gateway keeps, with a deadline, a key and retries."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

from tests.support.caller import LOST, Caller, asking

DONE, REFUSED, FAULT, AWAY, LATE = 201, 422, 500, 503, 504
PASSING = (AWAY, LATE)


@dataclass(frozen=True)
class Outcome:
    """One answer: an HTTP status, the seconds it took, whether it told when to come again."""

    status: int
    seconds: float
    replayed: bool = False
    retry_after: bool = True
    detail: Any = None


class Driver(Protocol):
    """Sends the command that makes thing `n`. One driver a thread."""

    def make(self, n: int, key: str, deadline: float, **data: Any) -> Outcome:
        """One attempt that ends within `deadline` seconds."""

    def close(self) -> None:
        """Let go of the connection."""


class RpcDriver:
    """Straight to the service, over nameko's protocol."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._caller: Caller | None = None

    def make(self, n: int, key: str, deadline: float, **data: Any) -> Outcome:
        """One attempt: no broker or no service is 503, no answer in time is 504."""
        began = time.monotonic()
        try:
            if self._caller is None:
                self._caller = Caller(self._uri, deadline)
            left = deadline - (time.monotonic() - began)
            reply = self._caller.call("outlet.make", {"n": n, **data}, asking(key), max(0.05, left))
        except TimeoutError as error:
            return self._gone(LATE, began, error)
        except LOST as error:
            return self._gone(AWAY, began, error)
        status = DONE if reply.error is None else STATUS.get(reply.kind or "", FAULT)
        return Outcome(status, time.monotonic() - began, reply.replayed, detail=reply.error or reply.result)

    def close(self) -> None:
        """Let go of the connection."""
        if self._caller is not None:
            self._caller.close()
            self._caller = None

    def _gone(self, status: int, began: float, error: Exception) -> Outcome:
        # A late answer to this request would be taken for nothing: the next attempt opens a new reply queue.
        self.close()
        return Outcome(status, time.monotonic() - began, detail=repr(error))


STATUS = {"Unavailable": AWAY, "Unroutable": AWAY, "deadline": LATE, "key_reused": REFUSED, "invalid": REFUSED}
