"""Security keys (WebAuthn): registered, used at a sign-in and to show who sits there; and what is no answer of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine

from deploy.local.servers import Database
from gateway.accounts.keys import MOST
from gateway.accounts.second_factors import STEP
from gateway.auth.keys import Party
from gateway.rescue import rescue
from shared.clock import now
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code, rules
from tests.gateway.auth.authenticator import HOST, ORIGIN, Authenticator

KEYS, FACTOR, PROOF = "/accounts/me/security-keys", "/accounts/me/second-factor", "/sessions/current/proof"
SECOND = "/sessions/second-factor"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def tls(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    """A gateway whose pages are on HTTPS."""
    made = Desk(database.uri, public_url=ORIGIN)
    yield made
    made.close()


@pytest.fixture
def clock() -> Iterator[Any]:
    """The middle of a step, standing still until it is moved."""
    with time_machine.travel(int(now().timestamp()) // STEP * STEP + STEP / 2, tick=False) as made:
        yield made


@pytest.fixture
def person(clock: Any, tls: Desk) -> Person:
    """Somebody with an authenticator, signed in, who has just shown who they are."""
    return enrolled(clock, tls.bureau())


def enrolled(clock: Any, bureau: Bureau, login: str = "wangfang") -> Person:
    made = bureau.outsider(login)
    secret = made("POST", FACTOR, {"password": PASSWORD}).get_json()["secret"]
    answer = made("POST", f"{FACTOR}/confirmation", {"code": pyotp.TOTP(secret).at(now())})
    assert answer.status_code == 200, answer.text
    clock.shift(STEP)
    return made


def options(person: Person, path: str, body: Json | None = None) -> Json:
    answer = person("POST", path, body if body is not None else {})
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()["options"]
    return found


def register(person: Person, key: Authenticator, name: str = "蓝色的", **changed: Any) -> Any:
    return person("POST", KEYS, {"name": name, "credential": key.create(options(person, f"{KEYS}/options"), **changed)})


def registered(person: Person) -> Authenticator:
    key = Authenticator()
    answer = register(person, key)
    assert answer.status_code == 201, answer.text
    return key


def half(person: Person, login: str = "wangfang") -> str:
    refused = person.try_sign_in(login)
    assert code(refused) == "auth.code_needed"
    found: str = refused.get_json()["params"]["challenge"]
    return found


def asked(person: Person, challenge: str) -> Json:
    return options(stranger(person), f"{SECOND}/options", {"challenge": challenge})


def stranger(person: Person) -> Person:
    return Person(person.desk, person.bureau, address=person.address)


def second(person: Person, challenge: str, credential: Json) -> Any:
    return stranger(person)("POST", SECOND, {"challenge": challenge, "credential": credential})


def heard(person: Person) -> list[str]:
    """What others hear of the account's keys, in its order."""
    rows = person.desk.db["outbox"].find().sort("seq", 1)
    names = [row["type"].split(".")[2] for row in rows if person.account.encode() in bytes(row["body"])]
    return [name for name in names if name.startswith("SecurityKey")]


def test_one_signs_in_by_a_key_in_place_of_a_code(person: Person) -> None:
    key, challenge = registered(person), half(person)
    told = asked(person, challenge)
    assert (told["rpId"], told["userVerification"], told["timeout"]) == (HOST, "required", 300_000)
    answer = second(person, challenge, key.get(told))
    assert answer.status_code == 201, answer.text
    person.keep(answer)
    listed = person("GET", KEYS).get_json()["items"]
    assert [(each["name"], each["copied_at"]) for each in listed] == [("蓝色的", None)] and listed[0]["used_at"]


