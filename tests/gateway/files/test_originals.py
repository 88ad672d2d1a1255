"""The copy is for whoever may see the file, the original for reviewers alone, and each look at it is on record."""

from __future__ import annotations

import hashlib

import pytest

from gateway.audit.readers import Reader
from gateway.audit.reading import AuditQuery, search
from gateway.files import kinds
from shared.errors import NotFound
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, code, rules
from tests.gateway.files.cleaning import films, papers
from tests.gateway.files.cleaning.copies import secrets
from tests.gateway.files.cleaning.test_acting import with_parts
from tests.gateway.files.cleaning.test_active_office import HOST, related
from tests.gateway.files.samples import sample
from tests.gateway.files.test_files import send, workbook

# 核对拍摄时间 / checking when it was taken
WHY = "?reason=%E6%A0%B8%E5%AF%B9%E6%8B%8D%E6%91%84%E6%97%B6%E9%97%B4"
REVIEWERS = ("reviewer_first", "reviewer_second", "reviewer_final")


def attached(file: str) -> str:
    """Where the original of a work's attachment is."""
    return f"/submissions/{new_id()}/attachments/{file}/original"


@pytest.mark.parametrize("media_type", [kinds.PDF, kinds.DOCX, kinds.WAV])
def test_what_a_file_tells_is_in_the_original_alone(desk: Desk, bureau: Bureau, media_type: str) -> None:
    made = {kinds.PDF: papers.pdf, kinds.DOCX: papers.docx_file, kinds.WAV: films.wav}[media_type]()
    owner = bureau.outsider()
    view = send(owner, made, "稿件", "attachment").get_json()
    assert view["media_type"] == media_type
    copy = owner("GET", f"/files/{view['id']}").data
    assert (view["size"], view["sha256"]) == (len(copy), hashlib.sha256(copy).hexdigest())
    assert secrets(papers.everything(copy)) == []
    kept = desk.runtime.files.original(view["id"], bureau.code)
    assert b"".join(desk.runtime.files.pieces(kept, 0, kept.size)) == made


def test_nobody_else_than_reviewers_asks_for_it(bureau: Bureau) -> None:
    path = attached(new_id()) + WHY
    for person in (bureau.outsider(), bureau.officer("lijing"), bureau.officer("zhouling", "leader"), bureau.admin):
        answer = person("GET", path)
        assert (answer.status_code, code(answer)) == (403, "forbidden.role")
    assert bureau.person()("GET", path).status_code == 401
    for role in REVIEWERS:
        assert bureau.officer(role, role)("GET", path).status_code == 503, "nobody is behind this gateway"


def test_each_look_is_on_the_audit_trail_with_its_reason(desk: Desk, bureau: Bureau) -> None:
    """Before the service is asked who may see the work, which nobody answers here."""
    reviewer, file = bureau.officer("chenlu", "reviewer_first"), new_id()
    assert reviewer("GET", attached(file) + WHY).status_code == 503
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
    answer = bureau.officer("chenlu", "reviewer_first")("GET", attached(new_id()) + query)
    assert (answer.status_code, rules(answer)) == (422, {"/reason": rule})


def test_a_file_that_told_nothing_has_no_original(desk: Desk, bureau: Bureau) -> None:
    liaison = bureau.officer("lijing")
    for content, kind in ((sample(kinds.PDF), "attachment"), (workbook(), "sheet")):
        file = send(liaison, content, kind=kind).get_json()["id"]
        with pytest.raises(NotFound):
            desk.runtime.files.original(file, bureau.code)


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
