"""What clamd finds is refused by its name; what it did not look at is marked or refused, as it is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.processes import free_ports
from deploy.local.servers import Database
from gateway.errors import ServiceUnavailable
from gateway.file_settings import FileSettings
from gateway.files.scanning import Scan, Scanner
from shared.clock import now
from shared.errors import Invalid
from tests.gateway.accounts.desk import Desk, code, rules
from tests.gateway.files.clamd import MARK, NAME, FakeClamd
from tests.gateway.files.sending import begun, finished
from tests.gateway.files.test_files import PDF, send
from tests.support.waiting import until

CONTENT = PDF + bytes(range(256)) * 5_000
VIRUS = CONTENT + MARK


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FakeClamd]:
    with FakeClamd(tmp_path / "ctl" if request.param == "unix" else None) as running:
        yield running


@pytest.fixture
def desk_with(database: Database) -> Iterator[Callable[..., Desk]]:
    """A gateway with these settings of files."""
    made: list[Desk] = []

    def make(**settings: Any) -> Desk:
        made.append(Desk(database.uri, files=FileSettings(**settings)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_file_is_kept_as_clean_or_refused_with_what_was_found(
    clamd: FakeClamd, desk_with: Callable[..., Desk]
) -> None:
    desk = desk_with(clamd=clamd.address)
    person = desk.bureau().outsider()
    view = send(person, CONTENT).get_json()
    assert (view["scan"], view["scan_text"]) == ("clean", "已查毒，未发现病毒。")
    assert clamd.seen == [CONTENT]
    refused = send(person, VIRUS, headers={"Accept-Language": "en"})
    assert rules(refused) == {"/file": "file.virus"}
    assert NAME in refused.text
    upload = finished(person, begun(person, len(VIRUS), VIRUS))
    assert (upload["state"], upload["errors"][0]["rule"]) == ("refused", "file.virus")
    assert NAME in upload["errors"][0]["message"]
    assert desk.db["files.files"].count_documents({}) == 1


def test_without_clamd_a_file_is_marked(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with()
    person = desk.bureau().outsider()
    view = send(person, CONTENT).get_json()
    assert (view["scan"], view["scan_text"]) == ("not_scanned", "未查毒。")
    desk.db["files.files"].update_one({"_id": view["id"]}, {"$unset": {"metadata.scan": True}})  # one from before
    assert person("GET", f"/files/{view['id']}/metadata").get_json()["scan"] == "not_scanned"


def test_while_clamd_is_away_a_file_is_marked_or_refused_as_it_is_set(desk_with: Callable[..., Desk]) -> None:
    nobody = f"tcp://127.0.0.1:{free_ports(1)[0]}"
    marked = send(desk_with(clamd=nobody).bureau().outsider(), CONTENT)
    assert (marked.status_code, marked.get_json()["scan"]) == (201, "not_scanned")
    refused = send(desk_with(clamd=nobody, clamd_required=True).bureau().outsider(), CONTENT)
    assert (refused.status_code, code(refused)) == (503, "file.scanner_away")


def test_an_upload_waits_for_clamd_where_it_must_look(desk_with: Callable[..., Desk], tmp_path: Path) -> None:
    path = tmp_path / "ctl"
    desk = desk_with(clamd=f"unix:{path}", clamd_required=True)
    person = desk.bureau().outsider()
    upload = begun(person, len(CONTENT), CONTENT)
    with FakeClamd(path):
        assert finished(person, upload)["file"]["scan"] == "clean"


def test_an_upload_waits_no_longer_than_it_lasts(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(clamd=f"tcp://127.0.0.1:{free_ports(1)[0]}", clamd_required=True)
    person = desk.bureau().outsider()
    begun(person, len(CONTENT), CONTENT)
    uploads, waiting = desk.db["uploads"], {"state": "received", "token": "", "tries": {"$gt": 0}}
    until("a first try", lambda: uploads.count_documents(waiting) == 1)
    uploads.update_one(waiting, {"$set": {"expires": now(), "until": now()}})
    until("it to be given up", lambda: uploads.count_documents({"state": "refused"}) == 1)


@pytest.mark.parametrize("required", [False, True])
def test_a_file_too_large_for_clamd_is_marked_or_refused(tmp_path: Path, required: bool) -> None:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    with FakeClamd(most=300_000) as small:
        scanner = Scanner(FileSettings(clamd=small.address, clamd_required=required))
        if required:
            with pytest.raises(Invalid) as refused:
                scanner.look(file)
            assert refused.value.problems[0].rule == "file.scan_size"
        else:
            assert scanner.look(file) is Scan.NOT_SCANNED


@pytest.mark.parametrize("required", [False, True])
def test_clamd_has_so_long_and_no_longer(tmp_path: Path, required: bool) -> None:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    with FakeClamd(silent=True) as silent:
        scanner = Scanner(FileSettings(clamd=silent.address, clamd_timeout=0.2, clamd_required=required))
        if required:
            with pytest.raises(ServiceUnavailable):
                scanner.look(file)
        else:
            assert scanner.look(file) is Scan.NOT_SCANNED
