"""A second factor: enrolling, the two steps of signing in, codes that serve once, recovery codes, removal, reset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.accounts.second_factors import STEP
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code, rules
from tests.support.trail import trail
from tests.support.waiting import until

FACTOR = "/accounts/me/second-factor"


class Clock:
    """The gateway's, moved to the middle of a step: no test may cross the end of one by chance."""

    def __init__(self) -> None:
        begin = int(now().timestamp()) // STEP * STEP + STEP / 2
        self._travel = time_machine.travel(begin, tick=False)
        self._move = self._travel.start()

    def on(self, **span: float) -> None:
        """This much later."""
        self._move.move_to(now() + timedelta(**span))

    def stop(self) -> None:
        self._travel.stop()


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    yield made
    made.stop()


@pytest.fixture
def person(clock: Clock, bureau: Bureau) -> Person:
    """Somebody of an outlet without a second factor."""
    return bureau.outsider("wangfang")


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(now(), counter_offset=steps)


def begin(person: Person) -> str:
    answer = person("POST", FACTOR, {"password": PASSWORD})
    assert answer.status_code == 201, answer.text
    told: str = answer.get_json()["secret"]
    return told


def enrol(person: Person, clock: Clock) -> tuple[str, list[str]]:
    """Secret and recovery codes; the next code is fresh."""
    secret = begin(person)
    answer = person("POST", f"{FACTOR}/confirmation", {"code": code_of(secret)})
    assert answer.status_code == 200, answer.text
    clock.on(seconds=STEP)
    return secret, answer.get_json()["codes"]


def challenge(person: Person, login: str = "wangfang", password: str = PASSWORD) -> str:
    refused = person.try_sign_in(login, password)
    assert (refused.status_code, code(refused)) == (401, "auth.code_needed")
    told: str = refused.get_json()["params"]["challenge"]
    return told


def answer(person: Person, given: str, code: str, **headers: str) -> TestResponse:
    nobody = Person(person.desk, person.bureau, address=person.address)
    return nobody("POST", "/sessions/second-factor", {"challenge": given, "code": code}, headers)


def standing(person: Person) -> dict[str, Any]:
    told: dict[str, Any] = person("GET", FACTOR).get_json()
    return told


