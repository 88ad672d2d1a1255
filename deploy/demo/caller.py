"""A small HTTP caller for the demo: keys on every POST, retries where the gateway says that they are safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

TRIES = 8
RETRYABLE = frozenset({429, 503, 504})


class Refused(RuntimeError):
    """The gateway said no; `problem` is its problem+json."""

    def __init__(self, method: str, path: str, problem: dict[str, Any]) -> None:
        self.status, self.problem = problem.get("status", 0), problem
        lines = [f"{p['pointer']}: {p['message']}" for p in problem.get("errors", [])]
        super().__init__(f"{method} {path}: {self.status} {problem.get('detail', '')} {'; '.join(lines)}".strip())


@dataclass
class Person:
    """Somebody at the gateway, signed in or not."""

    url: str
    name: str
    token: str = ""
    account: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, bureau: str, login: str, password: str) -> None:
        """Sign in; everything after is done as this account. Raises: Refused."""
        tokens = self.post("/sessions", {"bureau": bureau, "login": login, "password": password})
        self.token, self.account = tokens["access_token"], tokens["account"]

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Read."""
        return self._call("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> dict[str, Any]:
        """Do something; with the same `key` again it is done once."""
        headers = {"Idempotency-Key": key} if key else {}
        return self._call("POST", path, json=body or {}, headers=headers)

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        page = self.get(path, **query)
        yield from page["items"]
        while page.get("next"):
            page = self.get(path, **query, cursor=page["next"])
            yield from page["items"]

    def download(self, path: str) -> bytes:
        """A document."""
        return self._answer("GET", path).content

    def upload(self, name: str, content: bytes, media_type: str, kind: str, *, key: str) -> dict[str, Any]:
        """Send a file."""
        files = {"file": (name, content, media_type)}
        answer = self._answer("POST", "/files", {"Idempotency-Key": key}, files=files, data={"kind": kind})
        found: dict[str, Any] = answer.json()
        return found

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Replace something."""
        return self._call("PUT", path, json=body)

    def _call(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> dict[str, Any]:
        data: dict[str, Any] = self._answer(method, path, headers, **options).json()
        return data

    def _answer(
        self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any
    ) -> requests.Response:
        sent = {"Accept-Language": "zh", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        for attempt in range(TRIES):
            answer = self.session.request(method, f"{self.url}/v1{path}", headers=sent, timeout=30, **options)
            if answer.status_code not in RETRYABLE or attempt == TRIES - 1:
                break
            threading.Event().wait(min(10.0, float(answer.headers.get("Retry-After", "1"))))
        if not answer.ok:
            raise Refused(method, path, answer.json())
        return answer


def until(what: str, look: Any, seconds: float = 30.0) -> Any:
    """The first truthy thing that `look()` gives. Raises: TimeoutError."""
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        threading.Event().wait(0.1)
    return found
