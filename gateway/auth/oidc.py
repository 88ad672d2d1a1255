"""Tokens of an OpenID Connect issuer, when one is configured.

Checked in every one: signature against the issuer's JWK set, algorithm (those of the setting, asymmetric ones alone),
`iss`, `aud`, `exp`, `nbf`, `iat`. A token is of one kind: what tells a program who signed in (ID token) or that
somebody left (logout token) opens nothing here. Access tokens live no longer than the setting says. Bureau and roles
are those of the account that the identity (`sub`) is linked to.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

import jwt
from jwt import PyJWKClient

from gateway.accounts.model import Account
from gateway.accounts.store import Accounts
from gateway.auth.principal import Principal
from gateway.errors import ServiceUnavailable, Unauthorised
from gateway.oidc_settings import TYPED, OidcSettings
from shared.clock import now
from shared.context import Role
from shared.errors import Forbidden

LEEWAY: Final = 30
LIFESPAN: Final = 300
TIMEOUT: Final = 3.0
# Of a `sub` (OpenID Connect Core, 2).
LONGEST: Final = 255
REQUIRED: Final = ("exp", "iat", "sub", "aud", "iss")
# What ID tokens (OpenID Connect Core, 2 and 3.3.2.11) and logout tokens say, and access tokens never.
OF_OTHERS: Final = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "events"})
LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
# How old a logout token may be, which bounds for how long one must be remembered.
HEARD: Final = timedelta(minutes=5)
Claims = dict[str, Any]


def claims_to_be_of(token: str, issuer: str) -> bool:
    """Whether a token says that it is of this issuer; nothing is believed before it is checked."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError):
        return False
    return claims.get("iss") == issuer


class Issuer:
    """One configured issuer. Its keys are fetched when needed, kept for five minutes, and at most every 30 s.

    `enrolled`: the roles that take a second factor.
    """

    def __init__(self, settings: OidcSettings, accounts: Accounts, enrolled: Collection[Role] = ()) -> None:
        self.name = settings.issuer
        self._settings, self._accounts, self._enrolled = settings, accounts, frozenset(enrolled)
        self._keys = PyJWKClient(settings.jwks_url, lifespan=LIFESPAN, timeout=TIMEOUT, cooldown_duration=30)

    def principal(self, token: str) -> Principal:
        """Whose access token it is. Raises: Unauthorised, Forbidden where the account takes a second factor that was
        not shown there, ServiceUnavailable while the issuer's keys cannot be had."""
        claims = self._access(token)
        account = self._accounts.by_subject(self.subject(claims))
        if account is None or account.disabled:
            raise Unauthorised("auth.subject_unknown")
        if self.takes_second(account) and not self.shown_second(claims):
            raise Forbidden("auth.factor_not_shown")
        return Principal(account.id, account.bureau, account.effective, account.name)

    def subject(self, claims: Claims) -> str:
        """Of whom they are, among the identities of all issuers: what an account has when it is linked."""
        return f"{self.name} {claims['sub']}"

    def identity(self, token: str, nonce: str) -> Claims:
        """Who somebody is, by an ID token that is the answer to `nonce` (OpenID Connect Core, 3.1.3.7).

        Raises: Unauthorised, ServiceUnavailable.
        """
        ours = self._settings.client_id
        head, claims = self.checked(token, ours)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        right = str(head.get("typ", "JWT")).upper() == "JWT" and "events" not in claims
        right = right and claims.get("azp", "" if several else ours) == ours
        right = right and hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
        if not right or not 0 < len(claims["sub"]) <= LONGEST:
            raise Unauthorised("auth.token_invalid")
        return claims

    def left(self, token: str) -> Claims:
        """Who signed out there, by a logout token (OpenID Connect Back-Channel Logout, 2.6): `sub`, `sid` or both, and
        the token's `jti`. Raises: Unauthorised, ServiceUnavailable."""
        required = ("exp", "iat", "aud", "iss", "jti", "events")
        head, claims = self.checked(token, self._settings.client_id, required)
        events, names = claims["events"], (claims.get("sub", ""), claims.get("sid", ""), claims["jti"])
        right = str(head.get("typ", "JWT")).lower() in ("jwt", "logout+jwt", "application/logout+jwt")
        right = right and isinstance(events, dict) and isinstance(events.get(LOGOUT), dict) and "nonce" not in claims
        right = right and all(isinstance(each, str) and len(each) <= LONGEST for each in names)
        recent = now().timestamp() - int(claims["iat"]) <= HEARD.total_seconds() + LEEWAY
        if not right or not recent or not any(names[:2]):
            raise Unauthorised("auth.token_invalid")
        return claims

    def takes_second(self, account: Account) -> bool:
        """Whether an account has a second factor, or a role that takes one."""
        return account.second_factor or not self._enrolled.isdisjoint(account.effective)

    def shown_second(self, claims: Mapping[str, Any]) -> bool:
        """Whether the issuer says, by a value that the settings trust, that two factors were shown there."""
        said = claims.get("amr")
        values = [claims.get("acr"), *(said if isinstance(said, list) else [])]
        return any(isinstance(each, str) and each in self._settings.second_factor for each in values)

    def _access(self, token: str) -> Claims:
        head, claims = self.checked(token, self._settings.audience)
        type_ = head.get("typ")
        typed = isinstance(type_, str) and type_.lower().removeprefix("application/") == TYPED
        other = claims.get("typ") in ("ID", "Logout") or not OF_OTHERS.isdisjoint(claims)
        if other or (not typed and self._settings.token_type == TYPED):
            raise Unauthorised("auth.not_access_token")
        if int(claims["exp"]) - int(claims["iat"]) > self._settings.token_minutes * 60:
            raise Unauthorised("auth.token_too_long", limit=self._settings.token_minutes)
        return claims

    def checked(self, token: str, audience: str, required: Collection[str] = REQUIRED) -> tuple[Claims, Claims]:
        """Header and claims of a token of the issuer that is for `audience`, of whatever kind.

        Raises: Unauthorised, ServiceUnavailable.
        """
        options: Any = {"require": list(required)}
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            found = jwt.decode_complete(
                token,
                key,
                algorithms=self._settings.algorithms,
                audience=audience,
                issuer=self.name,
                leeway=LEEWAY,
                options=options,
            )
        except jwt.PyJWKClientConnectionError:
            raise ServiceUnavailable("auth.issuer_away", retry_after=10) from None
        except (jwt.PyJWTError, ValueError):
            raise Unauthorised("auth.token_invalid") from None
        return found["header"], found["payload"]
