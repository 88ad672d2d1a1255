"""What an upload meets at the door: it is looked at for viruses, and its small pictures are made ahead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.processes import free_ports
from shared.clock import now
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.files.clamd import NAME, FakeClamd, desk_with
from tests.gateway.files.sending import begun, finished
from tests.gateway.files.test_files import send
from tests.gateway.files.test_scanning import CONTENT, VIRUS
from tests.gateway.files.test_thumbnails import picture, small
from tests.support.waiting import until

__all__ = ["desk_with"]


def test_an_upload_with_a_virus_is_refused_by_its_name(desk_with: Callable[..., Desk]) -> None:
    with FakeClamd() as clamd:
        person = desk_with(clamd=clamd.address).bureau().outsider()
        upload = finished(person, begun(person, len(VIRUS), VIRUS))
    assert (upload["state"], upload["errors"][0]["rule"]) == ("refused", "file.virus")
    assert NAME in upload["errors"][0]["message"]


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


def test_it_is_made_once_and_for_an_upload_ahead(bureau: Bureau, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = bureau.outsider()
    content = picture("PNG")
    first = finished(person, begun(person, len(content), content))["file"]["id"]
    second = send(person, content).get_json()["id"]
    assert small(person("GET", f"/files/{second}/thumbnail"))
    monkeypatch.setattr(type(desk.runtime.thumbnails), "_made", None)  # nothing can be made any more
    for file in (first, second):
        assert small(person("GET", f"/files/{file}/thumbnail"))
    desk.runtime.files.remove(first)
    assert desk.db["thumbnails"].count_documents({"_id": {"$regex": f"^{first}"}}) == 0
