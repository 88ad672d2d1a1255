"""What a provider's ID token has to say, and what does not sign anybody in."""

from __future__ import annotations

import hmac
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.gateway.accounts.desk import Bureau, Person, code
from tests.gateway.auth.linking import SESSION, begin, enter, go, link
from tests.gateway.auth.provided import as_usual, desk, officer, provider
from tests.support.provider import CLIENT, Provider

__all__ = ["as_usual", "desk", "officer", "provider"]


def by_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    """Signed with what everybody may know, as if that were a shared secret."""
    pem = (
        provider.keys["one"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    _, body, _ = jwt.encode(claims, "x" * 32, "HS256").split(".")
    head = jwt.utils.base64url_encode(b'{"alg":"HS256","kid":"one","typ":"JWT"}').decode()
    signature = jwt.utils.base64url_encode(hmac.digest(pem, f"{head}.{body}".encode(), "sha256")).decode()
    return f"{head}.{body}.{signature}"


ATTACKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the nonce of another": ({"nonce": "another"}, {}),
    "no nonce": ({"nonce": None}, {}),
    "the audience of another client": ({"aud": "another client"}, {}),
    "for several, and nobody says for whom": ({"aud": [CLIENT, "another client"]}, {}),
    "for several, and for another": ({"aud": [CLIENT, "another client"], "azp": "another client"}, {}),
    "asked for by another": ({"azp": "another client"}, {}),
    "another issuer": ({"iss": "https://else.example"}, {}),
    "over": ({"exp": int(time.time()) - 600}, {}),
    "from before": ({"iat": int(time.time()) - 600}, {}),
    "from tomorrow": ({"iat": int(time.time()) + 86_400, "exp": int(time.time()) + 90_000}, {}),
    "nobody": ({"sub": None}, {}),
    "nobody, in no letters": ({"sub": ""}, {}),
    "an endless name": ({"sub": "s" * 256}, {}),
    "an access token": ({}, {"typ": "at+jwt"}),
    "a logout token": ({"events": {}}, {}),
    "a key that is not there": ({}, {"kid": "unknown", "key": rsa.generate_private_key(65537, 2048)}),
    "another's key": ({}, {"key": rsa.generate_private_key(65537, 2048)}),
    "a shared secret": ({}, {"key": "a shared secret of thirty-two characters", "algorithm": "HS256"}),
    "an algorithm that is not allowed": ({}, {"algorithm": "RS512"}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_id_token_is_checked_in_every_part(bureau: Bureau, provider: Provider, officer: Person, attack: str) -> None:
    link(provider, officer, f"sub-{bureau.code}")
    provider.said, provider.signed = ATTACKS[attack]
    refused = enter(provider, bureau.person(), f"sub-{bureau.code}")
    assert (refused.status_code, code(refused)) == (409, "auth.outside_refused")


def test_neither_none_nor_the_public_key_signs(bureau: Bureau, provider: Provider, officer: Person) -> None:
    link(provider, officer, f"sub-{bureau.code}")
    nobody = bureau.person()
    for forge in (lambda told: jwt.encode(told, None, "none"), lambda told: by_public_key(provider, told)):
        begun = begin(nobody, SESSION)
        nonce = parse_qs(urlsplit(begun["address"]).query)["nonce"][0]
        told = {"iss": provider.url, "aud": CLIENT, "sub": f"sub-{bureau.code}", "nonce": nonce}
        told |= {"iat": int(time.time()), "exp": int(time.time()) + 60}
        provider.forged = forge(told)
        try:
            assert code(nobody("POST", f"{SESSION}/answer", go(provider, begun, "x"))) == "auth.outside_refused"
        finally:
            provider.forged = ""
