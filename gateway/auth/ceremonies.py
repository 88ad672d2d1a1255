"""What a security key signs in a session that is there: random bytes, for five minutes, once, for one purpose.

At a sign-in there is no session yet: there they follow from its challenge (`challenges.py`), which is kept as long.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from gateway.auth.challenges import LASTS
from shared.clock import now

REGISTER, PROVE = "register", "prove"
BYTES: Final = 32
Document = dict[str, Any]


class Ceremonies:
    """The collection `ceremonies`: one a session and purpose, the last that was begun."""

    COLLECTION: ClassVar[str] = "ceremonies"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._begun = db[self.COLLECTION]

    def begin(self, session: str, purpose: str) -> bytes:
        """What is to be signed."""
        signed = secrets.token_bytes(BYTES)
        row = {"signed": signed, "expires": now() + LASTS}
        self._begun.replace_one({"_id": f"{session}:{purpose}"}, row, upsert=True)
        return signed

    def take(self, session: str, purpose: str) -> bytes | None:
        """What was to be signed there; None for what is over or was taken before."""
        row = self._begun.find_one_and_delete({"_id": f"{session}:{purpose}"})
        return bytes(row["signed"]) if row is not None and row["expires"] > now() else None


def of_sign_in(token: str) -> bytes:
    """What is to be signed at a sign-in, by its challenge: nobody else has that, and it serves once."""
    return hashlib.sha256(b"jingmei security key\0" + token.encode()).digest()
