"""Files that pages send on to the API: none is left half-way, where nobody on a page could go on with it."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest

from gateway.files.kinds import PDF
from gateway.files.quota import DAYS
from gateway.uploads.store import MOST_OPEN
from jingmei_client import Unavailable
from jingmei_client.areas.uploads import Uploads
from shared.clock import local_date, now
from tests.console.browser import Browser
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.files.samples import sample

# As tus has it: in base64.
ATTACHMENT = base64.b64encode(b"attachment").decode()


def send(browser: Browser) -> Any:
    """A small file, as the page of a form sends it."""
    return browser.post("/files", {"file": (io.BytesIO(sample(PDF)), "表.pdf"), "kind": "attachment", "name": "files"})


def test_what_fails_on_its_way_leaves_no_upload_behind(
    desk: Desk, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in()

    def broken(*_: Any, **__: Any) -> None:
        raise Unavailable(503, {"code": "some.code"})

    monkeypatch.setattr(Uploads, "append", broken)
    assert send(browser).status_code == 503
    assert desk.db["uploads"].count_documents({"bureau": browser.bureau}) == 0


def test_uploads_that_other_programs_left_hinder_no_page(bureau: Bureau, browser: Browser) -> None:
    browser.sign_in()
    told = {"Tus-Resumable": "1.0.0", "Upload-Length": "5000", "Upload-Metadata": f"kind {ATTACHMENT},filename YQ=="}
    for _ in range(MOST_OPEN):
        assert bureau.admin("POST", "/uploads", headers=told).status_code == 201
    answer = send(browser)
    assert answer.status_code == 200 and "表.pdf" in answer.text


def test_a_field_for_files_says_when_little_may_follow_today(desk: Desk, bureau: Bureau, browser: Browser) -> None:
    person = bureau.outsider()
    browser.sign_in("wangfang")

    def page() -> str:
        return browser.post("/register", {"go": "2"}).text

    assert "还可上传" not in page()
    limits = desk.runtime.settings.guards
    for moment in (now(), now() + timedelta(minutes=10)):
        id_ = f"{bureau.code}:{person.account}:{local_date(moment)}"
        desk.db[DAYS].insert_one({"_id": id_, "files": limits.files, "bytes": 0, "until": moment})
        if local_date(now()) == local_date(now() + timedelta(minutes=10)):
            break
    assert "还可上传 0 个文件" in page()
    refused = send(browser)
    assert refused.status_code == 429 and f"每天至多上传 {limits.files} 个文件" in refused.text
