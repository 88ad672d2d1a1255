"""With little room on the database's disk files are refused, then all changes, while everything can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from deploy.local.servers import Database
from gateway.disk import Disk
from gateway.guard_settings import GIB, GuardSettings, Mark, mark
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, Person, code
from tests.gateway.accounts.fixtures import bureau
from tests.gateway.files.sending import begin, begun
from tests.gateway.files.sending import send as send_part
from tests.gateway.files.test_files import PDF, send
from tests.support.waiting import until

__all__ = ["bureau"]
ALL, NONE = Mark(part=1.0), Mark()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri)
    yield made
    made.close()


def full(desk: Desk, monkeypatch: pytest.MonkeyPatch, *, files: Mark = NONE, changes: Mark = NONE) -> None:
    """Marks that the real disk is below, whatever is on it; what the database says of it decides."""
    disk = Disk(desk.db, GuardSettings(disk_files=files, disk_changes=changes))
    disk.look()
    monkeypatch.setitem(desk.app.extensions, "jingmei", replace(desk.runtime, disk=disk))


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


def test_below_the_first_mark_files_are_refused_and_nothing_else(
    desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(person, 10)
    full(desk, monkeypatch, files=ALL)
    for answer in (send(person, PDF), begin(person, 10), send_part(person, path, 0, b"x")):
        assert (answer.status_code, code(answer)) == (507, "disk.no_files")
        assert int(answer.headers["Retry-After"]) > 0
    assert person("PATCH", "/accounts/me", {"name": "王芳"}, headers={"If-Match": "*"}).status_code == 200
    assert person("DELETE", path, headers={"Tus-Resumable": "1.0.0"}).status_code == 204, "it makes room"


def test_below_the_second_nothing_is_changed_and_everything_read(
    desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = send(person, PDF).get_json()["id"]
    full(desk, monkeypatch, changes=ALL)
    written = desk.db["audit"].count_documents({})
    for answer in (
        person("PATCH", "/accounts/me", {"name": "王芳"}, headers={"If-Match": "1"}),
        send(person, PDF),
        person("POST", "/submissions", {"outlet": new_id()}),
    ):
        assert (answer.status_code, code(answer)) == (507, "disk.no_changes")
    assert desk.db["audit"].count_documents({}) == written, "nothing is written down where there is no room"
    assert person("GET", f"/files/{file}").data == PDF
    assert person("GET", "/accounts/me").status_code == 200
    person.sign_in("wangfang")
    assert person("DELETE", "/sessions/current").status_code == 200
    with desk.app.test_client() as client:
        assert client.get("/live").status_code == 200


def test_it_says_why_in_both_languages(desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    full(desk, monkeypatch, files=ALL, changes=ALL)
    for locale, words in (("zh", "只能查看"), ("en", "everything can be read")):
        answer = person("PATCH", "/accounts/me", {"name": "王"}, headers={"Accept-Language": locale})
        assert words in answer.get_json()["detail"]


def test_officers_read_it_where_they_see_what_waits_and_administrators_the_figures(
    desk: Desk, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = bureau.officer()
    full(desk, monkeypatch, files=ALL)
    first, second = officer("GET", "/waiting").get_json(), bureau.admin("GET", "/waiting").get_json()
    assert "暂不接收文件" in first["notices"][0] and len(first["notices"]) == 1
    assert "剩余" in second["notices"][1]
    full(desk, monkeypatch)
    assert "notices" not in officer("GET", "/waiting").get_json()


def test_a_file_that_would_leave_too_little_is_not_begun(
    desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(desk, monkeypatch, changes=Mark(bytes=1))
    disk: Disk = desk.app.extensions["jingmei"].disk
    disk.found(30_000_000, 100_000_000)
    disk.require_room(9_000_000)
    assert send(person, PDF).status_code == 201
    refused = send(person, PDF + bytes(11_000_000))
    assert (refused.status_code, code(refused)) == (507, "disk.no_files")


def test_what_was_refused_is_taken_again_when_there_is_clearly_room() -> None:
    disk = Disk(None, GuardSettings(disk_files=Mark(bytes=100), disk_changes=Mark(bytes=50)))  # type: ignore[arg-type]
    seen = []
    for free in (200, 99, 105, 49, 52, 56, 109, 111):
        disk.found(free, 1_000)
        seen.append((disk._files.low, disk._changes.low))
    assert seen == [
        (False, False), (True, False), (True, False), (True, True), (True, True), (True, False), (True, False),
        (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "least"),
    [("5 GiB", 5 * GIB), ("512MiB", GIB / 2), ("10%", 0.1 * 400 * GIB), ("0", 0), ("1.5 TiB", 1536 * GIB)],
)
def test_a_mark_is_a_size_or_a_part(text: str, least: float) -> None:
    assert mark(text).of(400 * GIB) == pytest.approx(least)


def test_a_gateway_looks_by_itself(cheap_passwords: None, database: Database) -> None:
    made = Desk(database.uri, guards=GuardSettings(disk_files=ALL, disk_changes=NONE))
    try:
        person = made.bureau().outsider()
        until("files to be refused", lambda: send(person, PDF).status_code == 507)
        assert person("GET", "/files/allowance").status_code == 200
    finally:
        made.close()
