"""Every request counts, by account and by address, and what an address is refused counts for less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.auth import traffic
from gateway.auth.traffic import Window
from tests.gateway.accounts.desk import UNGUARDED, Bureau, Desk, Person, code
from tests.gateway.accounts.fixtures import bureau

__all__ = ["bureau"]
# Of a day: no window ends while a test is at it.
ACCOUNT, ADDRESS, REFUSED = 12, 30, 5


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    often = {"account_rate": f"{ACCOUNT}/day", "address_rate": f"{ADDRESS}/day", "refused_rate": f"{REFUSED}/day"}
    made = Desk(database.uri, guards=replace(UNGUARDED, **often))
    yield made
    made.close()


def refused(answer: TestResponse) -> bool:
    if answer.status_code != 429:
        return False
    assert code(answer) == "http.rate_limited"
    assert 0 < int(answer.headers["Retry-After"]) <= 86_401
    return True


def me(person: Person) -> TestResponse:
    return person("GET", "/accounts/me")


def test_an_account_asks_so_often_from_wherever_and_others_as_often(bureau: Bureau) -> None:
    person, other = bureau.outsider(), bureau.outsider("zhaoliu")
    answers = []
    for number in range(ACCOUNT + 2):
        person.address = f"10.9.8.{number % 2}"
        answers.append(refused(me(person)))
    assert answers == [False] * ACCOUNT + [True, True]
    assert refused(person("PATCH", "/accounts/me", {"name": "王芳"})), "changes as well as reads"
    assert not refused(me(other))


def test_an_address_asks_so_often_for_whomever(bureau: Bureau) -> None:
    people = [bureau.outsider(login) for login in ("one", "two", "three", "four")]
    for person in people:
        person.address = "10.9.9.1"
    answers = [refused(me(people[number % 4])) for number in range(ADDRESS + 3)]
    assert answers == [False] * ADDRESS + [True] * 3
    assert refused(bureau.outsider("five").try_sign_in("five")) is False, "another address"


def test_what_an_address_is_refused_counts_for_less_and_is_not_written_down(desk: Desk, bureau: Bureau) -> None:
    person, nobody = bureau.outsider(), bureau.person()
    person.address = nobody.address
    statuses = [nobody("PATCH", "/accounts/me", {"name": "x"}).status_code for _ in range(REFUSED - 1)]
    statuses += [nobody("GET", "/nothing-of-this-name").status_code for _ in range(2)]
    assert statuses == [401] * (REFUSED - 1) + [404, 429]
    written = desk.db["audit"].count_documents({"remote": nobody.address})
    assert refused(nobody("PATCH", "/accounts/me", {"name": "x"}))
    assert desk.db["audit"].count_documents({"remote": nobody.address}) == written
    assert me(person).status_code == 200, "a colleague at the same address who is signed in"


def test_health_is_asked_for_as_often_as_anybody_likes(desk: Desk) -> None:
    with desk.app.test_client() as client:
        assert {client.get("/live").status_code for _ in range(ADDRESS + 5)} == {200}


def test_no_rate_is_no_limit() -> None:
    window = Window("")
    assert {window.hit("somebody") for _ in range(10_000)} == {0.0}


def test_a_window_ends_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_000.0
    monkeypatch.setattr("gateway.auth.traffic.monotonic", lambda: moment)
    window = Window("2/minute")
    assert [window.hit("one") for _ in range(3)] == [0.0, 0.0, 60.0]
    moment += 59
    assert [window.hit("one"), window.hit("another")] == [1.0, 0.0]
    moment += 1
    assert window.hit("one") == 0.0


def test_ever_new_callers_do_not_fill_the_memory() -> None:
    window = Window("1/day")
    for number in range(2 * traffic.MOST + 10):
        window.hit(str(number))
    assert len(window._counts) <= traffic.MOST
