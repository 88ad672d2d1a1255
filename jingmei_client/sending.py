"""What is sent: which fields are left out, how values are written, files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypedDict
from urllib.parse import quote


class Absent(Enum):
    """A field that is left out, which is not the same as one that is null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
ANY: Final = "*"
# The version that an update was decided upon; ANY for whatever is there.
Version = int | Literal["*"]
# A path, the content itself, (name, content), or an open file.
File = Path | bytes | tuple[str, bytes] | BinaryIO


class Options(TypedDict, total=False):
    """What every method takes besides its own parameters.

    `key`: the Idempotency-Key of a change; without it a new one is made. Tries again use the same one.
    `deadline`: seconds until the answer must be there, all tries included; the server is told.
    `language`: `zh` or `en`.
    """

    key: str
    deadline: float
    language: str


@dataclass(frozen=True)
class Sent:
    """One request, before its tries. `raw`: the media type and the bytes of a body that is neither JSON nor a form."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None
    raw: tuple[str, bytes] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    public: bool = False
    stream: bool = False

    @property
    def changes(self) -> bool:
        """Whether it may change something: then it has a key."""
        return self.method != "GET"

    @property
    def content(self) -> dict[str, Any]:
        """The body as `requests` takes it: a form when there is a file, otherwise JSON."""
        if self.file is not None:
            form = {name: text(value) for name, value in given(self.body or {}).items()}
            return {"files": {"file": self.file}, "data": form}
        if self.raw is not None:
            return {"data": self.raw[1]}
        if self.body is None:
            return {}
        return {"data": json.dumps(given(self.body), default=plain, ensure_ascii=False).encode()}

    @property
    def parameters(self) -> dict[str, Any]:
        """The query; a list is said once for each of its values."""
        found = given(self.query)
        return {name: [text(each) for each in _several(value)] for name, value in found.items() if value is not None}


def part(value: str) -> str:
    """A value as one part of a path."""
    return quote(str(value), safe="")


def given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are not left out."""
    return {name: value for name, value in fields.items() if value is not ABSENT}


def text(value: Any) -> str:
    """A value of a query or form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value) if isinstance(value, Enum) else value if isinstance(value, str) else str(plain(value))


def plain(value: Any) -> Any:
    """A value that JSON does not know: times as RFC 3339, decimals as text. Raises: TypeError."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, int | float):
        return value
    raise TypeError(f"cannot send a {type(value).__name__}")


def opened(file: File) -> tuple[str, bytes]:
    """A file's name and content, read whole: it may have to be sent again."""
    if isinstance(file, Path):
        return file.name, file.read_bytes()
    if isinstance(file, bytes):
        return "file", file
    if isinstance(file, tuple):
        return file
    return Path(str(getattr(file, "name", "file"))).name, file.read()


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
