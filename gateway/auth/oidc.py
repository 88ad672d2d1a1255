"""Access tokens of an OpenID Connect issuer, when one is configured.

Checked: signature against the issuer's JWK set, algorithm (asymmetric ones only), `iss`, `aud`, `exp`, `nbf`. The
identity (`sub`) is linked to an account by an administrator (`oidc_subject`); bureau and roles are the account's.
"""

from __future__ import annotations

from typing import Any, Final

import jwt
from jwt import PyJWKClient

from gateway.accounts.store import Accounts
from gateway.auth.principal import Principal
from gateway.errors import ServiceUnavailable, Unauthorised

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY: Final = 30
LIFESPAN: Final = 300
TIMEOUT: Final = 3.0


def claims_to_be_of(token: str, issuer: str) -> bool:
    """Whether a token says that it is of this issuer; nothing is believed before it is checked."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError):
        return False
    return claims.get("iss") == issuer


class Issuer:
    """One configured issuer. Its keys are fetched when needed, kept for five minutes, and at most every 30 s."""

    def __init__(self, issuer: str, audience: str, jwks_url: str, accounts: Accounts) -> None:
        self.name = issuer
        self._audience = audience
        self._keys = PyJWKClient(jwks_url, lifespan=LIFESPAN, timeout=TIMEOUT, cooldown_duration=30)
        self._accounts = accounts

    def principal(self, token: str) -> Principal:
        """Whose token it is. Raises: Unauthorised, ServiceUnavailable while the issuer's keys cannot be had."""
        account = self._accounts.by_subject(self._subject(token))
        if account is None or account.disabled:
            raise Unauthorised("auth.subject_unknown")
        return Principal(account.id, account.bureau, account.effective, account.name)

    def _subject(self, token: str) -> str:
        required: Any = ["exp", "iat", "sub", "aud", "iss"]
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self.name,
                leeway=LEEWAY,
                options={"require": required},
            )
        except jwt.PyJWKClientConnectionError:
            raise ServiceUnavailable("auth.issuer_away", retry_after=10) from None
        except (jwt.PyJWTError, ValueError):
            raise Unauthorised("auth.token_invalid") from None
        return str(claims["sub"])
