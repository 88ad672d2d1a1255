"""A code that a browser brought back from the identity provider is exchanged there for an ID token (RFC 6749, 4.1)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote_plus

import orjson
import requests
from requests.auth import HTTPBasicAuth

from gateway.errors import ServiceUnavailable
from gateway.oidc_settings import OidcSettings
from shared.errors import Conflict

TIMEOUT: Final = (3.0, 5.0)
LONGEST: Final = 64 * 1024


def exchange(settings: OidcSettings, redirect: str, code: str, verifier: str) -> str:
    """The ID token for a code. Raises: Conflict when the provider gives none, ServiceUnavailable when it is away."""
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
    # Both form-encoded before they are joined (RFC 6749, 2.3.1). A client without a secret has PKCE alone.
    login = HTTPBasicAuth(quote_plus(settings.client_id), quote_plus(settings.client_secret))
    if not settings.client_secret:
        given["client_id"] = settings.client_id
    try:
        status, body = _post(settings.token_url, given, login if settings.client_secret else None)
    except requests.RequestException:
        raise ServiceUnavailable("auth.issuer_away", retry_after=10) from None
    if status >= 500:
        raise ServiceUnavailable("auth.issuer_away", retry_after=10)
    try:
        told: Any = orjson.loads(body) if status == 200 else None
    except orjson.JSONDecodeError:
        told = None
    token = told.get("id_token") if isinstance(told, dict) else None
    if not isinstance(token, str):
        raise Conflict("auth.outside_refused")
    return token


def _post(address: str, given: dict[str, str], login: HTTPBasicAuth | None) -> tuple[int, bytes]:
    """Status and body, as much of it as tokens may have. No redirect is followed: the code is for that address."""
    headers = {"Accept": "application/json"}
    with requests.post(
        address, data=given, auth=login, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
    ) as answer:
        body = b""
        for piece in answer.iter_content(LONGEST):
            body += piece
            if len(body) > LONGEST:
                return answer.status_code, b""
        return answer.status_code, body
