"""A second factor in the whole system: two steps of signing in, what the pages ask for, and who is told of what."""

from __future__ import annotations

import time
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from gateway.accounts import bootstrap
from jingmei_client import Client, Unauthorised
from shared.context import Role
from tests.e2e.people import PASSWORD, People, Person, address, eventually, problem
from tests.e2e.stack import Stack
from tests.e2e.windows import window
from tests.gateway.serving import Caller

BUREAU = "330260"
FACTOR = "/accounts/me/second-factor"


@pytest.fixture(scope="module", autouse=True)
def admins(stack: Stack, people: People) -> tuple[Person, Person]:
    """Two administrators of a bureau of their own."""
    bootstrap(stack.db, BUREAU, f"公安局 {BUREAU}", "root", PASSWORD)
    one, other = (people.new(Role.ADMIN, bureau=BUREAU, name=name) for name in ("李静", "王敏"))
    return one, other


@pytest.fixture(scope="module", autouse=True)
def security(people: People, admins: tuple[Person, Person]) -> Person:
    """Their security administrator."""
    return people.new(Role.SECURITY_ADMIN, bureau=BUREAU, name="韩真")


def enrol(person: Person) -> list[str]:
    """The recovery codes: good at any time, as codes by time are not."""
    secret = person.ok("POST", FACTOR, json={"password": PASSWORD})["secret"]
    codes: list[str] = person.ok(
        "POST", f"{FACTOR}/confirmation", json={"code": pyotp.TOTP(secret).at(int(time.time()))}
    )["codes"]
    return codes


def told(person: Person, kind: str) -> list[Any]:
    """What is in the inbox of that kind, once there is something."""

    def found() -> list[Any]:
        return [item for item in person.ok("GET", "/inbox")["items"] if item["kind"] == kind]

    items: list[Any] = eventually(found)
    return items


def test_a_program_signs_in_with_a_code_and_the_person_is_told(stack: Stack, people: People) -> None:
    person = people.new(bureau=BUREAU)
    codes = enrol(person)
    (item,) = told(person, "second_factor.set")
    assert item["about"] == {"type": "account", "id": person.account}
    client = Client(stack.url)
    with pytest.raises(Unauthorised) as refused:
        client.sign_in(BUREAU, person.login, PASSWORD)
    assert refused.value.code == "auth.code_needed"
    client.sign_in(BUREAU, person.login, PASSWORD, code=lambda: codes[0])
    assert client.who["account"] == person.account
    assert client.second_factors.standing()["recovery_codes"] == 9
    client.close()


def test_a_page_asks_for_the_code_and_goes_where_one_was_going(browser: Browser, stack: Stack, people: People) -> None:
    person = people.new(bureau=BUREAU)
    codes = enrol(person)
    with window(browser, people) as here:
        page = here.tab("/account")
        here.sign_in(page, person)
        expect(page.locator("[name=code]")).to_be_focused()
        page.fill("[name=code]", "0000-0000-0000")
        page.click("main form button")
        expect(page.get_by_role("alert")).to_be_visible()
        page.fill("[name=code]", codes[0].lower())
        page.click("main form button")
        page.wait_for_url(f"{stack.url}/account")
        here.said.clear()  # a refused form is an answer of 401, which a browser mentions


def test_who_lost_it_is_helped_and_the_others_hear_of_it(people: People, admins: tuple[Person, Person]) -> None:
    one, other = admins
    officer = people.new(Role.LIAISON, bureau=BUREAU, name="陈露")
    enrol(officer)
    one.ok("POST", f"/accounts/{officer.account}/second-factor-reset")
    problem(officer.call("POST", f"/v1{FACTOR}", json={"password": PASSWORD}), 401, "auth.signed_out")
    again = people.again(officer)
    told(again, "second_factor.reset")
    (item,) = told(other, "second_factor.reset_by")
    assert "陈露" in item["title"] and item["about"] == {"type": "account_of", "id": officer.account}
    assert not [each for each in one.ok("GET", "/inbox?unread=true")["items"] if each["kind"] == item["kind"]]


def test_of_a_password_that_an_administrator_reset_the_others_hear_and_the_security_administrators(
    people: People, admins: tuple[Person, Person], security: Person
) -> None:
    one, other = admins
    officer = people.new(Role.LEADER, bureau=BUREAU, name="孙岩")
    one.ok("POST", f"/accounts/{officer.account}/password-reset")
    for person in (other, security):
        (item,) = told(person, "password.given_by")
        assert "孙岩" in item["title"] and item["about"] == {"type": "account_of", "id": officer.account}
    assert not [each for each in one.ok("GET", "/inbox?unread=true")["items"] if each["kind"] == item["kind"]]


def test_too_many_failures_are_told_to_the_person_and_of_an_officer_to_who_lifts_locks(
    people: People, security: Person
) -> None:
    officer = people.new(Role.LEADER, bureau=BUREAU, name="钱局")
    wrong = {"bureau": BUREAU, "login": officer.login, "password": "not the password"}
    thief = Caller(people.stack.url, **address())
    for _ in range(5):
        assert thief("POST", "/v1/sessions", json=wrong).status_code == 401
    problem(thief("POST", "/v1/sessions", json=wrong), 429, "auth.locked")
    assert people.nobody.call("POST", "/v1/sessions", json={**wrong, "password": PASSWORD}).status_code == 201
    told(officer, "account.locked")
    (item,) = told(security, "account.officer_locked")
    assert "钱局" in item["title"]


def test_other_roles_are_told(people: People, security: Person) -> None:
    officer = people.new(Role.LIAISON, bureau=BUREAU)
    change = {"roles": ["liaison", "leader"]}
    security.ok("PATCH", f"/accounts/{officer.account}", json=change, headers={"If-Match": "*"})
    told(officer, "account.roles_changed")
