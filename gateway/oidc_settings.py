"""The gateway's settings about the identity provider (OpenID Connect) that a bureau has, where it has one."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from environs import Env
from marshmallow import ValidationError
from marshmallow.validate import Length, NoneOf, OneOf, Range

# Asymmetric ones alone: with HS256 whoever has the provider's public key, or its client's secret, could sign.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
DEFAULT: Final = "RS256,PS256,ES256,EdDSA"
# The type that access tokens say they are of (RFC 9068), or that the provider says none.
TYPED, UNTYPED = "at+jwt", "any"


@dataclass(frozen=True)
class OidcSettings:
    """`issuer` is empty where there is none. `audience`: whom access tokens are for, when they are for us.

    `algorithms`: by which the provider signs. `token_type`: see `TYPED`. `token_minutes`: the longest life of an access
    token that is accepted. `second_factor`: values of `acr` or `amr` that say that two factors were shown there.
    `client_id`: as whom our pages are known there, empty where nobody signs in by it; `name`: what people call it.
    `end_session_url`: where browsers are sent to sign out there, too; empty: nobody is.
    """

    issuer: str = ""
    audience: str = ""
    jwks_url: str = ""
    algorithms: tuple[str, ...] = tuple(DEFAULT.split(","))
    token_type: str = TYPED
    token_minutes: int = 60
    second_factor: tuple[str, ...] = ()
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    authorize_url: str = ""
    token_url: str = ""
    end_session_url: str = ""
    name: str = ""


def oidc_settings(env: Env) -> OidcSettings:
    """Read from the environment; what is wrong is told by `finish`, as for all others. Without an issuer none of the
    others counts; with one, audience and keys are needed, too."""
    if not env.str("OIDC_ISSUER", "", validate=_is_url_or_none):
        return OidcSettings()
    values: dict[str, Any] = {
        "issuer": env.str("OIDC_ISSUER"),
        "audience": env.str("OIDC_AUDIENCE", validate=Length(min=1)),
        "jwks_url": env.str("OIDC_JWKS_URL", validate=_is_url),
        "algorithms": _names(env.str("OIDC_ALGORITHMS", DEFAULT, validate=_are_algorithms)),
        "token_type": env.str("OIDC_TOKEN_TYPE", TYPED, validate=OneOf((TYPED, UNTYPED))),
        "token_minutes": env.int("OIDC_TOKEN_MINUTES", 60, validate=Range(1, 1440)),
        "second_factor": _names(env.str("OIDC_SECOND_FACTOR", "")),
    }
    if client := env.str("OIDC_CLIENT_ID", ""):
        # An ID token is for the client: it must not be one for the API as well.
        env.str("OIDC_AUDIENCE", validate=NoneOf([client], error="another name than that of the client is expected"))
        values |= {
            "client_id": client,
            "client_secret": env.str("OIDC_CLIENT_SECRET", ""),
            "authorize_url": env.str("OIDC_AUTHORIZE_URL", validate=_is_url),
            "token_url": env.str("OIDC_TOKEN_URL", validate=_is_url),
            "end_session_url": env.str("OIDC_END_SESSION_URL", "", validate=_is_url_or_none),
            "name": env.str("OIDC_NAME", "", validate=Length(max=32)),
        }
    return OidcSettings(**values)


def _is_url_or_none(text: str) -> None:
    if text:
        _is_url(text)


def _is_url(text: str) -> None:
    """Keys and codes travel there: over TLS, or on this very machine."""
    try:
        split = urlsplit(text)
        host = split.hostname or ""
    except ValueError:
        raise ValidationError("an https address is expected") from None
    there = bool(host) and not any(sign.isspace() for sign in text)
    if not there or not (split.scheme == "https" or (split.scheme == "http" and _here(host))):
        raise ValidationError("an https address is expected")


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _are_algorithms(text: str) -> None:
    names = _names(text)
    if not names or not set(names) <= set(ALGORITHMS):
        raise ValidationError(f"some of these with commas are expected: {', '.join(ALGORITHMS)}")


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name for each in (text or "").split(",") if (name := each.strip()))
