"""A bureau's policy and word lists in MongoDB, all in versions that never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.review.domain import Policy
from services.review.repository.documents import Document, policy_document, policy_of, word_list_fact
from shared.errors import NotFound
from shared.events import Event, WordListAdopted
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from shared.mongo.retelling import Retold

POLICIES = "policies"
WORD_LISTS = "word_lists"
# Lists in one transaction that tells them again: each may have thousands of words.
RETOLD = 5
# Who confirmed another proposal at once is told so when it is looked at again.
TAKEN = {"version": StaleWrite("policies")}


class Policies:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        POLICIES: [IndexModel([("bureau", ASCENDING), ("version", DESCENDING)], name="version", unique=True)],
        WORD_LISTS: [
            IndexModel([("bureau", 1), ("list", 1), ("version", -1)], name="version", unique=True),
            IndexModel([("bureau", 1), ("current", 1), ("_id", -1)], name="current"),
            IndexModel([("bureau", 1), ("_id", -1)], name="newest"),
            IndexModel([("told", 1)], name="untold", partialFilterExpression={"current": True}),
        ],
    }

    RETELLS: ClassVar[Mapping[type[Event], str]] = {WordListAdopted: "retold_lists"}

    def __init__(self, db: Database[Document]) -> None:
        self._policies = db[POLICIES]
        self._lists = db[WORD_LISTS]

    def newest(self, bureau: str) -> Policy | None:
        """The bureau's policy as it is now, None when it has none of its own."""
        found = self._policies.find_one({"bureau": bureau}, sort=[("version", DESCENDING)])
        return policy_of(found) if found else None

    def version(self, bureau: str, version: int) -> Policy:
        """One version. Raises: NotFound."""
        found = self._policies.find_one({"bureau": bureau, "version": version})
        if found is None:
            raise NotFound("policy.not_found")
        return policy_of(found)

    def versions(self, bureau: str, below: int, limit: int) -> list[Policy]:
        """Up to `limit` + 1 versions below `below`, newest first."""
        query = {"bureau": bureau, "version": {"$lt": below}}
        found = self._policies.find(query).sort("version", DESCENDING).limit(limit + 1)
        return [policy_of(document) for document in found]

    def add(self, unit: Unit, bureau: str, policy: Policy) -> None:
        """Write a new version."""
        unit.insert(POLICIES, policy_document(new_id(), bureau, policy), TAKEN)

    def current_lists(self, bureau: str) -> list[str]:
        """The ids of the word lists in use."""
        return [each["_id"] for each in self._lists.find({"bureau": bureau, "current": True}, {"_id": 1}).sort("_id")]

    def word_lists(self, bureau: str, ids: Sequence[str]) -> list[Document]:
        """These lists with their words."""
        return list(self._lists.find({"bureau": bureau, "_id": {"$in": list(ids)}}).sort("_id"))

    def word_list(self, bureau: str, id_: str) -> Document:
        """One version of a list with its words. Raises: NotFound."""
        found = self.word_lists(bureau, [id_])
        if not found:
            raise NotFound("word_list.not_found")
        return found[0]

    def newest_list(self, bureau: str, name: str) -> Document | None:
        """The version of a list that is in use, without its words."""
        shown = {"words": 0}
        return self._lists.find_one({"bureau": bureau, "list": name}, shown, sort=[("version", DESCENDING)])

    def list_version(self, bureau: str, name: str, version: int) -> Document | None:
        """One version of a list with its words."""
        return self._lists.find_one({"bureau": bureau, "list": name, "version": version})

    def add_list(self, unit: Unit, before: Document | None, document: Document) -> None:
        """Write a new version of a list, in the place of the one before."""
        if before is not None:
            match = {"_id": before["_id"], "bureau": document["bureau"], "current": True}
            unit.update(WORD_LISTS, match, {"$set": {"current": False}})
        unit.insert(WORD_LISTS, document, TAKEN)

    def retold_lists(self, after: str, limit: int) -> list[Retold]:
        """The lists in use of all bureaus, by their ids."""
        query = {"_id": {"$gt": after}, "current": True}
        found = self._lists.find(query).sort("_id", ASCENDING).limit(min(limit, RETOLD))
        return [
            Retold(each["_id"], word_list_fact(each), each["list"], each["version"], each["bureau"]) for each in found
        ]

    def untold(self) -> list[tuple[str, str]]:
        """Bureau and id of the lists in use, of all bureaus, that nobody was told of: from before they were."""
        found = self._lists.find({"current": True, "told": None}, {"bureau": 1}).hint("untold")
        return [(each["bureau"], each["_id"]) for each in found]

    def told(self, unit: Unit, document: Document) -> None:
        """Note that a list was told of, if it still is the one in use."""
        match = {"_id": document["_id"], "bureau": document["bureau"], "current": True}
        unit.update(WORD_LISTS, match, {"$set": {"told": True}})

    def list_versions(self, bureau: str, equal: Mapping[str, Any], after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 versions, newest first, with the number of their words."""
        query: Document = {"bureau": bureau, **equal}
        query |= {"_id": {"$lt": after}} if after else {}
        hint = "current" if "current" in equal else "newest"
        return list(self._lists.find(query, {"words": 0}).sort("_id", DESCENDING).hint(hint).limit(limit + 1))
