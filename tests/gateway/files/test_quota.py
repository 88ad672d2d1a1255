"""What one account may upload in a day: counted before it comes, however it is sent and however many come at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from pymongo.read_concern import ReadConcern
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.files.quota import DAYS
from shared.clock import day_around, local_date, now
from tests.gateway.accounts.desk import UNGUARDED, Bureau, Desk, Person, code, rules
from tests.gateway.accounts.fixtures import bureau
from tests.gateway.files.sending import begin, begun, finished
from tests.gateway.files.sending import send as send_part
from tests.gateway.files.test_files import HTML, PDF, send

__all__ = ["bureau"]
FILES, BYTES = 6, 600_000


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    limits = replace(UNGUARDED, files=FILES, bytes=BYTES, staff_files=FILES + 1, staff_bytes=2 * BYTES)
    made = Desk(database.uri, guards=limits, upload_rate="1000/minute")
    yield made
    made.close()


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


def used(person: Person) -> tuple[int, int]:
    """Files and bytes of today and, at midnight, of yesterday."""
    days = person.desk.db.get_collection(DAYS, read_concern=ReadConcern("local"))
    rows = days.find({"_id": {"$regex": f"^{person.bureau}:{person.account}:"}})
    found = [(row["files"], row["bytes"]) for row in rows]
    return sum(files for files, _ in found), sum(size for _, size in found)


def is_refused(answer: TestResponse, which: str) -> bool:
    if answer.status_code != 429:
        assert answer.status_code in (201, 204), answer.text
        return False
    assert code(answer) == which
    told = answer.get_json()["params"]
    midnights = {day_around(now() - timedelta(hours=1))[1], day_around(now())[1]}
    assert told["free_at"] in {each.isoformat() for each in midnights}
    assert {"limit", "used"} <= told.keys()
    assert 0 < int(answer.headers["Retry-After"]) <= 86_401
    return True


def fill(person: Person, size: int, files: int = 0) -> None:
    """As if so much had come today; around midnight on both days."""
    for moment in (now(), now() + timedelta(minutes=10)):
        id_ = f"{person.bureau}:{person.account}:{local_date(moment)}"
        told = {"files": files, "bytes": size, "until": day_around(moment)[1]}
        person.desk.db[DAYS].update_one({"_id": id_}, {"$set": told}, upsert=True)


def test_so_many_files_a_day_and_more_of_an_officer(person: Person, bureau: Bureau) -> None:
    fill(person, 0, FILES - 1)
    assert [is_refused(send(person, PDF), "file.day_files") for _ in range(2)] == [False, True]
    assert is_refused(begin(person, 10), "file.day_files"), "however it is sent"
    officer = bureau.officer()
    fill(officer, 0, FILES)
    assert [is_refused(send(officer, PDF), "file.day_files") for _ in range(2)] == [False, True]


def test_so_many_bytes_a_day_told_before_they_come(person: Person) -> None:
    fill(person, BYTES - 300_000)
    assert is_refused(begin(person, 300_001), "file.day_bytes")
    path = begun(person, 299_000)
    assert is_refused(send(person, PDF + bytes(2_000)), "file.day_bytes"), "what is on its way counts already"
    assert send_part(person, path, 0, b"x").status_code in (204, 422)


def test_twenty_at_once_do_not_pass_the_limit(person: Person) -> None:
    def one(number: int) -> bool:
        return is_refused(begin(person, 10) if number % 2 else send(person, PDF), "file.day_files")

    with ThreadPoolExecutor(20) as pool:
        refused = list(pool.map(one, range(20)))
    assert refused.count(False) in (FILES, 2 * FILES), "twice only where midnight comes in between"


def test_what_is_not_kept_does_not_count(person: Person) -> None:
    assert rules(send(person, HTML)) == {"/file": "file.type"}
    assert used(person) == (0, 0)
    path = begun(person, 5_000)
    assert used(person) == (1, 5_000)
    assert send_part(person, path, 0, HTML.ljust(5_000)).status_code == 422
    assert used(person) == (0, 0)
    cancelled = begun(person, 5_000)
    assert person("DELETE", cancelled, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert used(person) == (0, 0)
    kept = finished(person, begun(person, len(PDF), PDF))
    assert kept["state"] == "done"
    assert used(person) == (1, len(PDF))
    assert person("DELETE", f"/uploads/{kept['id']}", headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert used(person) == (1, len(PDF)), "the file stays"


def test_one_sent_twice_with_its_key_counts_once(person: Person) -> None:
    key = {"Idempotency-Key": "the-same"}
    first, again = (send(person, PDF, headers=key) for _ in range(2))
    assert first.get_json() == again.get_json()
    files, size = used(person)
    assert files == 1 and len(PDF) <= size < len(PDF) + 1_000
    fill(person, BYTES, FILES)
    assert send(person, PDF, headers=key).get_json() == first.get_json(), "also when the day is full"
    assert is_refused(send(person, PDF), "file.day_files")


def test_an_upload_of_unknown_length_counts_as_it_comes(person: Person) -> None:
    path = begun(person, None)
    assert used(person) == (1, 0)
    assert send_part(person, path, 0, PDF).status_code == 204
    assert used(person) == (1, len(PDF))
    offset = len(PDF)
    assert is_refused(send_part(person, path, offset, bytes(BYTES)), "file.day_bytes")
    assert send_part(person, path, offset, b"%", Upload_Length=str(offset + 1)).status_code == 204
    assert used(person) == (1, offset + 1)


def test_a_form_without_its_length_is_cut_off_where_the_day_is_full(person: Person) -> None:
    def stream(content: bytes) -> TestResponse:
        boundary = b"--a\r\nContent-Disposition: form-data; name="
        form = boundary + b'"kind"\r\n\r\nevidence\r\n' + boundary + b'"file"; filename="a"\r\n\r\n' + content
        body = io.BytesIO(form + b"\r\n--a--\r\n")
        return person(
            "POST", "/files", input_stream=body, content_type="multipart/form-data; boundary=a",
            environ_overrides={"wsgi.input_terminated": True}, headers={"Transfer-Encoding": "chunked"},
        )  # fmt: skip

    fill(person, BYTES - 200_000)
    refused = stream(PDF + bytes(300_000))
    assert (refused.status_code, code(refused)) == (413, "http.too_large")
    assert used(person)[1] in (BYTES - 200_000, 2 * (BYTES - 200_000))
    assert stream(PDF).status_code == 201
    fill(person, BYTES)
    assert is_refused(stream(PDF), "file.day_bytes")


def test_what_is_left_is_told(person: Person) -> None:
    told = person("GET", "/files/allowance").get_json()
    assert (told["files"], told["bytes"], told["most_files"], told["most_bytes"]) == (0, 0, FILES, BYTES)
    assert (told["near"], told["text"]) == (False, "")
    fill(person, 0, FILES - 1)
    for locale, words in (("zh", "还可上传 1 个文件"), ("en", "1 more files")):
        told = person("GET", "/files/allowance", headers={"Accept-Language": locale}).get_json()
        assert told["near"] and words in told["text"]
