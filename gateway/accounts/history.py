"""The passwords that an account had: their hashes, in a collection of their own, so that no read of accounts has
them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account

Document = dict[str, Any]


class History:
    """The collection `password_history`: one document an account, the last one first; `most`: how many are kept."""

    COLLECTION: ClassVar[str] = "password_history"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {COLLECTION: []}

    def __init__(self, db: Database[Document], most: int) -> None:
        self._kept = db[self.COLLECTION]
        self._most = most

    def of(self, account: Account) -> list[str]:
        """The hashes of what it had, without that of the present one."""
        found = self._kept.find_one({"_id": account.id, "bureau": account.bureau})
        return list(found["hashes"])[: self._most] if found else []

    def keep(self, before: Account, session: ClientSession) -> None:
        """Keep what is an account's password until now, in the transaction that gives it another."""
        if not self._most:
            self._kept.delete_one({"_id": before.id}, session=session)
            return
        pushed = {"hashes": {"$each": [before.password], "$position": 0, "$slice": self._most}}
        own = {"_id": before.id, "bureau": before.bureau}
        self._kept.update_one(own, {"$push": pushed}, upsert=True, session=session)
