"""Ways to the identity provider on which somebody is, to sign in by it or to link their identity there.

The `state` that goes there and back is bound to a secret that the browser keeps: only whoever began can go on, and
once. Of both the hash alone is kept; nonce and PKCE verifier follow from the secret, so that who reads the database
could do nothing with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.clock import now

LASTS: Final = timedelta(minutes=10)
SIGN_IN, LINK = "sign_in", "link"
Document = dict[str, Any]


@dataclass(frozen=True)
class Begun:
    """What goes to the provider (`state`, `nonce`, `verifier` by its hash alone), and what the browser keeps."""

    state: str
    secret: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Way:
    """One that came back. `session`: of whoever began to link, empty of who signs in."""

    session: str
    nonce: str
    verifier: str
    begun_at: datetime


class Ways:
    """The collections `outside_ways` and `outside_told` (logout tokens that were heard)."""

    COLLECTION: ClassVar[str] = "outside_ways"
    TOLD: ClassVar[str] = "outside_told"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)],
        TOLD: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._ways, self._told = db[self.COLLECTION], db[self.TOLD]

    def begin(self, purpose: str, session: str = "") -> Begun:
        """A new one, good for ten minutes."""
        state, secret, moment = secrets.token_urlsafe(32), secrets.token_urlsafe(32), now()
        self._ways.insert_one(
            {
                "_id": _hash(state),
                "hash": _hash(secret),
                "purpose": purpose,
                "session": session,
                "begun_at": moment,
                "expires": moment + LASTS,
            }
        )
        return Begun(state, secret, _of(secret, "nonce"), _of(secret, "verifier"))

    def take(self, purpose: str, state: str, secret: str, session: str = "") -> Way | None:
        """The one that came back, which is over with that; None for what is over, another's, or none."""
        own = {"_id": _hash(state), "hash": _hash(secret), "purpose": purpose, "session": session}
        row = self._ways.find_one_and_delete({**own, "expires": {"$gt": now()}})
        if row is None:
            return None
        return Way(row["session"], _of(secret, "nonce"), _of(secret, "verifier"), row["begun_at"])

    def heard(self, token: str, lasts: timedelta) -> bool:
        """Note that a logout token came, by its `jti`; False when it came before."""
        try:
            self._told.insert_one({"_id": _hash(token), "expires": now() + lasts})
        except DuplicateKeyError:
            return False
        return True


def challenge(verifier: str) -> str:
    """What the provider is told of a verifier (RFC 7636, S256)."""
    return _text(hashlib.sha256(verifier.encode()).digest())


def _of(secret: str, name: str) -> str:
    return _text(hmac.digest(secret.encode(), name.encode(), "sha256"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
