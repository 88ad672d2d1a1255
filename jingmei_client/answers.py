"""What comes back: an object, a file, or a list over as many pages as there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import requests

# The name in full beside a plain one for old programs (RFC 6266, 4.3).
WHOLE_NAME: Final = re.compile(r"filename\*=UTF-8''([^;]+)", re.IGNORECASE)


class Answer(dict[str, Any]):
    """A JSON object with what its answer's head said.

    `version` is what an update of the object names, `etag` what a read names that wants nothing unless it changed;
    `replayed` says that an earlier try had the effect.
    """

    status: int = 200
    etag: str = ""
    version: int | None = None
    replayed: bool = False
    request_id: str = ""
    key: str = ""
    location: str = ""

    @classmethod
    def of(cls, answer: requests.Response) -> Answer:
        """An answer with a JSON object, or with nothing. Raises: ValueError."""
        made, headers = cls(answer.json() if answer.content else {}), answer.headers
        made.status, made.replayed = answer.status_code, headers.get("Idempotent-Replayed") == "true"
        made.request_id, made.key = headers.get("X-Request-Id", ""), headers.get("Idempotency-Key", "")
        made.location = headers.get("Location", "")
        made.etag = headers.get("ETag", "")
        version = made.etag.strip('"')
        made.version = int(version) if version.isdecimal() else None
        return made


@dataclass(frozen=True)
class Download:
    """A file, with the name that the server gives it."""

    content: bytes
    name: str
    media_type: str

    @classmethod
    def of(cls, answer: requests.Response) -> Download:
        """An answer that is a file."""
        headers = answer.headers
        return cls(answer.content, _name(headers.get("Content-Disposition", "")), headers.get("Content-Type", ""))

    def save(self, path: Path | str) -> Path:
        """Write it there; into a folder under its own name, of which only the last part counts."""
        target = Path(path)
        if target.is_dir():
            target /= Path(self.name.replace("\\", "/")).name or "download"
        target.write_bytes(self.content)
        return target


class Pages:
    """The items of a list, read page by page as one goes on; each loop begins anew.

    ```python
    for work in client.submissions.search(status="approved"): ...
    first = client.submissions.search(limit=10).first()      # one page, with `next`
    ```
    """

    def __init__(self, read: Callable[[str | None], Answer]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[Any]:
        for page in self.pages():
            yield from page["items"]

    def pages(self) -> Iterator[Answer]:
        """Page by page, following `next`."""
        page = self._read(None)
        yield page
        while page.get("next"):
            page = self._read(page["next"])
            yield page

    def first(self) -> Answer:
        """The first page alone."""
        return self._read(None)


def _name(disposition: str) -> str:
    if whole := WHOLE_NAME.search(disposition):
        return unquote(whole[1].strip())
    head = Message()
    head["Content-Disposition"] = disposition
    return head.get_filename() or ""
