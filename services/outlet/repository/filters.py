"""What lists of outlets are narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.outlet.repository.documents import Document
from shared.contracts.outlet_terms import Status
from shared.grams import asked, holding


@dataclass(frozen=True)
class Filter:
    """Which outlets a list shows; an empty field does not filter. `q` is a part of a name. `mine`: in the
    charge of this account. `due_until`: verified, and only up to this day or an earlier one. `unled`: without a
    liaison; closed ones need none."""

    status: str = ""
    category: str = ""
    region: str = ""
    liaison: str = ""
    platform: str = ""
    q: str = ""
    mine: str = ""
    due_until: date | None = None
    unled: bool = False

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        equal = {"status": self.status, "category": self.category, "region": self.region, "liaison": self.liaison}
        query: Document = {"bureau": bureau} | {name: value for name, value in equal.items() if value}
        if self.platform:
            query["channels.platform"] = self.platform
        if self.q and (parts := asked(self.q)):
            query |= {"grams": {"$all": parts}, "searched": holding(self.q)}
        more: list[Document] = [{"liaison": self.mine}] if self.mine else []
        if self.due_until is not None:
            more.append({"status": Status.VERIFIED.value, "verified_until": {"$lte": self.due_until.isoformat()}})
        if self.unled:
            more += [{"liaison": ""}, {"status": {"$ne": Status.CLOSED.value}}]
        return query | ({"$and": more} if more else {})