def test_one_shows_by_a_key_who_sits_there(person: Person, clock: Any) -> None:
    key = registered(person)
    clock.shift(timedelta(minutes=6))
    person.keep(person("POST", "/sessions/refresh", {"refresh_token": person.refresh}))
    assert code(person("POST", f"{KEYS}/options", {})) == "auth.prove_by_code", "that was too long ago"
    credential = key.get(options(person, f"{PROOF}/options"))
    assert person("POST", PROOF, {"credential": credential}).status_code == 200
    assert rules(person("POST", PROOF, {"credential": credential})) == {"/credential": "accounts.key_wrong"}, "once"
    assert person("POST", f"{KEYS}/options", {}).status_code == 200
    listed = person("GET", KEYS).get_json()["items"]
    assert person("POST", f"{KEYS}/{listed[0]['id']}/removal", {}).get_json()["items"] == []
    assert heard(person) == ["SecurityKeyAdded", "SecurityKeyRemoved"]
    assert code(person("POST", f"{PROOF}/options", {})) == "accounts.keys_none"


@pytest.mark.parametrize(
    "changed", [{"origin": "https://evil.example"}, {"origin": f"http://{HOST}"}, {"host": "evil.example"}]
)
def test_what_was_registered_for_another_page_is_none(person: Person, changed: Json) -> None:
    assert rules(register(person, Authenticator(), **changed)) == {"/credential": "accounts.key_wrong"}
    assert person("GET", KEYS).get_json()["items"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://evil.example"}, {"origin": f"{ORIGIN}:8443"}, {"host": "evil.example"},
        {"tampered": True},
    ],
)  # fmt: skip
def test_what_was_signed_for_another_page_or_altered_is_refused(person: Person, changed: Json) -> None:
    key, challenge = registered(person), half(person)
    told = asked(person, challenge)
    assert code(second(person, challenge, key.get(told, **changed))) == "auth.key_wrong"
    assert second(person, challenge, key.get(told)).status_code == 201, "the key is as good as before"


def test_a_request_cannot_name_another_host(person: Person) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    told = person("POST", f"{KEYS}/options", {}, headers).get_json()["options"]
    assert told["rp"]["id"] == HOST


def test_who_is_not_verified_by_the_key_is_refused(person: Person) -> None:
    careless = Authenticator(verified=False)
    assert rules(register(person, careless)) == {"/credential": "accounts.key_wrong"}
    key, challenge = registered(person), half(person)
    key.verified = False
    assert code(second(person, challenge, key.get(asked(person, challenge)))) == "auth.key_wrong"


def test_an_answer_serves_once_and_in_time(person: Person, clock: Any) -> None:
    key, first = registered(person), half(person)
    credential = key.get(asked(person, first))
    assert code(second(person, half(person), credential)) == "auth.key_wrong", "another sign-in's"
    assert second(person, first, credential).status_code == 201
    assert code(second(person, first, credential)) == "auth.challenge_over"
    late = half(person)
    credential = key.get(asked(person, late))
    clock.shift(timedelta(minutes=5))
    assert code(second(person, late, credential)) == "auth.challenge_over"


def test_a_registration_serves_once_in_time_and_in_its_session(person: Person, clock: Any) -> None:
    elsewhere = again(person)
    credential = Authenticator().create(options(person, f"{KEYS}/options"))
    body = {"name": "蓝色的", "credential": credential}
    assert rules(elsewhere("POST", KEYS, body)) == {"/credential": "accounts.key_over"}
    assert person("POST", KEYS, body).status_code == 201
    assert rules(person("POST", KEYS, body)) == {"/credential": "accounts.key_over"}
    late = Authenticator().create(options(person, f"{KEYS}/options"))
    clock.shift(timedelta(minutes=5))
    assert rules(person("POST", KEYS, {**body, "credential": late})) == {"/credential": "accounts.key_over"}


def again(person: Person) -> Person:
    """The same in another session."""
    key, challenge, other = registered(person), half(person), stranger(person)
    other.keep(second(person, challenge, key.get(asked(person, challenge))))
    return other


