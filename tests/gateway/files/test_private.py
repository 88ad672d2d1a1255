"""What has a file has it alone: a request of liaison, which may be confidential, or what others read.

Nobody is behind the gateway: a request that passes it is answered with 503, and may have been taken in.
"""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Person, rules
from tests.gateway.files.test_files import PDF, send


@pytest.fixture
def owner(bureau: Bureau) -> Person:
    return bureau.outsider()


@pytest.fixture
def liaison(bureau: Bureau) -> Person:
    return bureau.officer()


@pytest.fixture
def file(owner: Person) -> str:
    made: str = send(owner, PDF).get_json()["id"]
    return made


def ask(person: Person, *files: str) -> TestResponse:
    body: dict[str, Any] = {"kind": "rights", "outlet": new_id(), "title": "采访受阻", "text": "被人推搡。"}
    return person("POST", "/requests", body | {"files": [{"file": each} for each in files]})


def hand_in(person: Person, file: str) -> TestResponse:
    work = {"outlet": new_id(), "kind": "work", "genre": "article", "title": "夜巡", "body": "正文"}
    return person("POST", "/submissions", work | {"attachments": [{"file": file}]})


def read(person: Person, file: str) -> int:
    return person("GET", f"/files/{file}").status_code


def test_what_a_request_may_have_been_taken_in_with_is_read_through_it_and_used_nowhere_else(
    owner: Person, liaison: Person, file: str
) -> None:
    assert ask(owner, file).status_code == 503
    assert (read(liaison, file), read(owner, file)) == (404, 404), "nor to its owner, who may see the request"
    answer = hand_in(owner, file)
    assert (answer.status_code, rules(answer)) == (422, {"/attachments/0/file": "attachment.private"})
    assert read(liaison, file) == 404
    assert ask(owner, file).status_code == 503, "another request, or the same once more, may have it"


def test_what_is_named_elsewhere_is_not_made_private(owner: Person, liaison: Person, file: str) -> None:
    assert hand_in(owner, file).status_code == 503
    answer = ask(owner, file)
    assert (answer.status_code, rules(answer)) == (422, {"/files/0/file": "attachment.elsewhere"})
    assert read(liaison, file) == 404


def test_a_request_that_is_refused_makes_nothing_private(owner: Person, liaison: Person, file: str) -> None:
    answer = ask(owner, file, new_id())
    assert (answer.status_code, rules(answer)) == (422, {"/files/1/file": "attachment.not_own"})
    assert (read(liaison, file), read(owner, file)) == (404, 200), "nothing is sent with it yet"
    assert hand_in(owner, file).status_code == 503
    assert (read(liaison, file), read(owner, file)) == (404, 404)


def test_who_names_the_file_of_somebody_else_changes_nothing(
    bureau: Bureau, owner: Person, liaison: Person, file: str
) -> None:
    stranger = bureau.outsider("zhaoliu")
    assert ask(stranger, file).status_code == 422
    assert (read(stranger, file), read(owner, file)) == (404, 200)
    assert ask(owner, file).status_code == 503
    assert hand_in(stranger, file).status_code == ask(stranger, file).status_code == 422
    assert read(liaison, file) == 404
