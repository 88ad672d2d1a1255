"""Accounts that are closed, by whom they are of or by an administrator, and what is left of them when time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from gateway.accounts.closures import NOBODY, Closures
from gateway.audit.clocks import look
from gateway.erasing import Eraser, Erasing
from shared.clock import now
from shared.ids import new_id
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code, rules
from tests.support.trail import trail

ME = "/accounts/me"
YEAR = timedelta(days=365)


@pytest.fixture
def erasing(desk: Desk) -> Erasing:
    people = desk.runtime.people
    return Erasing(desk.db, people.accounts, people.saving, YEAR)


def close(person: Person, login: str) -> Any:
    return person("POST", f"{ME}/closure", {"login": login})


def age(desk: Desk, account: str, by: timedelta = YEAR + timedelta(days=1)) -> None:
    """As if the account had been closed so long ago."""
    done = desk.db["closures"].update_one({"_id": account}, {"$set": {"at": now() - by}})
    assert done.matched_count == 1


def account(desk: Desk, id_: str) -> Any:
    return desk.db["accounts"].find_one({"_id": id_})


def test_who_closes_it_says_so_by_the_login_and_is_out(desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    assert rules(close(person, "lijing")) == {"/login": "accounts.login_not_yours"}
    desk.db["sessions"].update_many({"account": person.account}, {"$set": {"proved_at": now() - timedelta(hours=1)}})
    assert code(close(person, "WangFang")) == "auth.prove_by_password"
    closed = person("POST", f"{ME}/closure", {"login": "WangFang", "password": PASSWORD})
    assert (closed.status_code, closed.get_json()["disabled"]) == (200, True)
    assert person("PATCH", ME, {"name": "王芳"}, {"If-Match": "*"}).status_code == 401
    assert code(person.try_sign_in("wangfang")) == "auth.disabled"
    for keeper, login in ((bureau.admin, "chief"), (bureau.security, "security")):
        assert code(close(keeper, login)) == "accounts.last_admin"


def test_an_administrator_opens_it_again_while_it_is_known_whose_it_was(
    desk: Desk, bureau: Bureau, erasing: Erasing
) -> None:
    person = bureau.outsider("wangfang")
    assert close(person, "wangfang").status_code == 200
    reopened = bureau.admin("PATCH", f"/accounts/{person.account}", {"disabled": False}, {"If-Match": "*"})
    assert reopened.status_code == 200 and desk.db["closures"].find_one({"_id": person.account}) is None
    person.sign_in("wangfang")
    assert close(person, "wangfang").status_code == 200
    erasing.erase()
    assert account(desk, person.account)["login"] == "wangfang", "its time begins anew"


def test_when_its_time_is_over_nothing_tells_whose_it_was(desk: Desk, bureau: Bureau, erasing: Erasing) -> None:
    person = bureau.outsider("wangfang")
    person("PATCH", ME, {"email": "wangfang@example.com", "password": PASSWORD}, {"If-Match": "*"})
    assert close(person, "wangfang").status_code == 200
    before = account(desk, person.account)
    assert before["email"]
    desk.db["security_keys"].insert_one({"account": person.account, "place": 0, "credential": b"key"})
    desk.db["password_history"].insert_one({"_id": person.account, "bureau": bureau.code, "hashes": [PASSWORD]})
    assert erasing.erase() == 0
    age(desk, person.account)
    assert erasing.erase() == 1
    assert erasing.erase() == 0
    after = account(desk, person.account)
    assert (after["name"], after["login"], after["email"]) == (NOBODY, f"closed-{person.account}", "")
    assert (after["created_at"], after["roles"], after["disabled"]) == (before["created_at"], before["roles"], True)
    assert desk.db["devices"].count_documents({"account": person.account}) == 0
    assert desk.db["password_history"].count_documents({"_id": person.account}) == 0
    assert desk.db["security_keys"].count_documents({"account": person.account}) == 0
    told = [str(row["body"]) for row in desk.db["outbox"].find()]
    assert any("AccountErased" in each and person.account in each for each in told)
    (row,) = trail(desk.db, operation="accounts.erase", object=person.account)
    assert (row["account"], row["bureau"]) == ("system", bureau.code)
    again = bureau.admin("PATCH", f"/accounts/{person.account}", {"disabled": False}, {"If-Match": "*"})
    assert (again.status_code, code(again)) == (409, "accounts.erased")
    assert account(desk, person.account)["disabled"]
    assert bureau.outsider("wangfang").account != person.account, "the name is free"


def test_one_wrong_clock_erases_nothing(desk: Desk, bureau: Bureau, erasing: Erasing) -> None:
    person = bureau.outsider("wangfang")
    assert close(person, "wangfang").status_code == 200
    with time_machine.travel(now() + 2 * YEAR):
        assert look(desk.db).apart
        assert erasing.erase() == 0, "the database's clock does not say so"
        Eraser(desk.db, erasing, new_id()).round()
    assert account(desk, person.account)["login"] == "wangfang"


def test_accounts_that_were_closed_before_begin_their_time_now(desk: Desk, bureau: Bureau, erasing: Erasing) -> None:
    person = bureau.outsider("wangfang")
    assert close(person, "wangfang").status_code == 200
    desk.db["closures"].delete_one({"_id": person.account})
    assert erasing.erase() == 0
    assert desk.db["closures"].find_one({"_id": person.account})["erased"] is False
    assert Closures(desk.db).adopt() == 0
    age(desk, person.account)
    assert erasing.erase() == 1


def test_one_of_two_rounds_erases_it(desk: Desk, bureau: Bureau, erasing: Erasing) -> None:
    person = bureau.outsider("wangfang")
    assert close(person, "wangfang").status_code == 200
    age(desk, person.account)
    first, second = Eraser(desk.db, erasing, new_id()), Eraser(desk.db, erasing, new_id())
    first.round()
    second.round()
    assert len(trail(desk.db, operation="accounts.erase", object=person.account)) == 1
