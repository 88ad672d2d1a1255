"""The request in hand: its ids, its language, its deadline, who asks, and the idempotency key."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Request, g

from gateway import messages
from gateway.auth.principal import Principal
from gateway.errors import BadRequest
from shared.context import Actor, RequestContext
from shared.ids import new_id

REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
TRACEPARENT = re.compile(r"^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$")
# RFC draft "Idempotency-Key": an opaque text; here visible ASCII.
KEY = re.compile(r"^[\x21-\x7e]{1,128}$")
DEADLINE = re.compile(r"^[1-9][0-9]{0,5}$")


@dataclass(slots=True)
class Current:
    """One request on its way through the gateway."""

    request_id: str
    traceparent: str
    locale: str
    remote: str
    started: float
    deadline: float
    # What its caller calls it.
    client_request: str = ""
    principal: Principal | None = None
    key: str | None = None
    fingerprint: str | None = None
    expected_version: int | None = None
    replayed: bool = False
    object_id: str = ""
    entry: Any = None
    # Files that the request names, counted as used as long as it is not refused.
    named: list[str] = field(default_factory=list)
    # Those of them that are private as long as it is not refused.
    private: list[str] = field(default_factory=list)
    # What was counted of the day for the file that it brings, as long as that is not kept.
    taken: Any = None

    @property
    def scope(self) -> str | None:
        """The idempotency key in its full scope."""
        if self.key is None:
            return None
        who = self.principal
        return f"{who.bureau}:{who.account}:{self.key}" if who else f"::{self.key}"

    @property
    def patience(self) -> float:
        """Seconds until it must be answered."""
        return max(0.001, self.deadline - time.time())

    def keep(self, size: int) -> None:
        """The file that it brings, of so many bytes, is kept and stays counted."""
        if self.taken is not None:
            self.taken = self.taken.beyond(size)

    def context(self) -> RequestContext:
        """What a service is told about this request. Raises: AssertionError when nobody is signed in."""
        assert self.principal is not None, "a call to a service needs somebody who asks"
        return self.context_of(self.principal.actor)

    def context_of(self, actor: Actor) -> RequestContext:
        """The same on behalf of somebody else."""
        return RequestContext(
            actor=actor,
            request_id=self.request_id,
            traceparent=self.traceparent,
            key=self.scope,
            fingerprint=self.fingerprint,
            expected_version=self.expected_version,
            locale=self.locale,
            deadline=self.deadline,
            remote=self.remote,
        )


def current() -> Current:
    """The request in hand."""
    found: Current = g.current
    return found


def asking() -> Principal:
    """Who asks, at an endpoint that is not public. Raises: AssertionError when nobody is signed in."""
    who = current().principal
    assert who is not None, "this endpoint is not public"
    return who


def begin(request: Request, patience: float) -> Current:
    """Read what every request carries; it must end within `patience` seconds.

    The id is always ours: what others choose could be chosen twice, or be that of another's request. Theirs is kept
    beside it. A malformed trace is replaced by a new one, as the standard asks.
    """
    headers = request.headers
    given = headers.get("X-Request-Id", "")
    return Current(
        request_id=new_id(),
        client_request=given if REQUEST_ID.fullmatch(given) else "",
        traceparent=_continued(headers.get("traceparent", "")),
        locale=messages.negotiate(headers.get("Accept-Language", "")),
        remote=request.remote_addr or "",
        started=time.monotonic(),
        deadline=time.time() + patience,
    )


def lower_deadline(now: Current, given: str) -> None:
    """`X-Deadline-Ms`: a caller that waits less long says so. Raises: BadRequest."""
    if not DEADLINE.fullmatch(given):
        raise BadRequest("http.deadline")
    now.deadline = min(now.deadline, time.time() + int(given) / 1000)


def idempotency_key(given: str | None) -> str:
    """The client's key, or a new one. Raises: BadRequest."""
    if given is None:
        return new_id()
    if not KEY.fullmatch(given):
        raise BadRequest("http.idempotency_key")
    return given


def _continued(given: str) -> str:
    """The caller's trace with a span of ours (W3C Trace Context), or a new trace."""
    match = TRACEPARENT.fullmatch(given)
    if match is None:
        ids = os.urandom(24).hex()
        return f"00-{ids[:32]}-{ids[32:]}-01"
    return f"00-{match[1]}-{os.urandom(8).hex()}-{match[2]}"
