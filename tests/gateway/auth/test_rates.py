"""How often one account may send something to people who have to read it, a calendar may be asked for, a code tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, Person, code
from tests.gateway.accounts.fixtures import bureau
from tests.gateway.files.sending import begin
from tests.gateway.files.test_files import PDF, send

__all__ = ["bureau"]
Act = Callable[[Person], TestResponse]
TWICE = "2/hour"
RATES = ("request_rate", "message_rate", "suggestion_rate", "upload_rate", "calendar_rate", "verify_rate")


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, **dict.fromkeys(RATES, TWICE))
    yield made
    made.close()


def ask(person: Person) -> TestResponse:
    return person("POST", "/requests", {"kind": "material", "outlet": new_id(), "title": "画面", "text": "一段。"})


def say(person: Person) -> TestResponse:
    return person("POST", f"/requests/{new_id()}/messages", {"text": "在吗？"})


def suggest(person: Person) -> TestResponse:
    return person("POST", f"/activities/{new_id()}/suggestions", {"outlet": new_id(), "text": "多办几次。"})


def upload(person: Person) -> TestResponse:
    return send(person, PDF)


def resume(person: Person) -> TestResponse:
    return begin(person, 10)


def refused(answer: TestResponse) -> bool:
    if answer.status_code != 429:
        return False
    assert code(answer) == "http.rate_limited"
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    return True


@pytest.mark.parametrize("act", [ask, say, suggest, upload, resume])
def test_an_account_does_it_so_often_and_another_as_often(bureau: Bureau, act: Act) -> None:
    first, second = bureau.outsider(), bureau.outsider("zhaoliu")
    assert [refused(act(person)) for person in (first, first, first, second)] == [False, False, True, False]


def test_uploads_count_together_however_they_are_sent(bureau: Bureau) -> None:
    person = bureau.outsider()
    assert [refused(act(person)) for act in (upload, resume, upload)] == [False, False, True]


def test_a_calendar_is_asked_for_so_often_by_an_address_and_from_wherever(bureau: Bureau) -> None:
    def read(person: Person, token: str) -> bool:
        return refused(person("GET", f"/calendar/{bureau.code}-{token}.ics"))

    people = [bureau.person() for _ in range(3)]
    assert [read(person, "one") for person in people] == [False, False, True], "one calendar"
    assert [read(people[0], token) for token in ("two", "three")] == [False, True], "one address"


def test_codes_are_tried_so_often_from_an_address_of_whatever_kind(bureau: Bureau) -> None:
    here, elsewhere = bureau.person(), bureau.person()
    asked = [(here, "permits"), (here, "certificates"), (here, "attendances"), (elsewhere, "attendances")]
    tried = [person("GET", f"/{kind}/{bureau.code}-7KQ4-M2XD-9TRA") for person, kind in asked]
    assert [refused(each) for each in tried] == [False, False, True, False]