def test_it_counts_once_a_first_code_has_confirmed_it(bureau: Bureau, clock: Clock, person: Person) -> None:
    told = person("POST", FACTOR, {"password": PASSWORD}).get_json()
    assert told["address"].startswith("otpauth://totp/Jingmei:wangfang%40") and told["secret"] in told["address"]
    assert re.match(r"<svg\b", told["qr"]) and "script" not in told["qr"]
    stored = bureau.desk.db["second_factors"].find_one({"_id": person.account})
    assert told["secret"] not in str(stored), "sealed"
    assert person.try_sign_in("wangfang").status_code == 201, "not yet"
    assert rules(person("POST", f"{FACTOR}/confirmation", {"code": "000000"})) == {"/code": "accounts.code_wrong"}
    other = bureau.person()
    other.sign_in("wangfang")
    codes = person("POST", f"{FACTOR}/confirmation", {"code": code_of(told["secret"])}).get_json()["codes"]
    assert len(set(codes)) == 10 and all(re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", each) for each in codes)
    assert not any(each in str(bureau.desk.db["second_factors"].find_one({"_id": person.account})) for each in codes)
    assert standing(person) == {
        "enabled": True, "since": standing(person)["since"], "recovery_codes": 10,
        "security_keys": False, "required": False,
    }  # fmt: skip
    assert code(other("POST", FACTOR, {"password": PASSWORD})) == "auth.signed_out", "it came in without"
    assert code(person("POST", FACTOR, {"password": PASSWORD})) == "accounts.second_factor_on"
    assert person("GET", "/accounts/me").get_json()["second_factor"]


def test_a_secret_that_nobody_confirmed_is_over_and_another_takes_its_place(clock: Clock, person: Person) -> None:
    first, second = begin(person), begin(person)
    assert rules(person("POST", f"{FACTOR}/confirmation", {"code": code_of(first)})) == {"/code": "accounts.code_wrong"}
    clock.on(minutes=14)
    late = code_of(second)
    clock.on(minutes=2)
    person.sign_in("wangfang")
    assert rules(person("POST", f"{FACTOR}/confirmation", {"code": late})) == {"/code": "accounts.code_wrong"}
    assert rules(person("POST", f"{FACTOR}/confirmation", {"code": code_of(second)})) == {
        "/code": "accounts.code_wrong"
    }
    assert rules(person("POST", FACTOR, {"password": OTHER})) == {"/password": "accounts.password_not_yours"}


def test_a_sign_in_takes_both_and_a_code_serves_once(clock: Clock, person: Person) -> None:
    secret, _ = enrol(person, clock)
    given = challenge(person)
    opened = answer(person, given, f" {code_of(secret)[:3]} {code_of(secret)[3:]} ")
    assert opened.status_code == 201, opened.text
    Person(person.desk, person.bureau).keep(opened)
    assert code(answer(person, given, code_of(secret, 1))) == "auth.challenge_over", "used"
    again = challenge(person)
    assert code(answer(person, again, code_of(secret))) == "auth.code_wrong", "seen over a shoulder"
    assert code(answer(person, again, code_of(secret, -1))) == "auth.code_wrong", "none from before it either"
    clock.on(seconds=STEP)
    assert answer(person, again, code_of(secret)).status_code == 201


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(clock: Clock, person: Person, steps: int, good: bool) -> None:
    secret, _ = enrol(person, clock)
    clock.on(seconds=3 * STEP)
    told = answer(person, challenge(person), code_of(secret, steps))
    assert told.status_code == (201 if good else 401), told.text


def test_a_recovery_code_serves_once_in_any_spelling(clock: Clock, person: Person) -> None:
    secret, codes = enrol(person, clock)
    spelt = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    person.keep(answer(person, challenge(person), spelt))
    assert standing(person)["recovery_codes"] == 9
    assert code(answer(person, challenge(person), codes[0])) == "auth.code_wrong"
    both = {"password": PASSWORD, "code": code_of(secret)}
    fresh = person("POST", f"{FACTOR}/recovery-codes", both).get_json()["codes"]
    assert not set(fresh) & set(codes)
    assert code(answer(person, challenge(person), codes[1])) == "auth.code_wrong", "void"
    assert answer(person, challenge(person), fresh[0]).status_code == 201


def test_a_challenge_is_short_and_bound(bureau: Bureau, clock: Clock, person: Person) -> None:
    secret, codes = enrol(person, clock)
    given = challenge(person)
    for wrong in (given[:-4] + "0000", "x", new_id()):
        assert code(answer(person, wrong, code_of(secret))) == "auth.challenge_over"
    assert code(answer(person, given, codes[0], **{"User-Agent": "another"})) == "auth.challenge_over"
    clock.on(minutes=5, seconds=1)
    assert code(answer(person, given, codes[0])) == "auth.challenge_over"
    given = challenge(person)
    path = f"/accounts/{person.account}"
    assert bureau.admin("POST", f"{path}/password-reset").status_code == 200
    assert code(answer(person, given, codes[0])) == "auth.challenge_over", "the password was reset"


def test_who_knows_the_password_cannot_guess_at_codes_for_ever(clock: Clock, person: Person) -> None:
    _, codes = enrol(person, clock)
    for _ in range(5):
        assert code(answer(person, challenge(person), "000000")) == "auth.code_wrong"
    assert code(person.try_sign_in("wangfang")) == "auth.locked"
    clock.on(minutes=16)
    assert answer(person, challenge(person), codes[0]).status_code == 201


def test_it_goes_with_password_and_code_alone(bureau: Bureau, clock: Clock, person: Person) -> None:
    secret, _ = enrol(person, clock)
    good = {"password": PASSWORD, "code": code_of(secret)}
    assert rules(person("POST", f"{FACTOR}/removal", {**good, "password": OTHER})) == {
        "/password": "accounts.password_not_yours"
    }
    assert rules(person("POST", f"{FACTOR}/removal", {**good, "code": "000000"})) == {"/code": "accounts.code_wrong"}
    assert person("POST", f"{FACTOR}/removal", good).get_json()["enabled"] is False
    assert person.try_sign_in("wangfang").status_code == 201
    assert code(person("POST", f"{FACTOR}/removal", good)) == "accounts.second_factor_off"
    assert told(bureau, person) == ["SecondFactorSet", "SecondFactorRemoved"]


def test_an_administrator_resets_it_for_others_alone(bureau: Bureau, clock: Clock, person: Person) -> None:
    enrol(person, clock)
    reset = f"/accounts/{person.account}/second-factor-reset"
    assert code(bureau.outsider("somebody")("POST", reset)) == "forbidden.role"
    assert bureau.admin("POST", reset).get_json()["second_factor"] is False
    assert code(person("POST", FACTOR, {"password": PASSWORD})) == "auth.signed_out"
    assert person.try_sign_in("wangfang").status_code == 201
    assert code(bureau.admin("POST", reset)) == "accounts.second_factor_off"
    own = f"/accounts/{bureau.admin.account}/second-factor-reset"
    assert code(bureau.admin("POST", own)) == "accounts.second_factor_own"
    assert told(bureau, person) == ["SecondFactorSet", "SecondFactorReset"]
    asked = {"operation": "second_factors.reset", "object": person.account, "status": 200}
    (row,) = until("its result", lambda: trail(bureau.desk.db, **asked))
    assert row["account"] == bureau.admin.account


def told(bureau: Bureau, person: Person) -> list[str]:
    """What others hear of a person's second factor."""
    rows = bureau.desk.db["outbox"].find().sort("seq", 1)
    types = [row["type"].split(".")[2] for row in rows if person.account.encode() in bytes(row["body"])]
    return [each for each in types if each.startswith("SecondFactor")]


@pytest.fixture(scope="module")
def strict(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    """A gateway where administrators must have one."""
    made = Desk(database.uri, second_factor_roles=(Role.ADMIN,))
    yield made
    made.close()


def test_a_role_that_takes_one_does_nothing_before(strict: Desk, clock: Clock) -> None:
    bureau = strict.bureau()
    admin = bureau.admin
    assert admin.sign_in("chief")["must_enrol"]
    assert admin("GET", "/accounts/me").status_code == 200
    assert standing(admin)["required"]
    for method, path in (("GET", "/accounts"), ("POST", "/accounts"), ("GET", "/bulletins"), ("PATCH", "/accounts/me")):
        assert code(admin(method, path, {} if method != "GET" else None)) == "auth.must_enrol", path
    secret, _ = enrol(admin, clock)
    assert admin("GET", "/accounts").status_code == 200
    opened = answer(admin, challenge(admin, "chief"), code_of(secret))
    assert (opened.status_code, opened.get_json()["must_enrol"]) == (201, False)
    officer = bureau.officer("lijing")
    assert not officer.sign_in("lijing")["must_enrol"]
    bureau.give(officer.account, "admin")
    assert officer.sign_in("lijing")["must_enrol"]
    assert code(officer("POST", "/accounts", {})) == "auth.must_enrol"
    clock.on(seconds=STEP)
    both = {"password": PASSWORD, "code": code_of(secret)}
    assert admin("POST", f"{FACTOR}/removal", both).status_code == 200
    assert code(admin("POST", "/accounts", {})) == "auth.must_enrol"
