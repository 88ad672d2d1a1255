"""An outside issuer: a real JWK set over HTTP, tokens that it signed and tokens that it did not."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator

import jwt
import pyotp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.utils import base64url_encode
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.oidc_settings import UNTYPED
from shared.clock import now
from shared.context import Role
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, code
from tests.gateway.auth.linking import HERE, link
from tests.support.provider import AUDIENCE, CLIENT, Provider


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database, issuer: Provider) -> Iterator[Desk]:
    made = Desk(database.uri, oidc=issuer.settings(), public_url=HERE)
    yield made
    made.close()


@pytest.fixture
def officer(bureau: Bureau, issuer: Provider) -> str:
    """An account that the identity `sub-<bureau>` is linked to."""
    made = bureau.officer("lijing", "liaison")
    link(issuer, made, f"sub-{bureau.code}")
    return made.account


def ask(bureau: Bureau, token: str, path: str = "/accounts/me") -> TestResponse:
    return bureau.person()("GET", path, headers={"Authorization": f"Bearer {token}"})


def test_an_identity_is_its_account_with_the_accounts_roles(bureau: Bureau, issuer: Provider, officer: str) -> None:
    token = issuer.token(f"sub-{bureau.code}", roles=["admin"], bureau="110000")
    me = ask(bureau, token).get_json()
    assert (me["id"], me["bureau"], me["roles"]) == (officer, bureau.code, ["liaison"])
    assert code(ask(bureau, token, "/accounts")) == "forbidden.role"
    assert bureau.person().try_sign_in("lijing").status_code == 201  # our own tokens go on as well


def test_an_identity_without_a_usable_account_is_nobody(bureau: Bureau, issuer: Provider, officer: str) -> None:
    assert code(ask(bureau, issuer.token("a stranger"))) == "auth.subject_unknown"
    bureau.admin("PATCH", f"/accounts/{officer}", {"disabled": True}, {"If-Match": "*"})
    assert code(ask(bureau, issuer.token(f"sub-{bureau.code}"))) == "auth.subject_unknown"


def test_tokens_of_the_issuer_are_checked_in_every_part(bureau: Bureau, issuer: Provider, officer: str) -> None:
    sub, past = f"sub-{bureau.code}", int(time.time()) - 600
    stranger = rsa.generate_private_key(65537, 2048)
    bad = [
        issuer.token(sub, key=stranger),
        issuer.token(sub, key=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"),
        issuer.token(sub, key="a shared secret of thirty-two characters", algorithm="HS256"),
        by_public_key(issuer, sub),
        issuer.token(sub, algorithm="RS384"),
        issuer.token(sub, aud="somebody else"),
        issuer.token(sub, aud=None),
        issuer.token(sub, exp=past),
        issuer.token(sub, exp=None),
        issuer.token(sub, nbf=int(time.time()) + 600),
        issuer.token(sub, iat=int(time.time()) + 600, exp=int(time.time()) + 900),
        issuer.token(sub, iat=None),
        issuer.token(None),
        jwt.encode({"iss": issuer.url, "sub": sub, "aud": AUDIENCE}, None, algorithm="none"),
        issuer.token(sub, iss="https://else.example"),
        issuer.token(sub)[:-4] + "AAAA",
    ]
    for place, token in enumerate(bad):
        answer = ask(bureau, token)
        assert (answer.status_code, code(answer)) == (401, "auth.token_invalid"), place


def by_public_key(issuer: Provider, sub: str) -> str:
    """A token that is signed with what everybody may know, as if that were a shared secret. The library makes none."""
    pem = (
        issuer.keys["one"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    _, body, _ = issuer.token(sub).split(".")
    signed = base64url_encode(b'{"alg":"HS256","kid":"one","typ":"at+jwt"}') + b"." + body.encode()
    return (signed + b"." + base64url_encode(hmac.digest(pem, signed, "sha256"))).decode()


def test_an_id_token_is_no_access_token(bureau: Bureau, issuer: Provider, officer: str) -> None:
    sub = f"sub-{bureau.code}"
    others = [
        issuer.token(sub, typ="JWT"),
        issuer.token(sub, typ="JWT", nonce="n"),
        issuer.token(sub, nonce="n"),
        issuer.token(sub, at_hash="h"),
        issuer.token(sub, aud=[CLIENT, AUDIENCE], azp=CLIENT, typ="JWT"),
        issuer.token(sub, typ="logout+jwt", events={}),
    ]
    for place, token in enumerate(others):
        assert code(ask(bureau, token)) == "auth.not_access_token", place
    assert code(ask(bureau, issuer.token(sub, aud=CLIENT, nonce="n"))) == "auth.token_invalid"
    assert ask(bureau, issuer.token(sub, typ="application/at+jwt")).status_code == 200


def test_a_provider_that_names_no_type_is_told_by_its_claims(database: Database, issuer: Provider) -> None:
    desk = Desk(database.uri, oidc=issuer.settings(token_type=UNTYPED), public_url=HERE)
    try:
        bureau = desk.bureau()
        sub = f"untyped-{bureau.code}"
        link(issuer, bureau.officer("lijing"), sub)
        assert ask(bureau, issuer.token(sub, typ="JWT")).status_code == 200
        for marks in ({"nonce": "n"}, {"at_hash": "h"}, {"typ_": "ID"}):
            told = {"typ" if name == "typ_" else name: value for name, value in marks.items()}
            token = jwt.encode(
                {"iss": issuer.url, "aud": AUDIENCE, "sub": sub, "iat": int(time.time()),
                 "exp": int(time.time()) + 60, **told}, issuer.keys["one"], "RS256", {"kid": "one"},
            )  # fmt: skip
            assert code(ask(bureau, token)) == "auth.not_access_token", marks
    finally:
        desk.close()


def test_an_access_token_lives_no_longer_than_the_setting_says(bureau: Bureau, issuer: Provider, officer: str) -> None:
    sub, moment = f"sub-{bureau.code}", int(time.time())
    assert ask(bureau, issuer.token(sub, iat=moment, exp=moment + 3_600)).status_code == 200
    answer = ask(bureau, issuer.token(sub, iat=moment, exp=moment + 3_601))
    assert (answer.status_code, code(answer)) == (401, "auth.token_too_long")
    assert "60" in answer.get_json()["detail"]


def test_who_takes_a_second_factor_shows_it_there(database: Database, issuer: Provider) -> None:
    oidc = issuer.settings(second_factor=("mfa", "https://refeds.org/profile/mfa"))
    desk = Desk(database.uri, oidc=oidc, public_url=HERE, second_factor_roles=(Role.LEADER,))
    try:
        bureau = desk.bureau()
        plain, own = bureau.officer("lijing"), bureau.officer("zhoujie")
        link(issuer, plain, f"plain-{bureau.code}")
        link(issuer, own, f"own-{bureau.code}")
        secret = own("POST", "/accounts/me/second-factor", {"password": PASSWORD}).get_json()["secret"]
        first = {"code": pyotp.TOTP(secret).at(now())}
        assert own("POST", "/accounts/me/second-factor/confirmation", first).status_code == 200
        assert ask(bureau, issuer.token(f"plain-{bureau.code}")).status_code == 200
        bureau.give(plain.account, "leader")
        for sub in (f"plain-{bureau.code}", f"own-{bureau.code}"):
            refused = ask(bureau, issuer.token(sub, acr="password", amr=["pwd"]))
            assert (refused.status_code, code(refused)) == (403, "auth.factor_not_shown")
            assert code(ask(bureau, issuer.token(sub, acr=["mfa"], amr="mfa"))) == "auth.factor_not_shown"
            assert ask(bureau, issuer.token(sub, amr=["pwd", "mfa"])).status_code == 200
            assert ask(bureau, issuer.token(sub, acr="https://refeds.org/profile/mfa")).status_code == 200
    finally:
        desk.close()


def test_unknown_keys_do_not_make_us_ask_the_issuer_again_and_again(
    bureau: Bureau, issuer: Provider, officer: str
) -> None:
    assert ask(bureau, issuer.token(f"sub-{bureau.code}")).status_code == 200
    before = issuer.asked
    stranger = rsa.generate_private_key(65537, 2048)
    for number in range(20):
        assert ask(bureau, issuer.token("x", kid=f"unknown-{number}", key=stranger)).status_code == 401
    assert issuer.asked - before <= 1
    assert officer


def test_while_the_issuers_keys_cannot_be_had_the_answer_is_to_come_again(database: Database, issuer: Provider) -> None:
    desk = Desk(database.uri, oidc=issuer.settings(), public_url=HERE)
    issuer.broken = True
    try:
        answer = ask(desk.bureau(), issuer.token("x"))
        assert (answer.status_code, code(answer)) == (503, "auth.issuer_away")
        assert answer.headers["Retry-After"] == "10"
    finally:
        issuer.broken = False
        desk.close()
