"""tus 1.0 header by header: creation, parts, checksums, termination, expiration."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.file_settings import FileSettings
from shared.clock import now
from tests.gateway.accounts.desk import Bureau, Desk, Person, code, rules
from tests.gateway.files.samples import sound
from tests.gateway.files.sending import TUS, begin, begun, finished, metadata, send
from tests.gateway.files.test_files import HTML, MP4, PDF, PICTURES, archive

MIB = 1024 * 1024
SOUND = sound(bytes(range(256)) * 10_000)


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


def head(person: Person, path: str) -> dict[str, str]:
    answer = person("HEAD", path, headers=TUS)
    assert (answer.status_code, answer.data, answer.headers["Cache-Control"]) == (200, b"", "no-store")
    return dict(answer.headers)


def digest(content: bytes, algorithm: str = "sha1") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def test_what_is_supported_is_told_to_anybody(bureau: Bureau) -> None:
    told = bureau.person()("OPTIONS", "/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "creation-defer-length", "expiration", "checksum", "termination",
    }  # fmt: skip
    assert (told.headers["Tus-Checksum-Algorithm"], told.headers["Tus-Max-Size"]) == ("sha1,sha256", str(2048 * MIB))


def test_a_file_comes_in_parts_and_is_the_same(person: Person) -> None:
    answer = begin(person, len(SOUND))
    path = answer.headers["Location"].removeprefix("/v1")
    assert (answer.headers["Tus-Resumable"], answer.get_json()["state"]) == ("1.0.0", "open")
    for begins, ends in ((0, 1), (1, 1_500_000), (1_500_000, len(SOUND))):
        told = head(person, path)
        assert (told["Upload-Offset"], told["Upload-Length"]) == (str(begins), str(len(SOUND)))
        assert told["Upload-Metadata"] == metadata(kind="attachment", filename="夜巡.mp4")
        sent = send(person, path, begins, SOUND[begins:ends])
        assert (sent.status_code, sent.headers["Upload-Offset"], sent.data) == (204, str(ends), b"")
        assert sent.headers["Upload-Expires"].endswith(" GMT")
    view = finished(person, path)
    file = view["file"]
    assert view["sha256"] == file["sha256"] == hashlib.sha256(SOUND).hexdigest()
    assert (file["name"], file["media_type"], file["kind"], file["size"]) == (
        "夜巡.mp4.wav", "audio/wav", "attachment", len(SOUND),
    )  # fmt: skip
    assert file["owner"] == person.account
    assert person("GET", f"/files/{file['id']}").data == SOUND


def test_the_first_part_may_come_with_the_announcement(person: Person) -> None:
    answer = begin(person, len(PDF), PDF, kind="evidence", filename="a.pdf")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(PDF)))
    view = finished(person, answer.headers["Location"].removeprefix("/v1"))
    assert (view["state"], view["file"]["media_type"]) == ("done", "application/pdf")


def test_the_length_may_be_told_later(person: Person) -> None:
    path = begun(person, None)
    assert head(person, path)["Upload-Defer-Length"] == "1"
    assert send(person, path, 0, PDF[:5]).status_code == 204
    told = send(person, path, 5, PDF[5:], Upload_Length=str(len(PDF)))
    assert told.headers["Upload-Length"] == str(len(PDF))
    assert finished(person, path)["file"]["size"] == len(PDF)
    late = begun(person, None)
    send(person, late, 0, PDF)
    assert send(person, late, len(PDF), b"", Upload_Length="3").status_code == 409
    assert send(person, late, len(PDF), b"", Upload_Length=str(len(PDF))).status_code == 204
    assert finished(person, late)["state"] == "done"


def test_a_part_that_does_not_go_on_where_the_last_one_ended_is_refused(person: Person) -> None:
    path = begun(person, len(SOUND), SOUND[:100])
    for offset in (0, 99, 101):
        refused = send(person, path, offset, SOUND[offset:])
        assert (refused.status_code, code(refused)) == (409, "upload.offset")
        assert refused.headers["Tus-Resumable"] == "1.0.0"
    assert head(person, path)["Upload-Offset"] == "100"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_that_is_not_what_was_sent_is_not_taken(person: Person, algorithm: str) -> None:
    path, part = begun(person, len(SOUND)), SOUND[: 3 * MIB // 2]
    refused = send(person, path, 0, part[:-1] + b"?", Upload_Checksum=digest(part, algorithm))
    assert (refused.status_code, code(refused)) == (460, "upload.checksum")
    assert head(person, path)["Upload-Offset"] == "0"
    assert send(person, path, 0, part, Upload_Checksum=digest(part, algorithm)).status_code == 204
    assert send(person, path, len(part), SOUND[len(part) :]).status_code == 204
    assert finished(person, path)["sha256"] == hashlib.sha256(SOUND).hexdigest()


@pytest.mark.parametrize("given", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1 ?", "sha1"])
def test_a_checksum_that_cannot_be_read_is_refused(person: Person, given: str) -> None:
    path = begun(person, 100)
    refused = send(person, path, 0, PDF[:10], Upload_Checksum=given)
    assert refused.status_code == (460 if given == "sha1" else 400)
    assert head(person, path)["Upload-Offset"] == "0"


def test_more_than_was_announced_is_refused(person: Person) -> None:
    path = begun(person, 10)
    refused = send(person, path, 0, PDF)
    assert (refused.status_code, code(refused)) == (413, "upload.beyond")
    assert "10" in refused.get_json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status", "told"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412, "upload.protocol"),
        ({"Tus-Resumable": None}, 412, "upload.protocol"),
        ({"Upload-Length": "x"}, 422, {"/Upload-Length": "upload.number"}),
        ({"Upload-Length": "-1"}, 422, {"/Upload-Length": "upload.number"}),
        ({"Upload-Length": "0"}, 422, {"/Upload-Length": "file.empty"}),
        ({"Upload-Length": None}, 400, "upload.length_or_defer"),
        ({"Upload-Defer-Length": "1"}, 400, "upload.length_or_defer"),
        ({"Upload-Length": None, "Upload-Defer-Length": "2"}, 400, "upload.length_or_defer"),
        ({"Upload-Length": str(2048 * MIB + 1)}, 413, "upload.too_large"),
        ({"Upload-Metadata": metadata(filename="a")}, 422, {"/Upload-Metadata/kind": "required"}),
        ({"Upload-Metadata": metadata(kind="film")}, 422, {"/Upload-Metadata/kind": "choice"}),
        ({"Upload-Metadata": "kind attachment!"}, 422, {"/Upload-Metadata": "upload.metadata"}),
        ({"Upload-Metadata": metadata(kind="sheet"), "Upload-Length": str(21 * MIB)}, 413, "upload.too_large"),
    ],
)
def test_an_announcement_that_cannot_be_is_refused(
    person: Person, headers: dict[str, Any], status: int, told: Any
) -> None:
    usual = {**TUS, "Upload-Metadata": metadata(kind="attachment"), "Upload-Length": "10", **headers}
    answer = person("POST", "/uploads", headers={name: value for name, value in usual.items() if value is not None})
    assert answer.status_code == status, answer.text
    assert (rules(answer) if isinstance(told, dict) else code(answer)) == told
    assert ("Tus-Version" in answer.headers) == (status == 412)


def test_a_part_must_be_of_the_protocols_type(person: Person) -> None:
    path = begun(person, 10)
    headers = {**TUS, "Upload-Offset": "0"}
    refused = person("PATCH", path, headers=headers, data=b"0123456789", content_type="application/json")
    assert refused.status_code == 415
    missing = person("PATCH", path, headers=TUS, data=b"", content_type="application/offset+octet-stream")
    assert rules(missing) == {"/Upload-Offset": "required"}


@pytest.mark.parametrize(("content", "kind"), [(HTML, "attachment"), (MP4, "evidence"), (PICTURES["BMP"], "evidence")])
def test_what_is_not_taken_is_refused_long_before_its_end(
    person: Person, desk: Desk, content: bytes, kind: str
) -> None:
    path = begun(person, 40 * MIB, kind=kind)
    refused = send(person, path, 0, content.ljust(100_000, b" "))
    assert rules(refused) == {"/file": "file.type"}
    view = finished(person, path)
    assert (view["state"], [each["rule"] for each in view["errors"]]) == ("refused", ["file.type"])
    assert rules(send(person, path, 0, b"x")) == {"/file": "file.type"}
    assert desk.db["upload_pieces"].count_documents({"_id": {"$regex": path.rpartition("/")[2]}}) == 0


def test_a_type_has_its_limit_also_here(person: Person) -> None:
    path = begun(person, 51 * MIB, kind="evidence")
    assert rules(send(person, path, 0, PICTURES["JPEG"].ljust(100_000, b"\0"))) == {"/file": "file.size"}


def test_what_only_the_whole_tells_is_refused_at_the_end(person: Person, desk: Desk, bureau: Bureau) -> None:
    packed = archive("a.txt")
    path = begun(person, len(packed), packed)
    view = finished(person, path)
    assert [(each["pointer"], each["rule"]) for each in view["errors"]] == [("/file", "file.type")]
    assert "照片可为" in view["errors"][0]["message"] and view["file"] is None
    english = person("GET", path, headers={"Accept-Language": "en"}).get_json()
    assert "pictures: JPEG" in english["errors"][0]["message"]
    assert desk.db["files.files"].count_documents({"metadata.bureau": bureau.code}) == 0


def test_an_upload_is_its_owners_alone(person: Person, bureau: Bureau, desk: Desk) -> None:
    path = begun(person, 10)
    for other in (bureau.officer("lijing"), bureau.outsider("another"), desk.bureau().admin):
        for answer in (other("GET", path), send(other, path, 0, b"x"), other("DELETE", path, headers=TUS)):
            assert (answer.status_code, code(answer)) == (404, "upload.unknown")
    assert bureau.person()("GET", path).status_code == 401
    assert head(person, path)["Upload-Offset"] == "0"


def test_a_cancelled_upload_is_gone_with_its_bytes(person: Person, desk: Desk) -> None:
    path = begun(person, len(SOUND), SOUND[:2_000_000])
    pieces = {"_id": {"$regex": path.rpartition("/")[2]}}
    assert desk.db["upload_pieces"].count_documents(pieces) == 2
    assert person("DELETE", path, headers=TUS).status_code == 204
    assert person("HEAD", path, headers=TUS).status_code == 404
    assert send(person, path, 2_000_000, b"x").status_code == 404
    assert desk.db["upload_pieces"].count_documents(pieces) == 0


def test_an_upload_without_progress_expires(person: Person, desk: Desk) -> None:
    path = begun(person, 10)
    id_ = path.rpartition("/")[2]
    before = desk.db["uploads"].find_one({"_id": id_})["expires"]
    assert timedelta(hours=23) < before - now() < timedelta(hours=25)
    send(person, path, 0, b"x")
    assert desk.db["uploads"].find_one({"_id": id_})["expires"] > before
    desk.db["uploads"].update_one({"_id": id_}, {"$set": {"expires": now()}})
    assert person("HEAD", path, headers=TUS).status_code == 404


def test_an_account_has_so_many_unfinished_uploads_and_no_more(person: Person, bureau: Bureau) -> None:
    paths = [begun(person, 10) for _ in range(20)]
    refused = begin(person, 10)
    assert (refused.status_code, code(refused)) == (409, "upload.too_many")
    assert begin(bureau.outsider("another"), 10).status_code == 201
    person("DELETE", paths[0], headers=TUS)
    assert begin(person, 10).status_code == 201


def test_a_repeated_announcement_is_one_upload(person: Person) -> None:
    first, again = (begin(person, 10, Idempotency_Key="k-1") for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    other = begin(person, 11, Idempotency_Key="k-1")
    assert (other.status_code, code(other)) == (422, "idempotency.key_reused")


def test_each_step_is_on_the_audit_trail(person: Person, desk: Desk) -> None:
    path = begun(person, 10)
    send(person, path, 0, b"x")
    person("DELETE", path, headers=TUS)
    rows = desk.db["audit"].find({"account": person.account, "operation": {"$regex": "^uploads"}}).sort("_id", 1)
    assert [(row["operation"], row["object"]) for row in rows][1:] == [
        ("uploads.append", path.rpartition("/")[2]),
        ("uploads.cancel", path.rpartition("/")[2]),
    ]


def test_a_small_limit_holds_for_deferred_lengths(database: Database) -> None:
    desk = Desk(database.uri, files=FileSettings(max_sheet=1024))
    try:
        person = desk.bureau().outsider()
        path = begun(person, None, kind="sheet")
        assert code(send(person, path, 0, bytes(1025))) == "upload.beyond"
    finally:
        desk.close()
