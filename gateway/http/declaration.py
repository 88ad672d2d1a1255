"""What an endpoint says of itself, once: who may call it, what it takes and gives, in both languages.

`Area` serves by it, `gateway.http.openapi` documents by it, and a test walks over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from marshmallow import Schema

from gateway.auth.access import Access
from gateway.http.conditional import IfMatch
from gateway.idempotency import KEPT
from shared.context import Actor


class Veiled(Enum):
    """Whose attempts at what may be confidential the trail has without the id of what they were about."""

    NOBODY = "nobody"
    OUTLETS = "outlets"
    EVERYBODY = "everybody"


CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Declaration:
    """One method of one path.

    `zh`, `en`: a summary in the first line, a description after it. `service`: who checks the input and keeps the
    idempotency record (RPC); without one the gateway does. `errors`: statuses beside those that follow from the rest.
    `location`: of what was made, with `{field}` of the answer. `ranged`: a file that is given in parts. `stored`: the
    gateway keeps the answer under its key, as long as `kept` says. `raw`: the media type of a body that the view reads
    itself. `headers`: names of those that tell what is asked for; `told`: of those that the answer has. `audited`: also
    a read is on the audit trail; `reasoned`: with the `reason` that its query gives; `veiled`: for whom the trail says
    what it was about by a mark and not by its id. `private_files`: the files that it names others read through what it
    makes alone. `when_full`: also while the database's disk has no room for changes.
    `unattended`: pages ask it by themselves, and no session goes on by it.
    """

    method: str
    path: str
    access: Access
    zh: str
    en: str
    service: str = ""
    body: Schema | None = None
    query: Schema | None = None
    answer: Schema | None = None
    status: int = 200
    media_type: str = "application/json"
    upload: bool = False
    raw: str = ""
    ranged: bool = False
    headers: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    etag: bool = False
    if_match: IfMatch = IfMatch.IGNORED
    paged: bool = False
    location: str = ""
    audited: bool = False
    reasoned: bool = False
    veiled: Veiled = Veiled.NOBODY
    stored: bool = False
    private_files: bool = False
    when_full: bool = False
    unattended: bool = False
    kept: timedelta = KEPT
    errors: tuple[int, ...] = ()
    example: Any = None
    answer_example: Any = None

    @property
    def changes(self) -> bool:
        """Whether it may change something."""
        return self.method in CHANGES

    def veils(self, actor: Actor) -> bool:
        """Whether the trail has an attempt of theirs without the id of what it was about."""
        return self.veiled is Veiled.EVERYBODY or (self.veiled is Veiled.OUTLETS and not actor.is_staff)

    @property
    def takes_body(self) -> bool:
        """Whether a JSON body is read."""
        return self.changes and not self.upload and not self.raw

    @property
    def statuses(self) -> list[int]:
        """Every status that it can answer."""
        found = {self.status, 400, 422, 429, 500, 503, *self.errors}
        found |= {401, 403} if not self.access.public else set()
        found |= {404} if "<" in self.path else set()
        found |= {304} if self.etag and self.method == "GET" else set()
        found |= {206, 304, 416} if self.ranged else set()
        found |= {504} if self.service else set()
        found |= {408, 409, 413, 415} if self.changes else set()
        found |= {507} if self.changes and not self.when_full else set()
        found |= {414} if self.query is not None else set()
        found |= {412} if self.if_match is not IfMatch.IGNORED else set()
        found |= {428} if self.if_match is IfMatch.REQUIRED else set()
        return sorted(found)


def summary(text: str) -> str:
    """The first line."""
    return text.strip().partition("\n")[0].strip()


def description(text: str) -> str:
    """What comes after the first line."""
    return " ".join(line.strip() for line in text.strip().partition("\n")[2].splitlines()).strip()
