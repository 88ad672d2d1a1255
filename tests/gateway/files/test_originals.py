"""The copy is for whoever may see the file, the original for reviewers alone, and each look at it is on record."""

from __future__ import annotations

import hashlib

import pytest

from gateway.audit.readers import Reader
from gateway.audit.reading import AuditQuery, search
from gateway.files import kinds
from tests.gateway.accounts.desk import Bureau, Desk, code, rules
from tests.gateway.files.cleaning import films, papers
from tests.gateway.files.cleaning.copies import secrets
from tests.gateway.files.cleaning.test_acting import with_parts
from tests.gateway.files.cleaning.test_active_office import HOST, related
from tests.gateway.files.samples import sample
from tests.gateway.files.test_files import send, sent_with, workbook
from tests.gateway.files.test_images import taken

# 核对拍摄时间 / checking when it was taken
WHY = "?reason=%E6%A0%B8%E5%AF%B9%E6%8B%8D%E6%91%84%E6%97%B6%E9%97%B4"
REVIEWERS = ("reviewer_first", "reviewer_second", "reviewer_final")


@pytest.mark.parametrize("media_type", [kinds.PDF, kinds.DOCX, kinds.WAV])
def test_what_a_file_tells_is_in_the_original_alone(bureau: Bureau, media_type: str) -> None:
    made = {kinds.PDF: papers.pdf, kinds.DOCX: papers.docx_file, kinds.WAV: films.wav}[media_type]()
    owner = bureau.outsider()
    uploaded = send(owner, made, "稿件", "attachment")
    view = uploaded.get_json()
    sent_with(bureau, uploaded)
    assert view["media_type"] == media_type
    copy = owner("GET", f"/files/{view['id']}").data
    assert (view["size"], view["sha256"]) == (len(copy), hashlib.sha256(copy).hexdigest())
    assert secrets(papers.everything(copy)) == []
    reviewer, path = bureau.officer("chenlu", "reviewer_first"), f"/files/{view['id']}/original{WHY}"
    if media_type != kinds.WAV:
        # What a document does when it is opened was not taken out of it: nobody gets it without having been told.
        for told in ("", "&uncleaned=false"):
            refused = reviewer("GET", path + told)
            assert (refused.status_code, code(refused)) == (409, "file.uncleaned")
        path += "&uncleaned=true"
    got = reviewer("GET", path)
    assert (got.data, got.content_type) == (made, media_type)
    assert got.headers["Content-Disposition"].startswith("attachment;")


def test_reviewers_get_it_and_nobody_else(desk: Desk, bureau: Bureau) -> None:
    owner, content = bureau.outsider(), taken("JPEG")
    path = f"/files/{sent_with(bureau, send(owner, content, kind='attachment'))}/original{WHY}"
    for role in REVIEWERS:
        assert bureau.officer(role, role)("GET", path).data == content
    refused = [owner, bureau.officer("lijing"), bureau.officer("zhouling", "leader"), bureau.admin]
    for person in refused:
        answer = person("GET", path)
        assert (answer.status_code, code(answer)) == (403, "forbidden.role")
    assert bureau.person()("GET", path).status_code == 401
    stranger = desk.bureau().officer("stranger", "reviewer_final")("GET", path)
    assert (stranger.status_code, code(stranger)) == (404, "file.unknown")


def test_each_look_is_on_the_audit_trail_with_its_reason(desk: Desk, bureau: Bureau) -> None:
    file = sent_with(bureau, send(bureau.outsider(), taken("PNG"), kind="attachment"))
    reviewer = bureau.officer("chenlu", "reviewer_first")
    assert reviewer("GET", f"/files/{file}/original{WHY}").status_code == 200
    row = desk.db["audit"].find_one({"operation": "originals.original", "object": file})
    assert row is not None
    assert (row["account"], row["purpose"]) == (reviewer.account, "核对拍摄时间")
    # As an administrator of no outlet reads it; here nobody knows who belongs to one.
    reader = Reader(bureau.code, bureau.admin.account)
    asked = AuditQuery().load({"object": file, "operation": "originals.original"})
    (shown,) = search(desk.db, reader, asked)["items"]
    assert shown["purpose"] == "核对拍摄时间"
    # A row from before looks had a reason.
    desk.db["audit"].update_one({"_id": row["_id"]}, {"$unset": {"purpose": ""}})
    (shown,) = search(desk.db, reader, asked)["items"]
    assert shown["purpose"] == ""


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("", "required"),
        ("?reason=", "required"),
        ("?reason=%20%E2%80%8B%0A", "required"),
        ("?reason=" + "x" * 501, "length.max"),
        (f"{WHY}&reason=again", "repeated"),
    ],
    ids=["none", "empty", "nothing seen", "too long", "two"],
)
def test_without_a_reason_there_is_no_look(bureau: Bureau, query: str, rule: str) -> None:
    file = sent_with(bureau, send(bureau.outsider(), taken("PNG"), kind="attachment"))
    answer = bureau.officer("chenlu", "reviewer_first")("GET", f"/files/{file}/original{query}")
    assert (answer.status_code, rules(answer)) == (422, {"/reason": rule})


def test_a_file_that_told_nothing_has_no_original(bureau: Bureau) -> None:
    reviewer, liaison = bureau.officer("chenlu", "reviewer_first"), bureau.officer("lijing")
    for content, kind in ((sample(kinds.PDF), "attachment"), (workbook(), "sheet")):
        file = sent_with(bureau, send(liaison, content, kind=kind))
        answer = reviewer("GET", f"/files/{file}/original{WHY}")
        assert (answer.status_code, code(answer)) == (404, "file.no_original")


@pytest.mark.parametrize(("language", "words"), [("zh", "宏、控件或加载项"), ("en", "macro, control or extension")])
def test_a_document_with_a_control_is_not_kept(desk: Desk, bureau: Bureau, language: str, words: str) -> None:
    hostile = with_parts({"word/activeX/activeX1.xml": b"<ax:ocx xmlns:ax='urn:ax'/>"})
    answer = send(bureau.outsider(), hostile, "稿件.docx", "attachment", {"Accept-Language": language})
    assert rules(answer) == {"/file": "file.active"}
    assert words in answer.text and "activeX1.xml" in answer.text
    assert desk.db["files.files"].count_documents({"metadata.bureau": bureau.code}) == 0


def test_the_copy_that_others_open_asks_nobody_elsewhere(bureau: Bureau) -> None:
    owner = bureau.outsider()
    hostile = related("oleObject", f"mhtml:http://{HOST}/x.html!x-usc:http://{HOST}/x.html")
    copy = owner("GET", f"/files/{send(owner, hostile, '稿件.docx', 'attachment').get_json()['id']}").data
    assert copy.startswith(b"PK") and HOST.encode() not in papers.everything(copy)


def test_what_cannot_be_cleaned_is_not_kept(desk: Desk, bureau: Bureau) -> None:
    protected = papers.pdf(encryption=papers.pikepdf.Encryption(owner="a", user="b"))
    answer = send(bureau.outsider(), protected, "a.pdf", "attachment", {"Accept-Language": "en"})
    assert rules(answer) == {"/file": "file.encrypted"}
    assert "password" in answer.text
    assert desk.db["files.files"].count_documents({"metadata.bureau": bureau.code}) == 0
