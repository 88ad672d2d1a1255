"""Who sends a request: the bearer (RFC 6750) of an access token of ours, or of the outside issuer's."""

from __future__ import annotations

from typing import Final

from flask import Request

from gateway.auth.oidc import Issuer, claims_to_be_of
from gateway.auth.principal import Principal
from gateway.auth.tokens import Checker
from gateway.errors import Unauthorised

LONGEST: Final = 4_096
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Authenticator:
    """One per process. `issuer`: the outside issuer of identities, when one is configured."""

    def __init__(self, checker: Checker, issuer: Issuer | None) -> None:
        self._checker = checker
        self._issuer = issuer

    def principal(self, request: Request, *, use: bool = True) -> Principal:
        """Who asks; `use`: for something that they want, so that their session goes on. Raises: Unauthorised,
        ServiceUnavailable."""
        token = _bearer(request.headers.get("Authorization", ""))
        if self._issuer is not None and claims_to_be_of(token, self._issuer.name):
            return self._issuer.principal(token)
        state = self._checker.state(token, fresh=request.method not in READS, use=use)
        return Principal(
            state.account, state.bureau, state.roles, state.name, state.session, state.must_change, state.must_enrol,
            state.proved_at,
        )  # fmt: skip


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorised("auth.token_missing")
    if len(token) > LONGEST:
        raise Unauthorised("auth.token_invalid")
    return token.strip()
