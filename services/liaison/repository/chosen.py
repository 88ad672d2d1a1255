"""What a list of activities is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.liaison.domain.activities import Invitee
from services.liaison.repository.activity_documents import invitee_text
from services.liaison.repository.documents import Document


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to. `reached`: to what is announced and invites one of these (None: everything), or is
    `attended`; `among`: to these activities, `but`: without these; `drafts`: with what was never announced."""

    equal: Mapping[str, str]
    reached: tuple[Invitee, ...] | None = None
    attended: frozenset[str] = frozenset()
    among: tuple[str, ...] | None = None
    drafts: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ended: datetime | None = None
    latest: bool = False
    but: tuple[str, ...] = ()
    begins_after: datetime | None = None

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        found: Document = {"bureau": bureau, **self.equal}
        if not self.drafts:
            found["announced_at"] = {"$type": "date"}
        if self.reached is not None:
            ways = [{"invited": {"$in": [invitee_text(each) for each in self.reached]}}]
            found["$or"] = [*ways, {"_id": {"$in": sorted(self.attended)}}] if self.attended else ways
        ids = {"$nin": list(self.but)} if self.but else {}
        ids |= {"$in": list(self.among)} if self.among is not None else {}
        begins = {"$lt": self.until} if self.until is not None else {}
        begins |= {"$gt": self.begins_after} if self.begins_after is not None else {}
        ends = {"$gt": self.since} if self.since is not None else {}
        ends |= {"$lte": self.ended} if self.ended is not None else {}
        asked = {"_id": ids, "starts_at": begins, "ends_at": ends}
        return found | {name: limits for name, limits in asked.items() if limits}
