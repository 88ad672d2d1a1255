"""Proposals of other rules in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.review.domain import Proposal
from services.review.repository.documents import Document, proposal_document, proposal_of
from shared.contracts.review_terms import ProposalState
from shared.errors import NotFound
from shared.mongo import Unit

PROPOSALS = "proposals"
OPEN = {"state": ProposalState.OPEN.value}


class Proposals:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PROPOSALS: [
            IndexModel([("bureau", 1), ("_id", -1)], name="newest"),
            IndexModel([("bureau", 1), ("state", 1), ("_id", -1)], name="state"),
            IndexModel([("state", 1), ("_id", 1)], name="open", partialFilterExpression=OPEN),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._proposals = db[PROPOSALS]

    def add(self, unit: Unit, proposal: Proposal) -> None:
        """Write a new one."""
        unit.insert(PROPOSALS, proposal_document(proposal))

    def save(self, unit: Unit, before: Proposal, proposal: Proposal) -> None:
        """Write one that ended, which must be as it was."""
        unit.save(PROPOSALS, proposal_document(proposal), before.version)

    def get(self, bureau: str, id_: str) -> Proposal:
        """One of the bureau's. Raises: NotFound."""
        found = self._proposals.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("rule_proposal.not_found")
        return proposal_of(found)

    def page(self, bureau: str, equal: Mapping[str, Any], other: str, after: str | None, limit: int) -> list[Proposal]:
        """Up to `limit` + 1, newest first. `equal`: state, kind; `other`: by anybody but this account, if named."""
        query: Document = {"bureau": bureau, **equal}
        query |= {"_id": {"$lt": after}} if after else {}
        query |= {"by": {"$ne": other}} if other else {}
        hint = "state" if "state" in equal else "newest"
        found = self._proposals.find(query).sort("_id", -1).hint(hint).limit(limit + 1)
        return [proposal_of(each) for each in found]

    def count_others(self, bureau: str, account: str, now: datetime) -> int:
        """How many are open that somebody else than this account made."""
        query = {"bureau": bureau, **OPEN, "by": {"$ne": account}, "until": {"$gt": now}}
        return self._proposals.count_documents(query, hint="state")

    def open_beside(self, proposal: Proposal) -> list[Proposal]:
        """The other open ones of the same policy or word list."""
        query = {"bureau": proposal.bureau, **OPEN, "kind": proposal.kind, "list": proposal.list}
        return [proposal_of(each) for each in self._proposals.find(query).hint("state") if each["_id"] != proposal.id]

    def waiting(self) -> list[Proposal]:
        """The open ones of all bureaus, without what they say."""
        found = self._proposals.find(OPEN, {"content": 0}).sort("_id", 1).hint("open")
        return [proposal_of(each | {"content": {}}) for each in found]
