"""Since when accounts are closed, and which of them were made anonymous: beside the accounts, in a collection apart.

A closed account comes back when an administrator opens it again, until it is anonymous: what was erased is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from shared.clock import now
from shared.errors import Conflict

# What a closed account is called when its person's name is erased.
NOBODY: Final = "已注销账号"
UNUSABLE: Final = "-"  # no hash of anything
ADOPTED_AT_ONCE: Final = 1_000
Document = dict[str, Any]


class Closures:
    """The collection `closures`: a row for each account that is closed."""

    COLLECTION: ClassVar[str] = "closures"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("erased", ASCENDING), ("at", ASCENDING)], name="due")]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._closures, self._accounts = db[self.COLLECTION], db["accounts"]

    def follow(self, before: Account, after: Account, session: ClientSession) -> None:
        """Note that an account was closed or opened, in the transaction that does it. Raises: Conflict for one that is
        anonymous: nobody can be let in again."""
        if after.disabled and not before.disabled:
            row = {"bureau": after.bureau, "at": now(), "erased": False}
            self._closures.replace_one({"_id": after.id}, row, upsert=True, session=session)
        if before.disabled and not after.disabled:
            gone = self._closures.find_one_and_delete({"_id": after.id}, session=session)
            if gone is not None and gone["erased"]:
                raise Conflict("accounts.erased")

    def adopt(self) -> int:
        """Note, as of now, accounts that were closed before this was noted; how many."""
        known = {"$lookup": {"from": self.COLLECTION, "localField": "_id", "foreignField": "_id", "as": "noted"}}
        steps: list[Document] = [
            {"$match": {"disabled": True}}, known, {"$match": {"noted": []}}, {"$limit": ADOPTED_AT_ONCE},
            {"$project": {"bureau": True}},
        ]  # fmt: skip
        rows = list(self._accounts.aggregate(steps))
        for row in rows:
            new = {"$setOnInsert": {"bureau": row["bureau"], "at": now(), "erased": False}}
            self._closures.update_one({"_id": row["_id"]}, new, upsert=True)
        return len(rows)

    def due(self, moment: datetime, kept: timedelta) -> Iterator[tuple[str, str]]:
        """Bureau and id of the accounts that were closed for so long, by `moment` and by the database's clock."""
        by_database = {"$lt": ["$at", {"$subtract": ["$$NOW", kept // timedelta(milliseconds=1)]}]}
        query = {"erased": False, "at": {"$lt": moment - kept}, "$expr": by_database}
        for row in self._closures.find(query).sort([("erased", ASCENDING), ("at", ASCENDING)]):
            yield row["bureau"], row["_id"]

    def erased(self, account: Account, session: ClientSession) -> None:
        """Note that it is anonymous. Raises: Conflict when it was opened, or closed anew, at this moment."""
        closed = {"_id": account.id, "erased": False}
        done = self._closures.update_one(closed, {"$set": {"erased": True}}, session=session)
        if not done.matched_count:
            raise Conflict("concurrent_change")


def anonymous(account: Account) -> Account:
    """The account without what tells whose it was. Id, bureau, roles and times stay: what was done under it does."""
    return replace(
        account, login=f"closed-{account.id}", name=NOBODY, email="", password=UNUSABLE, oidc_subject="", origin="",
        second_factor=False,
    )  # fmt: skip
