"""The page session: one sealed cookie with the tokens of the API's own session. The server keeps nothing.

Renewing is a POST with an idempotency key made from the refresh token, so that tabs that renew at the same time get the
same answer; without it the second would end the session (a used refresh token that comes again).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

# Renewed so many seconds before the end of the token.
EARLY: Final = 60
DAYS: Final = 14
NONCE: Final = 12
PURPOSE: Final = b"jingmei console session"


@dataclass(frozen=True)
class Session:
    """Who looks at the pages."""

    access: str
    refresh: str
    account: str
    bureau: str
    name: str
    roles: tuple[str, ...]
    must_change: bool
    must_enrol: bool = False
    notice_asked: bool = False

    @classmethod
    def of(cls, tokens: Mapping[str, Any]) -> Session:
        """From the answer of signing in or of renewing."""
        return cls(
            tokens["access_token"], tokens["refresh_token"], tokens["account"], tokens["bureau"], tokens["name"],
            tuple(tokens["roles"]), tokens["must_change_password"],
            tokens["must_enrol"], tokens["notice_asked"],
        )  # fmt: skip

    @property
    def staff(self) -> bool:
        """An officer, in whichever role."""
        return bool(self.roles)

    def has(self, *roles: str) -> bool:
        """One of the roles; of none, whoever is signed in."""
        return not roles or any(role in self.roles for role in roles)

    @property
    def stale(self) -> bool:
        """Whether it is to be renewed."""
        return self._ends - EARLY < time.time()

    @property
    def over(self) -> bool:
        """Whether the access token is worth nothing any more."""
        return self._ends < time.time()

    @property
    def _ends(self) -> float:
        """By the token itself: `expires_in` of a replayed answer is too large."""
        payload = self.access.split(".")[1]
        return float(json.loads(base64.urlsafe_b64decode(payload + "=="))["exp"])


class Seal:
    """Encrypts what the browser keeps (AES-GCM-SIV, RFC 8452); what is not ours is no session."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._renewals = keys[0]
        self._boxes = [AESGCMSIV(sha256(PURPOSE + key).digest()) for key in keys]

    def write(self, session: Session) -> str:
        """The cookie's value, less than 1 kB."""
        nonce = os.urandom(NONCE)
        plain = json.dumps(asdict(session), ensure_ascii=False, separators=(",", ":")).encode()
        sealed = self._boxes[0].encrypt(nonce, zlib.compress(plain, 9), PURPOSE)
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def read(self, value: str) -> Session | None:
        """The session of a cookie; None for anything else."""
        try:
            raw = base64.urlsafe_b64decode(value)
        except (binascii.Error, ValueError):
            return None
        for box in self._boxes:
            try:
                found = json.loads(zlib.decompress(box.decrypt(raw[:NONCE], raw[NONCE:], PURPOSE)))
                return Session(**{**found, "roles": tuple(found["roles"])})
            except (InvalidTag, ValueError, TypeError, KeyError, zlib.error):
                continue
        return None

    def renewal_key(self, refresh: str) -> str:
        """The idempotency key of renewing with this token, the same in every instance."""
        return hmac.new(self._renewals, b"renewal" + refresh.encode(), sha256).hexdigest()
