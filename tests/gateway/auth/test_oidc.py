"""An outside issuer: a real JWK set over HTTP, tokens that it signed and tokens that it did not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from tests.gateway.accounts.desk import Bureau, Desk, code

AUDIENCE = "jingmei-test"


class Issuer:
    """Serves a JWK set and signs tokens."""

    def __init__(self) -> None:
        self.keys = {"one": rsa.generate_private_key(65537, 2048)}
        self.asked, self.broken = 0, False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                self.send_response(500 if outer.broken else 200)
                self.end_headers()
                self.wfile.write(orjson.dumps(outer.jwks()))

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def jwks(self) -> dict[str, Any]:
        public = {kid: RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) for kid, key in self.keys.items()}
        return {"keys": [{**key, "kid": kid, "use": "sig", "alg": "RS256"} for kid, key in public.items()]}

    def token(self, sub: str | None, kid: str = "one", key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        moment = int(time.time())
        told = {"iss": self.url, "aud": AUDIENCE, "sub": sub, "iat": moment, "exp": moment + 300, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key or self.keys[kid], algorithm=algorithm, headers={"kid": kid})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database, issuer: Issuer) -> Iterator[Desk]:
    url = f"{issuer.url}/jwks"
    made = Desk(database.uri, oidc_issuer=issuer.url, oidc_audience=AUDIENCE, oidc_jwks_url=url)
    yield made
    made.close()


@pytest.fixture
def officer(bureau: Bureau) -> str:
    """An account that the identity `sub-<bureau>` is linked to."""
    account = bureau.officer("lijing", "liaison").account
    change = {"oidc_subject": f"sub-{bureau.code}"}
    linked = bureau.admin("PATCH", f"/accounts/{account}", change, {"If-Match": "*"})
    assert linked.status_code == 200, linked.text
    return account


def ask(bureau: Bureau, token: str, path: str = "/accounts/me") -> TestResponse:
    return bureau.person()("GET", path, headers={"Authorization": f"Bearer {token}"})


def test_an_identity_is_its_account_with_the_accounts_roles(bureau: Bureau, issuer: Issuer, officer: str) -> None:
    token = issuer.token(f"sub-{bureau.code}", roles=["admin"], bureau="110000")
    me = ask(bureau, token).get_json()
    assert (me["id"], me["bureau"], me["roles"]) == (officer, bureau.code, ["liaison"])
    assert code(ask(bureau, token, "/accounts")) == "forbidden.role"
    assert bureau.person().try_sign_in("lijing").status_code == 201  # our own tokens go on as well


def test_an_identity_without_a_usable_account_is_nobody(bureau: Bureau, issuer: Issuer, officer: str) -> None:
    assert code(ask(bureau, issuer.token("a stranger"))) == "auth.subject_unknown"
    bureau.admin("PATCH", f"/accounts/{officer}", {"disabled": True}, {"If-Match": "*"})
    assert code(ask(bureau, issuer.token(f"sub-{bureau.code}"))) == "auth.subject_unknown"


def test_tokens_of_the_issuer_are_checked_in_every_part(bureau: Bureau, issuer: Issuer, officer: str) -> None:
    sub, past = f"sub-{bureau.code}", int(time.time()) - 600
    stranger = rsa.generate_private_key(65537, 2048)
    bad = [
        issuer.token(sub, key=stranger),
        issuer.token(sub, key=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"),
        issuer.token(sub, key="a shared secret of thirty-two characters", algorithm="HS256"),
        issuer.token(sub, aud="somebody else"),
        issuer.token(sub, aud=None),
        issuer.token(sub, exp=past),
        issuer.token(sub, exp=None),
        issuer.token(sub, nbf=int(time.time()) + 600),
        issuer.token(None),
        jwt.encode({"iss": issuer.url, "sub": sub, "aud": AUDIENCE}, None, algorithm="none"),
        issuer.token(sub, iss="https://else.example"),
        issuer.token(sub)[:-4] + "AAAA",
    ]
    for place, token in enumerate(bad):
        answer = ask(bureau, token)
        assert (answer.status_code, code(answer)) == (401, "auth.token_invalid"), place


def test_an_identity_is_linked_to_one_account(bureau: Bureau, officer: str) -> None:
    second = bureau.officer("second")
    change = {"oidc_subject": f"sub-{bureau.code}"}
    refused = bureau.admin("PATCH", f"/accounts/{second.account}", change, {"If-Match": "*"})
    assert (refused.status_code, code(refused)) == (409, "accounts.subject_taken")
    assert officer != second.account


def test_unknown_keys_do_not_make_us_ask_the_issuer_again_and_again(
    bureau: Bureau, issuer: Issuer, officer: str
) -> None:
    assert ask(bureau, issuer.token(f"sub-{bureau.code}")).status_code == 200
    before = issuer.asked
    stranger = rsa.generate_private_key(65537, 2048)
    for number in range(20):
        assert ask(bureau, issuer.token("x", kid=f"unknown-{number}", key=stranger)).status_code == 401
    assert issuer.asked - before <= 1
    assert officer


def test_while_the_issuers_keys_cannot_be_had_the_answer_is_to_come_again(database: Database, issuer: Issuer) -> None:
    desk = Desk(database.uri, oidc_issuer=issuer.url, oidc_audience=AUDIENCE, oidc_jwks_url=f"{issuer.url}/jwks")
    issuer.broken = True
    try:
        answer = ask(desk.bureau(), issuer.token("x"))
        assert (answer.status_code, code(answer)) == (503, "auth.issuer_away")
        assert answer.headers["Retry-After"] == "10"
    finally:
        issuer.broken = False
        desk.close()
