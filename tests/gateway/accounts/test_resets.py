"""A new password by mail: who gets a link, what it is good for, and that the answer tells nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from deploy.local.servers import Database
from gateway.errors import ServiceUnavailable
from shared.clock import now
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code, rules
from tests.support.waiting import until

PAGES = "https://jingmei.example.gov.cn"
NEW = "quite another phrase"


class Letters:
    """In place of the notification service: keeps what it is asked to mail; `away` it refuses, and counts."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.away, self.refused = False, 0

    def call(self, method: str, data: dict[str, Any], context: Any) -> tuple[dict[str, Any], bool]:
        assert method == "notification.mail_password_link"
        if self.away:
            self.refused += 1
            raise ServiceUnavailable("service.unavailable")
        self.sent.append({"account": context.actor.account, **data})
        return {"id": "d"}, False


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, public_url=PAGES)
    yield made
    made.close()


@pytest.fixture
def letters(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Letters:
    made = Letters()
    monkeypatch.setattr(desk.runtime.resetting, "_rpc", made)
    return made


@pytest.fixture
def person(bureau: Bureau) -> Person:
    """Somebody with an address."""
    made = bureau.outsider("wangfang")
    change = {"email": "wangfang@example.com", "password": PASSWORD}
    assert made("PATCH", "/accounts/me", change, {"If-Match": "*"}).status_code == 200
    return made


def ask(bureau: Bureau, login: str) -> tuple[int, Any]:
    """The answer, once what is to come of it has come: the gateway's thread writes letters by itself."""
    answer = bureau.person()("POST", "/password-resets", {"bureau": bureau.code, "login": login})
    until("all written", lambda: not waiting(bureau))
    return answer.status_code, answer.get_json()


def waiting(bureau: Bureau) -> int:
    return int(bureau.desk.db["password_resets"].count_documents({"bureau": bureau.code, "state": "asked"}))


def token(letter: dict[str, Any]) -> str:
    return parse_qs(urlsplit(letter["link"]).query)["token"][0]


def complete(bureau: Bureau, token: str, new: str = NEW) -> Any:
    return bureau.person()("POST", "/password-resets/completion", {"token": token, "new": new})


def test_the_answer_is_the_same_for_everybody_and_one_gets_a_letter(
    bureau: Bureau, person: Person, letters: Letters
) -> None:
    bureau.outsider("withoutmail")
    closed = bureau.officer("gone")
    assert (
        bureau.admin(
            "PATCH", f"/accounts/{closed.account}", {"disabled": True, "email": "gone@example.com"}, {"If-Match": "*"}
        ).status_code
        == 200
    )
    answers = [ask(bureau, login) for login in ("nobody", "withoutmail", "gone", "WangFang")]
    assert answers == [(202, {"minutes": 30})] * 4
    (letter,) = letters.sent
    assert (letter["account"], letter["email"], letter["minutes"]) == (person.account, "wangfang@example.com", 30)
    assert letter["link"].startswith(f"{PAGES}/password/reset?token=")
    assert token(letter) not in str(list(bureau.desk.db["password_resets"].find())), "kept as its hash alone"


def test_a_link_serves_once_and_signs_everybody_out(bureau: Bureau, person: Person, letters: Letters) -> None:
    for _ in range(5):
        person.try_sign_in("wangfang", OTHER)
    assert code(person.try_sign_in("wangfang")) == "auth.locked"
    ask(bureau, "wangfang")
    mine = token(letters.sent[0])
    assert rules(complete(bureau, mine, "short")) == {"/new": "accounts.password_length"}
    done = complete(bureau, mine)
    assert (done.status_code, done.get_json()) == (200, {"bureau": bureau.code, "login": "wangfang"})
    assert code(person("DELETE", "/sessions/none")) == "auth.signed_out"
    assert person.try_sign_in("wangfang").status_code == 401
    assert person.try_sign_in("wangfang", NEW).status_code == 201
    assert rules(complete(bureau, mine, "one more phrase")) == {"/token": "accounts.reset_token"}
    rows = bureau.desk.db["outbox"].find().sort("seq", 1)
    told = [row["type"] for row in rows if person.account.encode() in bytes(row["body"]) and "Password" in row["type"]]
    assert told == ["jingmei.gateway.PasswordResetAsked.v1", "jingmei.gateway.PasswordReset.v1"]


@pytest.mark.parametrize("what", ["late", "changed", "forged", "none"])
def test_a_link_that_is_over(bureau: Bureau, person: Person, letters: Letters, what: str) -> None:
    ask(bureau, "wangfang")
    given = token(letters.sent[0])
    if what == "changed":
        person("PATCH", "/accounts/me", {"email": "new@example.com", "password": PASSWORD}, {"If-Match": "*"})
    given = {"forged": given[:-4] + "0000", "none": "x"}.get(what, given)
    with time_machine.travel(now() + timedelta(minutes=31 if what == "late" else 1), tick=True):
        assert rules(complete(bureau, given)) == {"/token": "accounts.reset_token"}
    assert person.try_sign_in("wangfang").status_code == 201


def test_a_letter_waits_for_its_service_and_goes_out_once(bureau: Bureau, person: Person, letters: Letters) -> None:
    letters.away = True
    bureau.person()("POST", "/password-resets", {"bureau": bureau.code, "login": "wangfang"})
    until("tried", lambda: letters.refused)
    letters.away = False
    assert (letters.sent, waiting(bureau)) == ([], 1), "it waits for half a minute"
    with time_machine.travel(now() + timedelta(seconds=31), tick=True):
        bureau.desk.runtime.resetting.wake()
        until("written", lambda: not waiting(bureau))
    assert [letter["account"] for letter in letters.sent] == [person.account]


def test_asking_is_counted_by_name_also_of_nobody(bureau: Bureau) -> None:
    assert [ask(bureau, "nobody")[0] for _ in range(11)] == [202] * 10 + [429]


def test_another_address_takes_the_password(bureau: Bureau, person: Person) -> None:
    def change(**body: str) -> Any:
        return person("PATCH", "/accounts/me", body, {"If-Match": "*"})

    assert rules(change(email="thief@example.com")) == {"/password": "required"}
    wrong = change(email="thief@example.com", password=OTHER)
    assert rules(wrong) == {"/password": "accounts.password_not_yours"}
    assert change(email="wangfang@example.com", name="王方").get_json()["name"] == "王方"


def test_an_address_can_be_emptied(bureau: Bureau, person: Person, letters: Letters) -> None:
    me = person("PATCH", "/accounts/me", {"email": ""}, {"If-Match": "*"}).get_json()
    assert me["email"] == ""
    ask(bureau, "wangfang")
    assert not letters.sent
    assert person.try_sign_in("wangfang", PASSWORD).status_code == 201


def test_without_an_address_of_the_pages_there_are_no_links(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.runtime.resetting, "_public_url", "")
    bureau = desk.bureau()
    answer = bureau.person()("POST", "/password-resets", {"bureau": bureau.code, "login": "chief"})
    assert (answer.status_code, code(answer)) == (409, "accounts.reset_unavailable")
