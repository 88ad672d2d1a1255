"""One request to the API, with its tries: keys, deadlines, waits, and errors as exceptions."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, Protocol

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from jingmei_client.errors import ClientError, Problem, Unreachable, problem_of
from jingmei_client.retry import Retry
from jingmei_client.sending import Options, Sent

VERSION: Final = "0.1.0"
UNAUTHORISED: Final = 401
MOST_MS: Final = 999_999
CONNECT: Final = 5.0
# A live stream is quiet for 20 seconds at most.
QUIET: Final = 60.0
# The server keeps the deadline and says so; a little longer and its answer still arrives.
GRACE: Final = 2.0


class Bearer(Protocol):
    """Who asks."""

    def token(self) -> str:
        """The token to send now; empty for nobody."""

    def renew(self, used: str) -> bool:
        """Whether there is another one than the one that was refused."""


class Transport:
    """Shared by any number of threads and sessions: it holds connections, and nothing about who asks.

    `adapter` carries the requests in place of the network, for who has the API in the same process.
    """

    def __init__(
        self, url: str, *, application: str = "", retry: Retry | None = None, connections: int = 32,
        adapter: BaseAdapter | None = None,
    ) -> None:  # fmt: skip
        self.url, self.retry = url.rstrip("/"), retry or Retry()
        self.agent = f"jingmei-client/{VERSION} {application}".strip()
        # requests.Session is shared by threads: nothing in it changes once it is made, and it keeps no cookies.
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Otherwise a .netrc would replace our Authorization.
        self._session.auth = _as_it_is
        adapter = adapter or HTTPAdapter(pool_connections=4, pool_maxsize=connections)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        self._closed = threading.Event()

    def close(self) -> None:
        """Let go of the connections."""
        self._closed.set()
        self._session.close()

    def send(self, sent: Sent, options: Options, bearer: Bearer | None = None) -> requests.Response:
        """The answer, a success or 304. Raises: Problem, Unreachable."""
        return _Request(self, sent, options, bearer).answer()

    def once(self, sent: Sent, headers: dict[str, str], seconds: float) -> requests.Response:
        """One try. Raises: requests.RequestException."""
        if self._closed.is_set():
            raise ClientError("the client is closed")
        return self._session.request(
            sent.method,
            self.url + sent.path,
            params=sent.parameters,
            headers=headers,
            timeout=(min(CONNECT, seconds), QUIET if sent.stream else seconds),
            stream=sent.stream,
            allow_redirects=False,
            **sent.content,
        )


class _Request:
    """The tries of one request. All have the same key and the same request id."""

    def __init__(self, transport: Transport, sent: Sent, options: Options, bearer: Bearer | None) -> None:
        self._transport, self._sent, self._bearer = transport, sent, bearer
        self._seconds = options.get("deadline", QUIET)
        self._told = "deadline" in options
        self._ends = time.monotonic() + self._seconds
        self._key = (options.get("key") or str(uuid.uuid4())) if sent.changes else ""
        self._id = str(uuid.uuid4())
        self._language = options.get("language", "")
        self._used, self._tokens = "", 2

    def answer(self) -> requests.Response:
        """The first answer that is worth having. Raises: Problem, Unreachable."""
        waits = self._transport.retry.waits()
        while True:
            try:
                answer = self._transport.once(self._sent, self._headers(), self._patience() + GRACE)
            except requests.RequestException as error:
                if isinstance(error, ValueError):
                    raise  # an address or header that cannot be sent: not the network's fault
                failure: ClientError = Unreachable(
                    f"{self._sent.method} {self._sent.path}: no answer: {error}", self._id, self._key
                )
                failure.__cause__ = error
                self._pause(waits, failure)
                continue
            if answer.status_code < 400:
                return answer
            refusal = _problem(answer)
            if refusal.status == UNAUTHORISED and self._renewed():
                continue
            if not self._transport.retry.worthwhile(refusal.status, refusal.retry_after):
                raise refusal
            self._pause(waits, refusal, refusal.retry_after)

    def _pause(self, waits: Iterator[float], failure: ClientError, least: float | None = None) -> None:
        """Wait before the next try. Raises: the failure, when there is none or no time for it."""
        wait = next(waits, None)
        if wait is None or (wait := wait + (least or 0.0)) >= self._left():
            raise failure
        self._transport.retry.sleep(wait)

    def _renewed(self) -> bool:
        """Whether there is a new token to try with, which happens once."""
        if self._bearer is None or not self._used:
            return False
        self._tokens -= 1
        return self._tokens > 0 and self._bearer.renew(self._used)

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _patience(self) -> float:
        """Seconds for one try."""
        return max(0.001, min(self._left(), self._transport.retry.patience))

    def _headers(self) -> dict[str, str]:
        found = {"User-Agent": self._transport.agent, "X-Request-Id": self._id, **self._sent.headers}
        if self._sent.body is not None and self._sent.file is None:
            found["Content-Type"] = "application/json"
        if self._sent.raw is not None and self._sent.raw[1]:
            found["Content-Type"] = self._sent.raw[0]
        if self._language:
            found["Accept-Language"] = self._language
        if self._key:
            found["Idempotency-Key"] = self._key
        if self._told:
            found["X-Deadline-Ms"] = str(min(MOST_MS, int(self._patience() * 1000)))
        if self._bearer is not None and (used := self._bearer.token()):
            self._used = used
            found["Authorization"] = f"Bearer {used}"
        return found


def _problem(answer: requests.Response) -> Problem:
    """The exception for a refusal; one that is not of the API itself (a proxy's) has no code."""
    try:
        told = answer.json()
    except ValueError:
        told = {}
    after = answer.headers.get("Retry-After", "")
    problem: dict[str, Any] = told if isinstance(told, dict) else {}
    problem.setdefault("detail", answer.reason or "")
    return problem_of(answer.status_code, problem, float(after) if after.isdecimal() else None)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
