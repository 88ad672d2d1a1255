"""Uploads: type by content, size, who may read, and what a name may not do."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from PIL import Image
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from gateway.api.downloads import disposition
from gateway.file_settings import FileSettings
from gateway.files import kinds
from gateway.files.kinds import ALLOWED, TYPES, Kind, allowed_words
from gateway.files.records import Owner, safe_name
from shared.context import STAFF_ROLES
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, Person, code, rules
from tests.gateway.files.samples import sample, sound

PDF = sample(kinds.PDF)
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def picture(format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((8, 6), 40).convert("RGB").save(out, format_, **options)
    return out.getvalue()


PICTURES = {name: picture(name) for name in ("JPEG", "PNG", "WEBP", "GIF", "BMP")}


def workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "名称"
    book.save(out)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


DOCX, PPTX, XLSX = sample(kinds.DOCX), sample(kinds.PPTX), sample(kinds.XLSX)
MP4, MOV, M4A, MP3 = (sample(each) for each in (kinds.MP4, kinds.MOV, kinds.M4A, kinds.MP3))
WAV = sound(bytes(2_000))
AVIF = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(40)


def send(
    person: Person, content: bytes, name: str = "a.bin", kind: str = "evidence", headers: Any = None
) -> TestResponse:
    form = {"file": (io.BytesIO(content), name), "kind": kind}
    return person("POST", "/files", data=form, headers=headers, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (PICTURES["JPEG"], "evidence", "image/jpeg"),
        (PICTURES["PNG"], "evidence", "image/png"),
        (PICTURES["WEBP"], "evidence", "image/webp"),
        (PDF, "evidence", "application/pdf"),
        (workbook(), "sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (PICTURES["JPEG"], "attachment", "image/jpeg"),
        (PDF, "attachment", "application/pdf"),
        (DOCX, "attachment", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (MP4, "attachment", "video/mp4"),
        (MP3, "attachment", "audio/mpeg"),
        (PICTURES["GIF"], "evidence", "image/gif"),
        (MOV, "attachment", "video/quicktime"),
        (M4A, "attachment", "audio/mp4"),
        (WAV, "attachment", "audio/wav"),
        (PPTX, "attachment", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (XLSX, "attachment", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_kept_with_the_type_of_its_content(
    bureau: Bureau, content: bytes, kind: str, media_type: str
) -> None:
    person = bureau.outsider()
    answer = send(person, content, "证明.exe", kind)
    assert answer.status_code == 201, answer.text
    view = answer.get_json()
    assert (view["media_type"], view["size"], view["owner"]) == (media_type, len(content), person.account)
    assert view["sha256"] == hashlib.sha256(content).hexdigest()
    assert view["name"] == f"证明.exe.{TYPES[media_type].endings[0]}"
    got = person("GET", f"/files/{view['id']}")
    assert (got.data, got.content_type) == (content, media_type)
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert person("GET", answer.headers["Location"].removeprefix("/v1")).get_json() == view


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (HTML, "a.jpg", "evidence"),
        (b"MZ\x90\x00" + b"\0" * 100, "a.pdf", "evidence"),
        (workbook(), "a.jpg", "evidence"),
        (PICTURES["PNG"], "a.xlsx", "sheet"),
        (archive("word/document.xml", "[Content_Types].xml"), "a.xlsx", "sheet"),
        (b"name,region\n", "a.xlsx", "sheet"),
        (PICTURES["BMP"], "a.jpg", "evidence"),
        (AVIF, "a.heic", "evidence"),
        (archive("xl/other.xml", "[Content_Types].xml"), "a.xlsx", "attachment"),
        (archive("a.txt"), "a.docx", "attachment"),
        (HTML, "a.mp4", "attachment"),
        (MP4, "a.jpg", "evidence"),
    ],
)
def test_other_content_is_refused_whatever_its_name(
    desk: Desk, bureau: Bureau, content: bytes, name: str, kind: str
) -> None:
    assert rules(send(bureau.outsider(), content, name, kind)) == {"/file": "file.type"}
    assert desk.db["files.files"].count_documents({"metadata.bureau": bureau.code}) == 0


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (archive("xl/workbook.xml", "[Content_Types].xml", "xl/vbaProject.bin"), "file.macros"),
        (archive("ppt/presentation.xml", "[Content_Types].xml", "ppt/vbaProject.bin"), "file.macros"),
        (archive("word/document.xml", "[Content_Types].xml", "word/vbaProject.bin"), "file.macros"),
        (b"PK\x03\x04broken", "file.broken"),
        (workbook()[:-30], "file.broken"),
    ],
)
def test_macros_and_half_a_document_are_told_as_what_they_are(bureau: Bureau, content: bytes, rule: str) -> None:
    assert rules(send(bureau.outsider(), content, "a.docx", "attachment")) == {"/file": rule}


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "旧版 Word", "an old or an encrypted Word"),
        (PICTURES["BMP"], "BMP 图片（请另存为 JPEG 或 PNG）", "a picture in BMP (save it as JPEG or PNG)"),
        (AVIF, "AVIF", "AVIF"),
        (b"MM\0\x2a" + bytes(100), "TIFF 图片", "a picture in TIFF"),
        (archive("a.txt"), "压缩包（请解压后逐个上传）", "an archive"),
        (HTML, "网页", "a web page"),
    ],
)
def test_content_that_is_not_taken_is_called_as_people_call_it(
    bureau: Bureau, content: bytes, zh: str, en: str
) -> None:
    person = bureau.outsider()
    for locale, told in (("zh", zh), ("en", en)):
        answer = send(person, content, "a.docx", "attachment", headers={"Accept-Language": locale})
        (problem,) = answer.get_json()["errors"]
        assert (problem["rule"], told in problem["message"]) == ("file.type", True), problem["message"]


def test_a_refusal_says_in_words_what_is_taken(bureau: Bureau) -> None:
    person = bureau.outsider()
    for locale, told in (
        ("zh", "照片可为 JPEG、PNG、WebP、HEIC、GIF；视频可为 MP4、MOV"),
        ("en", "video: MP4, MOV; audio: MP3"),
    ):
        text = send(person, HTML, kind="attachment", headers={"Accept-Language": locale}).get_json()["errors"][0][
            "message"
        ]
        assert told in text and {"zh": "网页", "en": "a web page"}[locale] in text
        assert not [media_type for media_type in TYPES if media_type in text]


def test_every_type_that_is_taken_is_told_for_its_kind() -> None:
    for kind in Kind:
        for locale in ("zh", "en"):
            assert all(TYPES[each].name in allowed_words(kind)[locale] for each in ALLOWED[kind])


def test_each_type_has_a_limit_of_its_own(database: Database) -> None:
    desk = Desk(database.uri, files=FileSettings(max_picture=100_000, max_document=3_000))
    try:
        person = desk.bureau().outsider()
        assert send(person, PDF + bytes(2_000)).status_code == 201
        refused = send(person, PDF + bytes(4_000), headers={"Accept-Language": "en"})
        assert rules(refused) == {"/file": "file.size"}
        assert "documents: 0.00286 MiB" in refused.text
        assert send(person, picture("BMP").ljust(4_000, b"\0"), kind="evidence").status_code == 422
        assert send(person, PICTURES["JPEG"].ljust(50_000, b"\0")).status_code == 201
    finally:
        desk.close()


def test_a_workbook_is_known_in_any_order_of_its_parts(bureau: Bureau) -> None:
    content = archive("xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml")
    assert send(bureau.outsider(), content, kind="sheet").status_code == 201


def test_an_upload_needs_one_file_and_a_known_kind(bureau: Bureau) -> None:
    person = bureau.outsider()
    assert rules(send(person, b"")) == {"/file": "file.empty"}
    assert rules(send(person, PDF, kind="film")) == {"/kind": "choice"}
    none = person("POST", "/files", data={"kind": "evidence", "file": "text"}, content_type="multipart/form-data")
    assert none.status_code == 422
    two = {"kind": "evidence", "file": [(io.BytesIO(PDF), "a"), (io.BytesIO(PDF), "b")]}
    assert rules(person("POST", "/files", data=two, content_type="multipart/form-data"))["/file"]
    plain = person("POST", "/files", {"kind": "evidence"})
    assert plain.status_code == 415


def test_too_much_is_refused(database: Database) -> None:
    desk = Desk(database.uri, max_upload=50_000, max_body=10_000)
    try:
        person = desk.bureau().outsider()
        assert send(person, PDF + b"\0" * 40_000).status_code == 201
        refused = send(person, PDF + b"\0" * 60_000)
        assert (refused.status_code, code(refused)) == (413, "http.too_large")
        assert refused.get_json()["detail"] == "内容超过上限 0.0477 MiB。更大的文件请用 /v1/uploads 续传。"
    finally:
        desk.close()


def sent_with(bureau: Bureau, uploaded: TestResponse) -> str:
    """The id of a file that something was sent with."""
    view = uploaded.get_json()
    file: str = view["id"]
    assert bureau.desk.runtime.files.use([file], Owner(bureau.code, view["owner"])) == [file]
    return file


BARE = ("", "/thumbnail", "/metadata")


def test_a_file_is_by_its_id_its_senders_alone_until_it_is_sent_with_something(desk: Desk, bureau: Bureau) -> None:
    owner = bureau.outsider("wangfang")
    path = f"/files/{(uploaded := send(owner, PICTURES['JPEG'])).get_json()['id']}"
    officers = [bureau.officer(str(role).replace("_", ""), str(role)) for role in STAFF_ROLES]
    others = [*officers, bureau.outsider("stranger"), desk.bureau().admin]
    for person in others:
        assert {code(person("GET", path + place)) for place in BARE} == {"file.unknown"}
    assert [owner("GET", path + place).status_code for place in BARE] == [200, 200, 200]
    assert owner("GET", f"{path}/metadata").get_json()["attached"] is False
    sent_with(bureau, uploaded)
    for person in others:
        assert {code(person("GET", path + place)) for place in BARE} == {"file.unknown"}
    assert [owner("GET", path + place).status_code for place in BARE] == [404, 404, 200]
    assert owner("GET", f"{path}/metadata").get_json()["attached"] is True, "what it tells came from the sender"
    assert bureau.person()("GET", path).status_code == 401
    assert owner("GET", "/files/none").status_code == 404


def test_a_sheet_with_personal_data_is_its_senders_alone(bureau: Bureau) -> None:
    liaison = bureau.officer("lijing")
    path = f"/files/{send(liaison, workbook(), kind='sheet').get_json()['id']}"
    assert liaison("GET", path).data
    for person in (bureau.admin, bureau.officer("zhaoqiang"), bureau.officer("zhouling", "leader")):
        assert {code(person("GET", path + place)) for place in BARE} == {"file.unknown"}


def test_a_repeat_with_its_key_is_one_file(desk: Desk, bureau: Bureau) -> None:
    person, key = bureau.outsider(), {"Idempotency-Key": new_id()}
    first, again = send(person, PDF, headers=key), send(person, PDF, headers=key)
    assert again.get_json() == first.get_json()
    assert desk.db["files.files"].count_documents({"metadata.bureau": bureau.code}) == 1
    other = send(person, PICTURES["PNG"], headers=key)
    assert (other.status_code, code(other)) == (422, "idempotency.key_reused")


def test_a_download_is_on_the_audit_trail(desk: Desk, bureau: Bureau) -> None:
    owner = bureau.outsider()
    file = send(owner, PDF).get_json()["id"]
    owner("GET", f"/files/{file}")
    row = desk.db["audit"].find_one({"operation": "files.download", "object": file})
    assert row is not None
    assert row["account"] == owner.account


def test_a_file_larger_than_a_piece_comes_back_whole(desk: Desk, bureau: Bureau) -> None:
    content = sound(bytes(range(256)) * 12_000)
    person = bureau.outsider()
    file = send(person, content, kind="attachment").get_json()["id"]
    assert person("GET", f"/files/{file}").data == content
    with desk.runtime.files.open(file, bureau.code) as stored:
        stored.seek(len(content) - 3)
        assert stored.read() == content[-3:]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("授权书.pdf", "授权书.pdf"),
        ("授权书.PDF", "授权书.PDF"),
        ("授权书", "授权书.pdf"),
        ("通知.html", "通知.html.pdf"),
        ("通知.hta. ", "通知.hta.pdf"),
        ("照片.jpg", "照片.jpg.pdf"),
        ("第3.1稿", "第3.1稿.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\files\\a.pdf", "a.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b Set-Cookie_ x.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("证\u200b明\ufeff_x000D_.pdf", "证明 .pdf"),
        (".hidden", "hidden.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 116 + ".pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given, kinds.PDF) == safe
    assert safe_name(safe, kinds.PDF) == safe


def test_a_name_in_a_header_stays_in_its_place() -> None:
    told = disposition('授 "权;书.pdf')
    assert told.startswith('attachment; filename="_ __')
    assert told.isascii()
    assert "\n" not in told
