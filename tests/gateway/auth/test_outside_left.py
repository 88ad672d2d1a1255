"""Who signs out here may sign out at the provider; who signs out there is signed out here."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.test import TestResponse

from tests.gateway.accounts.desk import Bureau, Person, code
from tests.gateway.auth.linking import HERE, SESSION, enter, link
from tests.gateway.auth.provided import as_usual, desk, inside, officer, provider
from tests.support.provider import CLIENT, Provider

__all__ = ["as_usual", "desk", "officer", "provider"]


def logout(bureau: Bureau, token: str, **options: Any) -> TestResponse:
    """What the provider tells, as it tells it."""
    told = {"data": urlencode({"logout_token": token}), "content_type": "application/x-www-form-urlencoded"}
    return bureau.person()("POST", f"{SESSION}/logout", **{**told, **options})


def test_who_signs_out_here_is_told_where_to_sign_out_there(
    bureau: Bureau, provider: Provider, officer: Person
) -> None:
    link(provider, officer, f"sub-{bureau.code}")
    came = bureau.person()
    came.keep(enter(provider, came, f"sub-{bureau.code}"))
    left = came("DELETE", "/sessions/current").get_json()
    split = urlsplit(left["end_session"])
    assert f"{split.scheme}://{split.netloc}{split.path}" == f"{provider.url}/end_session"
    assert parse_qs(split.query) == {"client_id": [CLIENT], "post_logout_redirect_uri": [f"{HERE}/sign-in"]}
    assert left["ended"] == 1 and not inside(came)
    assert officer("DELETE", "/sessions/current").get_json() == {"ended": 1, "end_session": ""}


def test_who_signs_out_there_is_signed_out_here(bureau: Bureau, provider: Provider, officer: Person) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    people = [bureau.person() for _ in range(3)]
    for person, sid in zip(people, ("a", "b", None), strict=True):
        provider.said = {"sid": sid}
        person.keep(enter(provider, person, sub))

    def there() -> list[bool]:
        return [inside(person) for person in people]

    assert logout(bureau, provider.logout_token("somebody else")).get_json() == {"ended": 0}
    assert logout(bureau, provider.logout_token(None, sid="b")).get_json() == {"ended": 1}
    assert there() == [True, False, True]
    # Of the third nobody knows which session there it came from.
    assert logout(bureau, provider.logout_token(sub, sid="z")).get_json() == {"ended": 1}
    assert there() == [True, False, False]
    token = provider.logout_token(sub)
    assert logout(bureau, token).get_json() == {"ended": 1}
    assert there() == [False, False, False]
    assert inside(officer), "who came in by the password stays"
    provider.said = {}
    people[0].keep(enter(provider, people[0], sub))
    assert code(logout(bureau, token)) == "auth.logout_token", "heard already"
    assert there() == [True, False, False]


def test_nobody_else_signs_anybody_out(bureau: Bureau, provider: Provider, officer: Person) -> None:
    sub, moment = f"sub-{bureau.code}", int(time.time())
    link(provider, officer, sub)
    came = bureau.person()
    came.keep(enter(provider, came, sub))
    bad = [
        "",
        "nonsense",
        provider.token(sub),
        provider.token(sub, aud=CLIENT, typ="JWT"),
        provider.token(sub, aud=CLIENT, typ="JWT", nonce="n"),
        provider.logout_token(sub, nonce="n"),
        provider.logout_token(sub, events={}),
        provider.logout_token(sub, events=[]),
        provider.logout_token(sub, typ="at+jwt"),
        provider.logout_token(sub, aud="another client"),
        provider.logout_token(sub, iss="https://else.example"),
        provider.logout_token(sub, jti=None),
        provider.logout_token(sub, exp=moment - 600),
        provider.logout_token(sub, iat=moment - 600),
        provider.logout_token(None),
        provider.logout_token(sub, sid=7),
        provider.logout_token(sub, key=rsa.generate_private_key(65537, 2048)),
        provider.logout_token(sub, key="a shared secret of thirty-two characters", algorithm="HS256"),
    ]
    for place, token in enumerate(bad):
        refused = logout(bureau, token)
        assert (refused.status_code, code(refused)) == (400, "auth.logout_token"), place
    long = f"logout_token={'x' * 20_000}"
    assert logout(bureau, "", data=long).status_code == 400
    as_json = bureau.person()("POST", f"{SESSION}/logout", {"logout_token": provider.logout_token(sub)})
    assert as_json.status_code == 415
    assert inside(came)
