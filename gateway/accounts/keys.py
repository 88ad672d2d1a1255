"""Security keys (WebAuthn) of accounts: what is kept of each, which is nothing secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.accounts.model import Account
from shared.clock import now
from shared.errors import Conflict, NotFound

MOST: Final = 10
Document = dict[str, Any]


@dataclass(frozen=True)
class Key:
    """`credential`: its id as the authenticator has it; `public`: its public key (COSE). `count`: of its signatures, by
    its own count, 0 for one that has none. `copied_at`: when that went back, so that there are two of it; it serves no
    more then."""

    id: str
    name: str
    credential: bytes
    public: bytes
    count: int
    created_at: datetime
    used_at: datetime | None = None
    copied_at: datetime | None = None

    def view(self) -> dict[str, Any]:
        """What its owner sees of it."""
        shown = ("id", "name", "created_at", "used_at", "copied_at")
        return {name: getattr(self, name) for name in shown}


class Keys:
    """The collection `security_keys`."""

    COLLECTION: ClassVar[str] = "security_keys"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            IndexModel([("credential", ASCENDING)], name="credential", unique=True),
            # One place of ten each: two that are added at once do not both take the last.
            IndexModel([("account", ASCENDING), ("place", ASCENDING)], name="place", unique=True),
        ]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._keys = db[self.COLLECTION]

    def of(self, account: Account) -> list[Key]:
        """Those of an account, the oldest first."""
        own = {"account": account.id, "bureau": account.bureau}
        return [_key(row) for row in self._keys.find(own).sort("_id", ASCENDING)]

    def add(self, account: Account, key: Key, session: ClientSession) -> Key:
        """One more. Raises: Conflict when there are as many as there may be, or somebody has it already."""
        taken = {row["place"] for row in self._keys.find({"account": account.id}, {"place": True}, session=session)}
        free = [place for place in range(MOST) if place not in taken]
        if not free:
            raise Conflict("accounts.keys_most", most=MOST)
        row = {
            "_id": key.id, "account": account.id, "bureau": account.bureau, "place": free[0], "name": key.name,
            "credential": key.credential, "public": key.public, "count": key.count, "created_at": key.created_at,
        }  # fmt: skip
        try:
            self._keys.insert_one(row, session=session)
        except DuplicateKeyError as error:
            raise Conflict("accounts.key_taken" if "credential" in str(error) else "concurrent_change") from None
        return key

    def used(self, key: Key, count: int) -> bool:
        """Note that it signed; False when its count did not go on."""
        fresh = {"_id": key.id, "copied_at": None, "count": {"$lt": count} if count else 0}
        return bool(self._keys.update_one(fresh, {"$set": {"count": count, "used_at": now()}}).matched_count)

    def copied(self, key: Key, session: ClientSession) -> None:
        """Have it serve no more."""
        self._keys.update_one({"_id": key.id}, {"$set": {"copied_at": now()}}, session=session)

    def remove(self, account: Account, id_: str, session: ClientSession) -> None:
        """Raises: NotFound."""
        own = {"_id": id_, "account": account.id, "bureau": account.bureau}
        if not self._keys.delete_one(own, session=session).deleted_count:
            raise NotFound("accounts.key_unknown")

    def drop(self, account: str, session: ClientSession) -> None:
        """Forget all that an account has."""
        self._keys.delete_many({"account": account}, session=session)


def _key(row: Document) -> Key:
    return Key(
        row["_id"], row["name"], bytes(row["credential"]), bytes(row["public"]), row["count"], row["created_at"],
        row.get("used_at"), row.get("copied_at"),
    )  # fmt: skip