def test_the_key_of_another_account_is_none(person: Person, clock: Any) -> None:
    other = enrolled(clock, Bureau(person.desk, person.bureau), "chenlu")
    theirs = registered(other)
    registered(person)
    challenge = half(person)
    assert code(second(person, challenge, theirs.get(asked(person, challenge)))) == "auth.key_wrong"
    assert code(register(person, theirs)) == "accounts.key_taken"
    listed = other("GET", KEYS).get_json()["items"]
    assert code(person("POST", f"{KEYS}/{listed[0]['id']}/removal", {})) == "accounts.key_unknown"


def test_a_key_whose_count_goes_back_is_taken_for_copied(person: Person) -> None:
    key, challenge = registered(person), half(person)
    assert second(person, challenge, key.get(asked(person, challenge), counting=7)).status_code == 201
    challenge = half(person)
    told = asked(person, challenge)
    assert rules(second(person, challenge, key.get(told, counting=-3))) == {"/credential": "accounts.key_copied"}
    assert code(second(person, challenge, key.get(told, counting=30))) == "auth.key_wrong", "it serves no more"
    assert person("GET", KEYS).get_json()["items"][0]["copied_at"]
    assert heard(person) == ["SecurityKeyAdded", "SecurityKeyCopied"], "and the person is"


def test_a_key_without_a_count_serves(person: Person) -> None:
    key = registered(person)
    for _ in range(2):
        challenge = half(person)
        assert second(person, challenge, key.get(asked(person, challenge), counting=0)).status_code == 201


def test_ten_keys_at_most(person: Person) -> None:
    for _ in range(MOST):
        registered(person)
    assert code(person("POST", f"{KEYS}/options", {})) == "accounts.keys_most"


def test_wrong_answers_lock_the_name_like_wrong_codes(person: Person) -> None:
    registered(person)
    challenge, wrong = half(person), Authenticator()
    told = asked(person, challenge)
    assert [code(second(person, challenge, wrong.get(told))) for _ in range(5)] == ["auth.key_wrong"] * 5
    assert code(person.try_sign_in("wangfang")) == "auth.locked"


@pytest.mark.parametrize(
    "credential", [{}, {"id": 7}, {"id": "é"}, {"id": "q8", "rawId": "q8", "type": "public-key", "response": {}}]
)
def test_what_is_no_answer_at_all_is_refused(person: Person, credential: Json) -> None:
    registered(person)
    challenge = half(person)
    asked(person, challenge)
    assert code(second(person, challenge, credential)) == "auth.key_wrong"
    options(person, f"{KEYS}/options")
    assert rules(person("POST", KEYS, {"name": "x", "credential": credential})) == {"/credential": "accounts.key_wrong"}


def test_keys_go_with_the_second_factor(person: Person) -> None:
    key = registered(person)
    rescue(person.desk.db, person.bureau, "wangfang")
    assert person.desk.db["security_keys"].count_documents({"account": person.account}) == 0
    person.sign_in("wangfang")
    assert code(person("POST", f"{KEYS}/options", {})) == "accounts.second_factor_off"
    assert key.count == 0


def test_without_https_there_are_none(clock: Any, bureau: Bureau) -> None:
    person = enrolled(clock, bureau)
    assert person("GET", FACTOR).get_json()["security_keys"] is False
    assert code(person("POST", f"{KEYS}/options", {})) == "accounts.keys_off"


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://jingmei.example.gov.cn", Party(HOST, ORIGIN)),
        ("https://jingmei.example.gov.cn:443/a", Party(HOST, ORIGIN)),
        ("https://Jingmei.example.gov.cn:8443", Party(HOST, f"{ORIGIN}:8443")),
        ("http://localhost:8080", Party("localhost", "http://localhost:8080")),
        ("http://jingmei.example.gov.cn", None), ("https://10.0.0.8", None), ("https://[::1]", None), ("", None),
    ],
)  # fmt: skip
def test_where_browsers_have_keys(url: str, party: Party | None) -> None:
    assert Party.at(url) == party
