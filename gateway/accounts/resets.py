"""Password resets by mail: what was asked for, and the one-time token that a mail carries.

Whatever name somebody gives, a row is written, so that the answer and its time tell nothing of accounts. The token is
derived from the row's id by a field key, and only its hash is kept once it was sent; it serves once, for half an hour,
and only as long as the account stays as it was when it was asked for.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from shared.clock import now
from shared.identity.cipher import FieldCipher
from shared.ids import new_id

LASTS: Final = timedelta(minutes=30)
LEASE: Final = timedelta(seconds=30)
KIND: Final = "password-reset"
ASKED, SENT, DROPPED = "asked", "sent", "dropped"
Document = dict[str, Any]


@dataclass(frozen=True)
class Reset:
    """One request: for which account at which version, in whose language."""

    id: str
    bureau: str
    account: str
    version: int
    locale: str


class Resets:
    """The collection `password_resets`."""

    COLLECTION: ClassVar[str] = "password_resets"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            IndexModel([("until", ASCENDING)], name="asked", partialFilterExpression={"state": ASKED}),
            IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0),
        ]
    }

    def __init__(self, db: Database[Document], cipher: FieldCipher) -> None:
        self._resets = db[self.COLLECTION]
        self._cipher = cipher

    def ask(self, bureau: str, account: Account | None, locale: str) -> None:
        """Note that somebody asked; nothing comes of it without an account that can be written to."""
        moment = now()
        reachable = account is not None and not account.disabled and bool(account.address)
        self._resets.insert_one(
            {
                "_id": new_id(),
                "bureau": bureau,
                "account": account.id if account else "",
                "version": account.version if account else 0,
                "locale": locale,
                "state": ASKED if reachable else DROPPED,
                "until": moment,
                "expires": moment + LASTS,
            }
        )

    def claim(self) -> Reset | None:
        """One that nobody has sent yet, for half a minute."""
        moment = now()
        free = {"state": ASKED, "until": {"$lte": moment}, "expires": {"$gt": moment}}
        if self._resets.find_one(free, {"_id": True}) is None:  # to change nothing costs a flush of the journal, too
            return None
        row = self._resets.find_one_and_update(
            free, {"$set": {"until": moment + LEASE}}, sort=[("until", ASCENDING)], return_document=ReturnDocument.AFTER
        )
        return None if row is None else _reset(row)

    def token(self, reset: Reset) -> str:
        """What the mail carries; the same whenever the mail has to be tried again."""
        return f"{reset.id}.{self._cipher.indexes(reset.id, kind=KIND, bureau=reset.bureau)[0]}"

    def sent(self, reset: Reset, token: str, session: ClientSession) -> bool:
        """Whether it is this call that notes it."""
        change = {"$set": {"state": SENT, "hash": _hash(token)}}
        return bool(self._resets.update_one({"_id": reset.id, "state": ASKED}, change, session=session).matched_count)

    def drop(self, reset: Reset) -> None:
        """Nothing comes of it."""
        self._resets.update_one({"_id": reset.id, "state": ASKED}, {"$set": {"state": DROPPED}})

    def find(self, token: str) -> Reset | None:
        """What a token is for; None for one that is over, was used, or is none."""
        row = self._resets.find_one({"_id": token.partition(".")[0], "state": SENT, "expires": {"$gt": now()}})
        return _reset(row) if row is not None and hmac.compare_digest(row["hash"], _hash(token)) else None

    def use(self, reset: Reset, session: ClientSession) -> bool:
        """Take it, in the transaction that sets the password; False when somebody was faster."""
        return bool(self._resets.delete_one({"_id": reset.id, "state": SENT}, session=session).deleted_count)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _reset(row: Document) -> Reset:
    return Reset(row["_id"], row["bureau"], row["account"], row["version"], row["locale"])
