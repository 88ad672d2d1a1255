"""That a name was locked is told to whose it is. What is written down at that moment is the same for a name that nobody
has, so that the time which the answer takes tells nothing of accounts; who is to be told is found out afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession

from gateway.accounts import telling
from gateway.accounts.store import Accounts
from gateway.store import Store, transact
from shared import events
from shared.clock import now
from shared.errors import NotFound
from shared.ids import new_id

# Older ones are no news.
LASTS: Final = timedelta(hours=1)


class Alarms:
    """The collection `alarms`."""

    COLLECTION: ClassVar[str] = "alarms"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._db, self._client, self._accounts = store.db, store.client, accounts

    def note(self, bureau: str, account: str) -> None:
        """A name was locked; `account`: whose it is, empty when it is nobody's."""
        row = {"_id": new_id(), "bureau": bureau, "account": account, "expires": now() + LASTS}
        self._db[self.COLLECTION].insert_one(row)

    def tell_next(self) -> bool:
        """Have one told of; whether there was one. Raises: PyMongoError."""
        row = self._db[self.COLLECTION].find_one({})
        if row is None:
            return False

        def work(session: ClientSession) -> None:
            if not self._db[self.COLLECTION].delete_one({"_id": row["_id"]}, session=session).deleted_count:
                return  # another process was faster
            try:
                account = self._accounts.get(row["bureau"], row["account"], session)
            except NotFound:
                return
            fact = events.AccountLocked(account.id, "", account.name, bool(account.roles))
            telling.say(self._db, fact, account, session)

        transact(self._client, work)
        return True
