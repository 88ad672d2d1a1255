"""A revision: everything that an outlet wrote, immutable, with the hash that an approval is bound to."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from services.submission.domain.outlets import Outlet
from shared.contracts.submission_terms import Genre
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events import AttachmentState, AuthorState, ContentState, ReadingState
from shared.printable import UNPRINTABLE, missing

CANONICAL_FORM = 1
# The parts that an outlet writes; the first three are what the hash covers.
FIELDS = (
    "title", "body", "attachments", "genre", "topic", "original", "authors", "shares_of", "campaign", "call",
    "planned",
)  # fmt: skip


@dataclass(frozen=True)
class Revision:
    """One numbered state of the text and of what is said about it. `topic_written` is what the outlet called the topic,
    where the bureau's list has another name for it; `topic_names` are all that the topic was called then."""

    number: int
    title: str
    body: str
    by: str
    at: datetime
    genre: Genre | None = None
    topic: str = ""
    original: bool = True
    campaign: str = ""
    topic_written: str = ""
    topic_names: tuple[str, ...] = ()
    call: str = ""
    planned: tuple[str, ...] = ()
    attachments: tuple[AttachmentState, ...] = ()
    authors: tuple[AuthorState, ...] = ()
    shares_of: int = 100

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical form, in hex: what reviewers read, by content and not by name or order of files.

        The canonical form is JSON (RFC 8259) with sorted keys and without spaces, in UTF-8: `attachments` are the
        sorted SHA-256 of the files, `body` and `title` are in NFC, `form` is 1.
        """
        canonical = {
            "form": CANONICAL_FORM,
            "title": unicodedata.normalize("NFC", self.title),
            "body": unicodedata.normalize("NFC", self.body),
            "attachments": sorted(attachment.sha256 for attachment in self.attachments),
        }
        text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def same_as(self, other: Revision) -> bool:
        """Whether both say the same."""
        return all(getattr(self, name) == getattr(other, name) for name in FIELDS)

    def content(self) -> ContentState:
        """What reviewers get."""
        return ContentState(self.number, self.hash, self.title, self.body, self.attachments)


def require_authors(revision: Revision, known: Mapping[str, Outlet]) -> None:
    """Every author is an outlet that is known and not closed, named once; the shares add up exactly.

    Raises: Invalid.
    """
    problems = []
    seen: set[str] = set()
    for number, author in enumerate(revision.authors):
        outlet = known.get(author.outlet)
        place = f"/authors/{number}/outlet"
        if outlet is None or outlet.closed:
            problems.append(FieldProblem(place, "author.unknown" if outlet is None else "author.closed"))
        if author.outlet in seen:
            problems.append(FieldProblem(place, "author.twice"))
        seen.add(author.outlet)
    total = sum(author.share for author in revision.authors)
    if total != revision.shares_of:
        problems.append(FieldProblem("/authors", "author.shares", {"sum": total, "of": revision.shares_of}))
    if problems:
        raise Invalid("submission.authors", problems=problems)


def require_printable(revision: Revision) -> None:
    """The title stands on certificates and in notices: a typeface has every character of it. Raises: Invalid."""
    if (found := missing(revision.title)) is not None:
        raise Invalid("submission.title", problems=[FieldProblem("/title", UNPRINTABLE, found)])


def require_read(revision: Revision, readings: Mapping[str, ReadingState]) -> tuple[ReadingState, ...]:
    """What is written in the files of a revision, in their order. Raises: Conflict that names those not read yet."""
    missing_ = [each.file for each in revision.attachments if each.file not in readings]
    if missing_:
        raise Conflict("submission.files_unread", files=missing_)
    return tuple(readings[each.file] for each in revision.attachments)


def require_files_once(revision: Revision) -> None:
    """The same file is attached once. Raises: Invalid."""
    seen: set[str] = set()
    for number, attachment in enumerate(revision.attachments):
        if attachment.sha256 in seen:
            raise Invalid(
                "submission.attachments", problems=[FieldProblem(f"/attachments/{number}/file", "attachment.twice")]
            )
        seen.add(attachment.sha256)
