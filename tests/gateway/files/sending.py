"""Somebody who uploads by tus, header by header."""

from __future__ import annotations

import base64
from typing import Any

from werkzeug.test import TestResponse

from tests.gateway.accounts.desk import Person
from tests.support.waiting import until

TUS = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"


def metadata(**told: str) -> str:
    """The header for these names and texts."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def begin(person: Person, length: int | None, content: bytes = b"", **more: str) -> TestResponse:
    """A new upload, with its first bytes where there are any. `kind`, `filename`; other names are headers."""
    told = {"kind": more.pop("kind", "attachment"), "filename": more.pop("filename", "夜巡.mp4")}
    headers = {**TUS, "Upload-Metadata": metadata(**told), **_headers(more)}
    headers |= {"Upload-Defer-Length": "1"} if length is None else {"Upload-Length": str(length)}
    body: dict[str, Any] = {"data": content, "content_type": PART} if content else {}
    return person("POST", "/uploads", headers=headers, **body)


def begun(person: Person, length: int | None, content: bytes = b"", **more: str) -> str:
    """The path of a new upload."""
    answer = begin(person, length, content, **more)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/v1")


def send(person: Person, path: str, offset: int, content: bytes, **more: str) -> TestResponse:
    """One part."""
    headers = {**TUS, "Upload-Offset": str(offset), **_headers(more)}
    return person("PATCH", path, headers=headers, data=content, content_type=PART)


def finished(person: Person, path: str) -> dict[str, Any]:
    """The upload when it has been worked on."""
    found: dict[str, Any] = {}

    def over() -> bool:
        found.update(person("GET", path).get_json())
        return found["state"] in ("done", "refused")

    until("the upload to be over", over)
    return found


def _headers(more: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items()}
