"""Signing in and out: locks, rates, refresh tokens, access tokens that are forged or too old."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import argon2
import jwt
import orjson
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt as jose
from joserfc.jwk import OctKey, OKPKey
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.accounts import passwords
from gateway.auth.rates import place
from gateway.auth.tokens import ALGORITHM
from gateway.errors import ServiceUnavailable
from shared.clock import now
from shared.errors import Invalid
from shared.ids import new_id
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code, rules
from tests.support.waiting import HOPE, until


def later(**span: float) -> Any:
    """The clock, this much further on."""
    return time_machine.travel(now() + timedelta(**span), tick=True)


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_sign_in_tells_who_one_is(bureau: Bureau) -> None:
    tokens = bureau.officer("lijing", "liaison", "leader").sign_in("LiJing")
    assert (tokens["token_type"], tokens["expires_in"], tokens["roles"]) == ("Bearer", 900, ["leader", "liaison"])
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 900
    assert (claims["iss"], claims["sub"], claims["bureau"]) == ("jingmei", tokens["account"], bureau.code)
    assert (claims["sid"], claims["name"], claims["roles"]) == (tokens["session"], "李静", ["leader", "liaison"])
    assert claims["jti"]


def test_others_can_check_our_tokens_with_the_published_key(bureau: Bureau) -> None:
    keys = bureau.person()("GET", "/.well-known/jwks.json").get_json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "crv", "x", "kid", "use", "alg"}]
    token = jose.decode(bureau.admin.token, OKPKey.import_key(keys[0]), algorithms=[ALGORITHM])
    assert token.header["kid"] == keys[0]["kid"]
    assert token.claims["sub"] == bureau.admin.account


def test_an_unknown_name_is_answered_like_a_wrong_password(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    wrong, unknown = person.try_sign_in("wangfang", OTHER), person.try_sign_in("nobody", OTHER)
    assert (wrong.status_code, code(wrong)) == (unknown.status_code, code(unknown)) == (401, "auth.sign_in_failed")
    assert wrong.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("login", ["wangfang", "nobody"])
def test_five_failures_lock_for_longer_each_time(bureau: Bureau, login: str) -> None:
    person = bureau.outsider("wangfang")
    for _ in range(5):
        assert person.try_sign_in(login, OTHER).status_code == 401
    locked = person.try_sign_in(login)
    assert (locked.status_code, code(locked)) == (429, "auth.locked")
    assert 890 <= int(locked.headers["Retry-After"]) <= 901
    with later(minutes=15.1):
        for _ in range(5):
            assert person.try_sign_in(login, OTHER).status_code == 401
        assert 1790 <= int(person.try_sign_in(login).headers["Retry-After"]) <= 1801
    with later(minutes=46):
        assert person.try_sign_in(login).status_code == (201 if login == "wangfang" else 401)


def test_a_hundred_tries_at_once_get_no_further_than_five(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: person.try_sign_in("wangfang", OTHER), range(100)))
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(401) == 5
    assert statuses.count(429) == 95


def test_right_passwords_at_once_lock_nobody_out(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: person.try_sign_in("wangfang"), range(20)))
    told = {(answer.status_code, code(answer) if answer.status_code != 201 else "") for answer in answers}
    assert {(201, "")} <= told <= {(201, ""), (429, "auth.trying")}
    assert {answer.headers["Retry-After"] for answer in answers if answer.status_code == 429} <= {"1"}
    assert person.try_sign_in("wangfang").status_code == 201


def test_a_right_password_among_wrong_ones_is_let_in(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    person, matches = bureau.outsider("wangfang"), passwords.matches
    others, looked_at = threading.Event(), list[str]()

    def slowly(stored: str | None, password: str) -> bool:
        if password == OTHER:
            looked_at.append(password)
            others.wait(HOPE)
        return matches(stored, password)

    monkeypatch.setattr(passwords, "matches", slowly)
    with ThreadPoolExecutor(4) as pool:
        wrong = [pool.submit(person.try_sign_in, "wangfang", OTHER) for _ in range(4)]
        until("four to be looked at", lambda: len(looked_at) == 4)
        assert person.try_sign_in("wangfang").status_code == 201
        others.set()
    assert [each.result().status_code for each in wrong] == [401] * 4
    # They came after it, as far as anybody can tell: one more locks.
    assert person.try_sign_in("wangfang", OTHER).status_code == 401
    assert code(person.try_sign_in("wangfang")) == "auth.locked"


def test_tries_that_nobody_judged_are_no_failures(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    person, matches = bureau.outsider("wangfang"), passwords.matches

    def busy(stored: str | None, password: str) -> bool:
        raise ServiceUnavailable("accounts.busy", retry_after=3)

    for password in [PASSWORD, OTHER] * 5:
        monkeypatch.setattr(passwords, "matches", busy)
        assert code(person.try_sign_in("wangfang", password)) == "accounts.busy"
    monkeypatch.setattr(passwords, "matches", matches)
    assert person.try_sign_in("wangfang").status_code == 201


def test_tries_whose_gateway_died_keep_their_places_for_a_moment(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, matches = bureau.outsider("wangfang"), passwords.matches

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    def killed(stored: str | None, password: str) -> bool:
        raise Killed

    monkeypatch.setattr(passwords, "matches", killed)
    for _ in range(5):
        with pytest.raises(Killed):
            person.try_sign_in("wangfang", OTHER)
    monkeypatch.setattr(passwords, "matches", matches)
    refused = person.try_sign_in("wangfang")
    assert (refused.status_code, code(refused)) == (429, "auth.trying")
    with later(seconds=31):
        assert person.try_sign_in("wangfang").status_code == 201


def test_a_success_or_a_reset_forgets_the_failures(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    for password in [OTHER] * 4 + [PASSWORD] + [OTHER] * 4 + [PASSWORD]:
        assert person.try_sign_in("wangfang", password).status_code == (201 if password == PASSWORD else 401)
    for _ in range(5):
        person.try_sign_in("wangfang", OTHER)
    reset = bureau.admin("POST", f"/accounts/{person.account}/password-reset").get_json()
    assert person.try_sign_in("wangfang", reset["temporary_password"]).status_code == 201


def test_guessing_the_present_password_of_a_session_locks_too(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    for _ in range(5):
        answer = person("PUT", "/accounts/me/password", {"current": OTHER, "new": "something else 1"})
        assert rules(answer) == {"/current": "accounts.password_wrong"}
    assert code(person("PUT", "/accounts/me/password", {"current": PASSWORD, "new": OTHER})) == "auth.locked"


def test_a_signature_takes_the_password_and_guessing_it_locks_like_signing_in(desk: Desk, bureau: Bureau) -> None:
    leader = bureau.officer("qianju", "leader")

    def sign(**body: str) -> TestResponse:
        return leader("POST", "/periods/2026-Q3/finalisation", body)

    desk.db["sessions"].update_many({"account": leader.account}, {"$set": {"proved_at": now() - timedelta(minutes=5)}})
    assert code(sign()) == "auth.prove_by_password"
    assert sign(password=PASSWORD).status_code == 503, "passed on to a service, which is not there"
    for _ in range(5):
        assert rules(sign(password=OTHER)) == {"/password": "accounts.password_not_yours"}
    assert code(sign(password=PASSWORD)) == "auth.locked"
    assert bureau.person().try_sign_in("qianju").status_code == 201, "who sits at a screen locks nobody out elsewhere"
    wanted = {"login": "new", "name": "新人"}
    made = bureau.admin("POST", "/accounts", wanted).get_json()
    with pytest.raises(Invalid) as refused:
        desk.runtime.people.confirm(bureau.code, made["id"], made["temporary_password"])
    assert refused.value.problems[0].rule == "accounts.password_temporary"


def test_a_refresh_gives_new_tokens_with_the_roles_of_now(bureau: Bureau) -> None:
    officer = bureau.officer("lijing", "liaison")
    bureau.give(officer.account, "leader")
    with later(minutes=16):
        assert code(officer("GET", "/accounts/me")) == "auth.token_invalid"
        first = officer.refresh
        tokens = officer.keep(officer("POST", "/sessions/refresh", {"refresh_token": first}))
        assert tokens["refresh_token"] != first
        assert tokens["roles"] == ["leader"]
        assert officer("GET", "/accounts/me").status_code == 200


def test_a_used_refresh_token_that_comes_again_ends_the_session(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    stolen = person.refresh
    person.keep(person("POST", "/sessions/refresh", {"refresh_token": stolen}))
    reused = person("POST", "/sessions/refresh", {"refresh_token": stolen})
    assert (reused.status_code, code(reused)) == (401, "auth.refresh_reused")
    assert code(person("POST", "/sessions/refresh", {"refresh_token": person.refresh})) == "auth.refresh_invalid"
    assert code(person("DELETE", "/sessions/none")) == "auth.signed_out"


def test_of_two_refreshes_at_once_one_wins_and_the_session_ends(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    body = {"refresh_token": person.refresh}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: person("POST", "/sessions/refresh", body), range(8)))
    assert [answer.status_code for answer in answers].count(200) == 1
    assert code(person("DELETE", "/sessions/none")) == "auth.signed_out"


def test_a_lost_answer_to_a_refresh_is_had_again_with_its_key(bureau: Bureau) -> None:
    person, key = bureau.outsider("wangfang"), {"Idempotency-Key": new_id()}
    body = {"refresh_token": person.refresh}
    first = person("POST", "/sessions/refresh", body, key)
    again = person("POST", "/sessions/refresh", body, key)
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_token_that_was_used_is_not_told_what_came_after_for_longer_than_a_moment(bureau: Bureau) -> None:
    """What the pages do with a cookie: its key is always the same for a token. A copy of one must not go on with it."""
    person, key = bureau.outsider("wangfang"), {"Idempotency-Key": new_id()}
    body = {"refresh_token": person.refresh}
    person.keep(person("POST", "/sessions/refresh", body, key))
    with later(seconds=61):
        copied = bureau.person()("POST", "/sessions/refresh", body, key)
        assert (copied.status_code, code(copied)) == (401, "auth.refresh_reused")
        assert person("GET", "/sessions").status_code == 401, "and it ends for both"


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c", "330100..", "." * 150, "{bureau}.{session}.guess"])
def test_a_refresh_token_that_is_none_is_refused_and_ends_nothing(bureau: Bureau, token: str) -> None:
    person = bureau.outsider("wangfang")
    session = person("GET", "/sessions").get_json()["items"][0]["id"]
    answer = person("POST", "/sessions/refresh", {"refresh_token": token.format(bureau=bureau.code, session=session)})
    assert (answer.status_code, code(answer)) == (401, "auth.refresh_invalid")
    assert person("DELETE", "/sessions/none").status_code == 404  # still signed in


def test_a_session_that_is_not_refreshed_ends(bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    with later(days=15):
        assert code(person("POST", "/sessions/refresh", {"refresh_token": person.refresh})) == "auth.refresh_invalid"


def test_one_sees_and_ends_ones_own_sessions(bureau: Bureau) -> None:
    here, there = bureau.outsider("wangfang"), bureau.person()
    there.sign_in("wangfang")
    items = here("GET", "/sessions", headers={"User-Agent": "test"}).get_json()["items"]
    assert {item["remote"] for item in items if item["current"]} == {here.address}
    assert len(items) == 2
    (other,) = [item["id"] for item in items if not item["current"]]
    stranger = bureau.outsider("stranger")
    assert code(stranger("DELETE", f"/sessions/{other}")) == "auth.session_unknown"
    assert here("DELETE", f"/sessions/{other}").get_json() == {"ended": 1}
    assert code(there("DELETE", "/sessions/none")) == "auth.signed_out"
    assert here("DELETE", "/sessions/current").get_json() == {"ended": 1, "end_session": ""}
    assert code(here("DELETE", "/sessions/none")) == "auth.signed_out"


def test_signing_out_everywhere_ends_every_session(bureau: Bureau) -> None:
    here, there = bureau.outsider("wangfang"), bureau.person()
    there.sign_in("wangfang")
    assert here("DELETE", "/sessions").get_json() == {"ended": 2}
    for person in (here, there):
        assert code(person("DELETE", "/sessions/none")) == "auth.signed_out"
        assert code(person("POST", "/sessions/refresh", {"refresh_token": person.refresh})) == "auth.refresh_invalid"


def forged(bureau: Bureau) -> Iterator[str]:
    """Access tokens that are not to be believed."""
    header, body, signature = bureau.admin.token.split(".")
    claims = orjson.loads(base64.urlsafe_b64decode(body + "=="))
    for change in ({"sub": "x"}, {"exp": claims["exp"] + 1000}, {"roles": ["leader"]}, {"bureau": "110000"}):
        yield f"{header}.{unpadded(orjson.dumps({**claims, **change}))}.{signature}"
    none = unpadded(orjson.dumps({"alg": "none", "typ": "JWT"}))
    yield f"{none}.{body}."
    yield f"{none}.{body}.{signature}"
    stranger = OKPKey.generate_key("Ed25519")
    yield jose.encode({"alg": ALGORITHM}, claims, stranger, algorithms=[ALGORITHM])
    # The public key as if it were a shared secret.
    public = bureau.person()("GET", "/.well-known/jwks.json").get_json()["keys"][0]["x"]
    secret = OctKey.import_key(base64.urlsafe_b64decode(public + "=="))
    yield jose.encode({"alg": "HS256"}, claims, secret, algorithms=["HS256"])
    yield "a.b.c"
    yield "x" * 5000
    yield header


def test_forged_tokens_are_refused(bureau: Bureau) -> None:
    for token in forged(bureau):
        answer = bureau.person()("GET", "/accounts/me", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, code(answer)) == (401, "auth.token_invalid"), token
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_our_own_key_alone_is_not_enough(bureau: Bureau) -> None:
    """Another issuer, another audience, no session, too old: all signed with the real key."""
    body = bureau.admin.token.split(".")[1]
    claims = orjson.loads(base64.urlsafe_b64decode(body + "=="))
    seed = bytes(range(32))
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": unpadded(seed), "x": unpadded(public)})
    changes: list[dict[str, Any]] = [
        {"iss": "else"}, {"aud": "else"}, {"aud": None}, {"sid": None}, {"exp": claims["iat"] - 1}, {"exp": None},
        {"sid": new_id()},
    ]  # fmt: skip
    for change in changes:
        told = {name: value for name, value in {**claims, **change}.items() if value is not None}
        token = jose.encode({"alg": ALGORITHM}, told, key, algorithms=[ALGORITHM])
        answer = bureau.person()("GET", "/accounts/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, change
        assert code(answer) in {"auth.token_invalid", "auth.signed_out"}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "token"])
def test_without_a_token_one_is_asked_to_sign_in(bureau: Bureau, header: str) -> None:
    answer = bureau.person()("GET", "/accounts/me", headers={"Authorization": header})
    assert (answer.status_code, code(answer)) == (401, "auth.token_missing")


def test_a_hash_of_older_parameters_is_renewed_at_a_sign_in(bureau: Bureau, desk: Desk) -> None:
    person = bureau.outsider("wangfang")
    old = argon2.PasswordHasher(time_cost=2, memory_cost=512, parallelism=1).hash(PASSWORD)
    desk.db["accounts"].update_one({"_id": person.account}, {"$set": {"password": old}})
    person.sign_in("wangfang")
    kept = desk.db["accounts"].find_one({"_id": person.account})["password"]
    assert kept != old
    assert not passwords.outdated(kept)
    assert person.try_sign_in("wangfang").status_code == 201


def test_secrets_are_stored_as_hashes_alone(bureau: Bureau, desk: Desk) -> None:
    person = bureau.outsider("wangfang")
    secret = person.refresh.rpartition(".")[2]
    rows = [*desk.db["sessions"].find({"bureau": bureau.code}), *desk.db["accounts"].find({"bureau": bureau.code})]
    assert rows
    assert secret not in str(rows)
    assert PASSWORD not in str(rows)


def test_a_busy_address_is_slowed_down(database: Database) -> None:
    desk = Desk(database.uri, sign_in_rate="3/minute", sign_up_rate="2/hour")
    try:
        code_ = desk.bureau().code
        person = Person(desk, code_)
        assert [person.try_sign_in(f"nobody{n}").status_code for n in range(4)] == [401, 401, 401, 429]
        slowed = person.try_sign_in("chief")
        assert code(slowed) == "http.rate_limited"
        assert 1 <= int(slowed.headers["Retry-After"]) <= 61
        assert Person(desk, code_).try_sign_in("chief").status_code == 201
        # One name from many addresses is not: anybody could keep its owner out. Wrong passwords lock it by and by.
        many = [Person(desk, code_).try_sign_in("chief").status_code for _ in range(4)]
        assert many == [201] * 4
    finally:
        desk.close()


def test_an_ipv6_customer_is_one_place() -> None:
    assert place("2001:db8::1") == place("2001:db8::ffff:1") == "2001:db8::/64"
    assert place("10.0.0.1") == "10.0.0.1"
    assert place("") == "unknown"
