"""What a list of requests is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.liaison.repository.documents import Document
from shared.contracts.liaison_terms import AnswerKind

OPEN: Document = {"open": True}
MEETING = AnswerKind.APPOINTMENT.value


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `outlets`, `units`: of these alone (None: of all); beside those of the outlets what
    `officer` has in hand, and what the units that they head (`led`) have; none of the outlets in `but`."""

    equal: Mapping[str, str]
    outlets: frozenset[str] | None = None
    officer: str = ""
    led: frozenset[str] = frozenset()
    units: frozenset[str] | None = None
    but: frozenset[str] = frozenset()
    mine: str = ""
    open: bool = False
    overdue: datetime | None = None

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB; of open requests alone with `open` or `overdue`."""
        found: Document = {"bureau": bureau, "confidential": False, **self.equal}
        parts: list[Document] = []
        if self.outlets is not None:
            ways: list[Document] = [{"outlet": {"$in": sorted(self.outlets)}}]
            ways += [{"officer": self.officer}] if self.officer else []
            ways += [{"unit": {"$in": sorted(self.led)}}] if self.led else []
            parts.append({"$or": ways})
        if self.units is not None:
            parts.append({"unit": {"$in": sorted(self.units)}})
        if self.but:
            parts.append({"outlet": {"$nin": sorted(self.but)}})
        if self.mine:
            parts.append({"$or": [{"asker": self.mine}, {"officer": self.mine}]})
        if self.open or self.overdue is not None:
            found |= OPEN
        if self.overdue is not None:
            found |= {"due_at": {"$lte": self.overdue}}
        return found | ({"$and": parts} if parts else {})


def appointed(bureau: str, ways: Sequence[Document], since: datetime, until: datetime | None) -> Document:
    """The filter of requests, never confidential, that have or had an appointment which begins in a time, and that are
    found in one of these ways."""
    span: Document = {"$gte": since} | ({"$lt": until} if until is not None else {})
    now: Document = {"answer.kind": MEETING, "answer.starts_at": span}
    # The kinds as such, too: by them the index is known to have all of these.
    before: Document = {"earlier.kind": MEETING, "earlier": {"$elemMatch": {"kind": MEETING, "starts_at": span}}}
    either = [
        {"bureau": bureau, "confidential": False, **each, "$and": [{"$or": list(ways)}]} for each in (now, before)
    ]
    return {"$or": either}
