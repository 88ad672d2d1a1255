"""Who can lock whom out: where the tries come from alone; and what the person is told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from gateway.accounts.devices import family, place
from shared.clock import now
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code
from tests.support.waiting import until

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{version} Safari/537.36"


def stranger(bureau: Bureau, number: int) -> Person:
    """Somebody at an address that is near to nobody's."""
    return Person(bureau.desk, bureau.code, address=f"172.{number}.0.1")


def fail(person: Person, login: str, times: int = 5) -> None:
    for _ in range(times):
        assert code(person.try_sign_in(login, OTHER)) == "auth.sign_in_failed"


def told(desk: Desk, person: Person, *facts: str) -> list[str]:
    """Which of these facts others hear of a person."""
    rows = desk.db["outbox"].find().sort("seq", 1)
    types = [row["type"].split(".")[2] for row in rows if person.account.encode() in bytes(row["body"])]
    return [each for each in types if each in facts]


def test_who_fails_is_locked_out_where_they_are_and_nobody_else(bureau: Bureau) -> None:
    person, other = bureau.outsider("wangfang"), stranger(bureau, 16)
    fail(other, "wangfang")
    assert code(other.try_sign_in("wangfang")) == "auth.locked"
    assert person.try_sign_in("wangfang").status_code == 201
    assert stranger(bureau, 17).try_sign_in("wangfang").status_code == 201


@pytest.mark.parametrize("login", ["wangfang", "nobody"])
def test_who_comes_from_many_addresses_is_stopped_but_not_the_owner(bureau: Bureau, login: str) -> None:
    person = bureau.outsider("wangfang")
    for number in range(10):
        fail(stranger(bureau, 20 + number), login)
    refused = stranger(bureau, 40).try_sign_in(login)
    assert (refused.status_code, code(refused)) == (429, "auth.locked"), "an address that has not tried before"
    if login == "wangfang":
        assert person.try_sign_in("wangfang").status_code == 201, "where the account is known from"
        assert code(stranger(bureau, 40).try_sign_in("wangfang")) == "auth.locked"
    with time_machine.travel(now().timestamp() + 16 * 60, tick=True):
        assert stranger(bureau, 41).try_sign_in(login).status_code == (201 if login == "wangfang" else 401)


def test_a_security_administrator_lifts_a_lock(bureau: Bureau) -> None:
    person, other = bureau.outsider("wangfang"), stranger(bureau, 16)
    for each in (person, other):
        fail(each, "wangfang")
    path = f"/accounts/{person.account}/unlock"
    assert code(person("POST", path)) == code(bureau.admin("POST", path)) == "forbidden.role"
    assert bureau.security("POST", path).status_code == 200
    for each in (person, other):
        assert each.try_sign_in("wangfang").status_code == 201


def test_whose_name_was_locked_hears_of_it_and_of_nobody_s_nothing_is_left(desk: Desk, bureau: Bureau) -> None:
    person, officer = bureau.outsider("wangfang"), bureau.officer("lijing")
    for login in ("wangfang", "nobody", "lijing"):
        fail(stranger(bureau, 16), login)
    until("told", lambda: desk.db["alarms"].count_documents({"bureau": bureau.code}) == 0)
    assert told(desk, person, "AccountLocked") == told(desk, officer, "AccountLocked") == ["AccountLocked"]


def test_a_reset_by_an_administrator_is_told(desk: Desk, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    assert bureau.admin("POST", f"/accounts/{officer.account}/password-reset").status_code == 200
    assert told(desk, officer, "PasswordGiven") == ["PasswordGiven"]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(now(), tick=False) as made:
        yield made


def sign_in(person: Person, login: str, agent: str) -> TestResponse:
    who = {"bureau": person.bureau, "login": login, "password": PASSWORD}
    answer = Person(person.desk, person.bureau, address=person.address)("POST", "/sessions", who, {"User-Agent": agent})
    assert answer.status_code == 201, answer.text
    return answer


def test_a_device_or_a_place_that_is_new_is_told_once(clock: Any, desk: Desk, bureau: Bureau) -> None:
    person = bureau.person()
    form = {"login": "wangfang", "password": PASSWORD, "name": "王芳", "bureau": bureau.code}
    made = person("POST", "/accounts/sign-up", form)
    person.account, login = made.get_json()["id"], made.get_json()["login"]

    def news() -> int:
        return len(told(desk, person, "SignedInAnew"))

    sign_in(person, login, CHROME.format(version="140.0.1"))
    assert news() == 0, "the first one of all"
    sign_in(person, login, CHROME.format(version="141.2"))
    assert news() == 0, "another version"
    for _ in range(2):
        sign_in(person, login, "jingmei-client/1.0")
        assert news() == 1
    elsewhere = Person(desk, bureau.code, address="172.16.0.1")
    for _ in range(2):
        sign_in(elsewhere, login, CHROME.format(version="141.2"))
        assert news() == 2
    assert "172.16" not in str(list(desk.db["devices"].find())), "kept as hashes"


def test_what_is_one_device_and_one_place() -> None:
    assert family(CHROME.format(version="140")) == family(CHROME.format(version="141.0.2"))
    assert place("10.1.2.3") == place("10.1.200.3") != place("10.2.2.3")
    assert place("2001:db8:1::1") == place("2001:db8:2::1") != place("2001:db9::1")
    assert place("") == "unknown"
