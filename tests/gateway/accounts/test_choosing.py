"""Passwords that somebody chooses again: none of the last ones, whichever way it is set; and how long one is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from deploy.local.servers import Database
from gateway.accounts.passwords import LEAST_ORDERS
from gateway.password_settings import PasswordSettings
from gateway.settings import gateway_settings
from shared.clock import now
from shared.settings import SettingsError
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code, rules
from tests.support.hashing import CHEAP

DAY = timedelta(days=1)
WORDS = [f"{word} orbit maple trumpet" for word in ("first", "second", "third", "fourth", "fifth")]


@pytest.fixture
def clock() -> Iterator[Any]:
    """Standing still until it is moved."""
    with time_machine.travel(now(), tick=False) as made:
        yield made


@pytest.fixture(scope="module")
def strict(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    """A gateway whose passwords are good for 90 days, and whose bureau has words of its own."""
    made = Desk(database.uri, passwords=PasswordSettings(("qiantang", "钱塘"), history=2, days=90))
    yield made
    made.close()


def refreshed(person: Person) -> dict[str, Any]:
    return person.keep(person("POST", "/sessions/refresh", {"refresh_token": person.refresh}))


def works(person: Person) -> Any:
    """The answer to what takes more than a temporary password."""
    return person("PATCH", "/accounts/me", {"name": "王芳"}, {"If-Match": "*"})


def change(person: Person, current: str, new: str) -> Any:
    return person("PUT", "/accounts/me/password", {"current": current, "new": new})


def test_none_of_the_last_five_is_taken_again(bureau: Bureau) -> None:
    person, present = bureau.outsider(), PASSWORD
    for new in WORDS[:4]:
        assert change(person, present, new).status_code == 200
        present = new
    for used in (PASSWORD, *WORDS[:3]):
        assert rules(change(person, present, used)) == {"/new": "accounts.password_used"}
    assert rules(change(person, present, present)) == {"/new": "accounts.password_same"}
    told = change(person, present, PASSWORD).get_json()["errors"][0]
    assert told["params"] == {"count": 5} and "5" in told["message"]
    assert change(person, present, WORDS[4]).status_code == 200
    assert change(person, WORDS[4], PASSWORD).status_code == 200, "five others lie between"


def test_a_temporary_password_does_not_make_one_forgotten(bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    path = f"/accounts/{officer.account}/password-reset"
    temporary = bureau.admin("POST", path).get_json()["temporary_password"]
    officer.sign_in("lijing", temporary)
    assert rules(change(officer, temporary, PASSWORD)) == {"/new": "accounts.password_used"}
    assert change(officer, temporary, WORDS[0]).status_code == 200
    kept = bureau.desk.db["password_history"].find_one({"_id": officer.account})
    assert len(kept["hashes"]) == 1, "what was given is not what was chosen"
    assert CHEAP.verify(kept["hashes"][0], PASSWORD)
    assert "hashes" not in bureau.desk.db["accounts"].find_one({"_id": officer.account})


def test_how_often_one_may_try_is_bounded(strict: Desk) -> None:
    """Each try has several hashes made, and a refused one tells of each whether it was the password."""
    person = strict.bureau().outsider()
    assert change(person, PASSWORD, WORDS[0]).status_code == 200
    tried = [change(person, WORDS[0], PASSWORD) for _ in range(20)]
    assert [rules(answer) for answer in tried[:-1]] == [{"/new": "accounts.password_used"}] * 19
    assert (tried[-1].status_code, code(tried[-1])) == (429, "http.rate_limited")


def test_words_of_the_bureau_and_of_oneself_are_refused(strict: Desk) -> None:
    bureau = strict.bureau()

    def told(password: str) -> dict[str, str]:
        form = {"login": "liuyan2", "name": "刘彦辰", "email": "kaixuan@example.com", "bureau": bureau.code}
        return rules(bureau.person()("POST", "/accounts/sign-up", {**form, "password": password}))

    for weak in (
        "Qiantang-k2-2026",
        "Kaixuan!k2!2026",
        "刘彦辰和刘彦辰爱钱塘和水",
        f"{bureau.code}:k2:2026",
        "滨江公安今天好滨江公安好啊",
    ):
        assert told(weak) == {"/password": "accounts.password_own"}, weak


def test_a_password_that_is_too_old_is_changed_first(clock: Any, strict: Desk) -> None:
    bureau = strict.bureau()
    person = bureau.outsider()
    clock.shift(89 * DAY)
    assert person.sign_in("wangfang")["must_change_password"] is False
    assert works(person).status_code == 200
    clock.shift(1 * DAY)
    assert refreshed(person)["must_change_password"] is True
    refused = works(person)
    assert (refused.status_code, code(refused)) == (403, "auth.must_change_password"), "who is signed in, too"
    assert person.sign_in("wangfang")["must_change_password"] is True
    assert code(works(person)) == "auth.must_change_password"
    clock.shift(2 * DAY)
    assert person.sign_in("wangfang")["must_change_password"] is True, "unlike a temporary one it does not end"
    assert rules(change(person, PASSWORD, PASSWORD)) == {"/new": "accounts.password_same"}
    assert change(person, PASSWORD, WORDS[0]).status_code == 200
    assert works(person).status_code == 200
    assert person.sign_in("wangfang", WORDS[0])["must_change_password"] is False
    clock.shift(90 * DAY)
    assert person.sign_in("wangfang", WORDS[0])["must_change_password"] is True


def test_without_a_number_of_days_it_is_good_for_ever(clock: Any, bureau: Bureau) -> None:
    person = bureau.outsider()
    clock.shift(3650 * DAY)
    assert person.sign_in("wangfang")["must_change_password"] is False


def test_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LEAST_ORDERS == 8
    monkeypatch.setenv("JINGMEI_PASSWORD_WORDS", "qiantang, x")
    monkeypatch.setenv("JINGMEI_PASSWORD_HISTORY", "25")
    monkeypatch.setenv("JINGMEI_PASSWORD_DAYS", "-1")
    with pytest.raises(SettingsError) as caught:
        gateway_settings()
    for name in ("PASSWORD_WORDS", "PASSWORD_HISTORY", "PASSWORD_DAYS"):
        assert name in str(caught.value)
