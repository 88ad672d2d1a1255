"""What clamd finds is refused by its name; what it did not look at is marked or refused, as it is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.processes import free_ports
from gateway.errors import ServiceUnavailable
from gateway.file_settings import FileSettings
from gateway.files.scanning import Scan, Scanner
from shared.errors import Invalid
from tests.gateway.accounts.desk import Desk, code, rules
from tests.gateway.files.clamd import MARK, NAME, FakeClamd, desk_with
from tests.gateway.files.test_files import PDF, send

__all__ = ["desk_with"]
CONTENT = PDF + bytes(range(256)) * 5_000
VIRUS = CONTENT + MARK


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FakeClamd]:
    with FakeClamd(tmp_path / "ctl" if request.param == "unix" else None) as running:
        yield running


def test_a_file_is_kept_as_clean_or_refused_with_what_was_found(
    clamd: FakeClamd, desk_with: Callable[..., Desk]
) -> None:
    desk = desk_with(clamd=clamd.address)
    person = desk.bureau().outsider()
    view = send(person, CONTENT).get_json()
    assert (view["scan"], view["scan_text"]) == ("clean", "已查毒，未发现病毒")
    assert clamd.seen == [CONTENT]
    refused = send(person, VIRUS, headers={"Accept-Language": "en"})
    assert rules(refused) == {"/file": "file.virus"}
    assert NAME in refused.text
    # The one that is clean: the copy that others see, and its original.
    assert desk.db["files.files"].count_documents({}) == 2


def test_without_clamd_a_file_is_marked(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with()
    person = desk.bureau().outsider()
    view = send(person, CONTENT).get_json()
    assert (view["scan"], view["scan_text"]) == ("not_scanned", "未查毒")
    desk.db["files.files"].update_one({"_id": view["id"]}, {"$unset": {"metadata.scan": True}})  # one from before
    assert person("GET", f"/files/{view['id']}/metadata").get_json()["scan"] == "not_scanned"


def test_while_clamd_is_away_a_file_is_marked_or_refused_as_it_is_set(desk_with: Callable[..., Desk]) -> None:
    nobody = f"tcp://127.0.0.1:{free_ports(1)[0]}"
    marked = send(desk_with(clamd=nobody).bureau().outsider(), CONTENT)
    assert (marked.status_code, marked.get_json()["scan"]) == (201, "not_scanned")
    refused = send(desk_with(clamd=nobody, clamd_required=True).bureau().outsider(), CONTENT)
    assert (refused.status_code, code(refused)) == (503, "file.scanner_away")


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
