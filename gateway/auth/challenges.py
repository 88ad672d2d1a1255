"""Sign-ins on half their way: the password was right, or an outside identity known; the code of the second factor is
still to come.

A challenge is `<id>.<secret>`; only the secret's hash is kept. It is good for five minutes, for five wrong codes, for
the device that gave the password, and as long as the account stays as it was then.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from gateway.auth.sessions import Came
from shared.clock import now
from shared.ids import new_id

LASTS: Final = timedelta(minutes=5)
TRIES: Final = 5
Document = dict[str, Any]


@dataclass(frozen=True)
class Challenge:
    """For which account at which version; `came`: how they came in, where that was not by the password."""

    id: str
    bureau: str
    account: str
    version: int
    came: Came | None = None


class Challenges:
    """The collection `challenges`."""

    COLLECTION: ClassVar[str] = "challenges"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._challenges = db[self.COLLECTION]

    def open(self, account: Account, agent: str, came: Came | None = None) -> str:
        """A new one; what the sign-in goes on with."""
        id_, secret = new_id(), secrets.token_urlsafe(32)
        self._challenges.insert_one(
            {
                "_id": id_,
                "bureau": account.bureau,
                "account": account.id,
                "version": account.version,
                "agent": _hash(agent),
                "hash": _hash(secret),
                "tries": 0,
                "expires": now() + LASTS,
                **({"came": asdict(came)} if came else {}),
            }
        )
        return f"{id_}.{secret}"

    def find(self, token: str, agent: str) -> Challenge | None:
        """The one that a device goes on with; None for what is over, was used, is another's, or is none."""
        id_, _, secret = token.partition(".")
        row = self._challenges.find_one({"_id": id_, "tries": {"$lt": TRIES}, "expires": {"$gt": now()}})
        if row is None or row["agent"] != _hash(agent) or not hmac.compare_digest(row["hash"], _hash(secret)):
            return None
        came = Came(**row["came"]) if "came" in row else None
        return Challenge(row["_id"], row["bureau"], row["account"], row["version"], came)

    def failed(self, challenge: Challenge) -> None:
        """Count a wrong code."""
        self._challenges.update_one({"_id": challenge.id}, {"$inc": {"tries": 1}})

    def use(self, challenge: Challenge, session: ClientSession) -> bool:
        """Take it, in the transaction that opens the session; False when somebody was faster."""
        return bool(self._challenges.delete_one({"_id": challenge.id}, session=session).deleted_count)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
