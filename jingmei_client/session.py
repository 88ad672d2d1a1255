"""Who is signed in: the tokens of one account, renewed in time, by any number of threads."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any, Final

from jingmei_client.answers import Answer
from jingmei_client.errors import Problem, SignedOut, Unauthorised
from jingmei_client.sending import Options, Sent
from jingmei_client.transport import Transport

REFRESH: Final = "/v1/sessions/refresh"
# Renewed so many seconds before its end, so that no request is sent in vain.
EARLY: Final = 20.0


# What tokens say of their account.
SAYS: Final = ("account", "bureau", "name", "roles", "must_change_password", "must_enrol")


class Session:
    """The tokens. `token` alone is one that cannot be renewed."""

    def __init__(self, transport: Transport, language: str, token: str = "") -> None:
        self._transport, self._language = transport, language
        self._lock = threading.Lock()
        self._access, self._refresh, self._key = token, "", ""
        self._ends = float("inf")
        self.account: dict[str, Any] = {}

    def began(self, tokens: Answer) -> None:
        """Signed in, with these tokens."""
        with self._lock:
            self._take(tokens)

    def ended(self) -> None:
        """Signed out."""
        with self._lock:
            self._access, self._refresh, self._ends, self.account = "", "", float("inf"), {}

    def token(self) -> str:
        """The access token, renewed when it is about to end. Raises: SignedOut, Problem, Unreachable."""
        if time.monotonic() >= self._ends and self._refresh:
            self.renew(self._access)
        return self._access

    def renew(self, used: str) -> bool:
        """A new access token in place of the one that was used; False when there is no way to have one.

        Threads that come together ask once. Raises: SignedOut, Problem, Unreachable.
        """
        with self._lock:
            if self._access != used:
                return bool(self._access)
            if not self._refresh:
                return False
            # A refresh token that comes twice ends its session, unless it is the same request: hence one key for it.
            sent = Sent("POST", REFRESH, body={"refresh_token": self._refresh}, public=True)
            options: Options = {"key": self._key, "language": self._language}
            try:
                self._take(Answer.of(self._transport.send(sent, options)))
            except Unauthorised as refusal:
                self._access, self._refresh, self._ends = "", "", float("inf")
                raise _over(refusal) from refusal
            return True

    def _take(self, tokens: Answer) -> None:
        self._access, self._refresh = tokens["access_token"], tokens["refresh_token"]
        self._key = str(uuid.uuid4())
        self._ends = time.monotonic() + max(0.0, tokens["expires_in"] - EARLY)
        self.account = {name: tokens[name] for name in SAYS}


def _over(refusal: Problem) -> SignedOut:
    return SignedOut(refusal.status, refusal.problem)
