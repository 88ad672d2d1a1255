"""Sheets are kept sealed: nothing of them is in the database as it came, and they come back as they were."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from gateway.files.bucket import CHUNK, Files
from gateway.files.kinds import XLSX, Kind
from gateway.files.records import FileRecord, Owner
from shared.identity.cipher import FieldCipher, Unsealable
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.files.test_files import send

PHONE = "13934841887"
CONTENT = (PHONE.encode() + bytes(range(256))) * 3_000


def kept(desk: Desk, path: Path, kind: Kind, files: Files | None = None) -> FileRecord:
    path.write_bytes(CONTENT)
    about = {"kind": kind.value, "media_type": XLSX, "sha256": hashlib.sha256(CONTENT).hexdigest()}
    return (files or desk.runtime.files).keep(path, "媒体.xlsx", Owner("330108", "a1"), about)


def stored(desk: Desk, record: FileRecord) -> list[bytes]:
    return [bytes(row["data"]) for row in desk.db["files.chunks"].find({"files_id": record.id}).sort("n", 1)]


def test_a_sheet_is_sealed_and_comes_back_whole_and_in_parts(desk: Desk, tmp_path: Path) -> None:
    record = kept(desk, tmp_path / "sheet", Kind.SHEET)
    files = desk.runtime.files
    assert record.sealed and record.size == len(CONTENT) > 3 * CHUNK
    assert not any(PHONE.encode() in each for each in stored(desk, record))
    assert b"".join(files.pieces(record, 0, record.size)) == CONTENT
    for start, end in ((0, 1), (CHUNK - 3, CHUNK + 5), (2 * CHUNK, 3 * CHUNK), (record.size - 1, record.size)):
        assert b"".join(files.pieces(record, start, end)) == CONTENT[start:end]
    with files.open(record.id, "330108") as file:
        assert file.read() == CONTENT
    files.copy_to(record, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == CONTENT


def test_others_and_those_from_before_are_as_they_came(desk: Desk, tmp_path: Path) -> None:
    attachment = kept(desk, tmp_path / "attachment", Kind.ATTACHMENT)
    before = kept(desk, tmp_path / "before", Kind.SHEET, Files(desk.db))
    for record in (attachment, before):
        assert record.sealed == "" and b"".join(stored(desk, record)) == CONTENT
        assert b"".join(desk.runtime.files.pieces(record, 0, record.size)) == CONTENT


def test_chunks_that_change_places_and_keys_that_left_the_ring_do_not_open(desk: Desk, tmp_path: Path) -> None:
    old, new = ("k0", b"0" * 32), ("k1", b"1" * 32)
    record = kept(desk, tmp_path / "sheet", Kind.SHEET, Files(desk.db, FieldCipher([old])))
    assert b"".join(Files(desk.db, FieldCipher([new, old])).pieces(record, 0, record.size)) == CONTENT
    for files in (Files(desk.db, FieldCipher([new])), Files(desk.db)):
        with pytest.raises(Unsealable):
            list(files.pieces(record, 0, record.size))
    first, second, *_ = desk.db["files.chunks"].find({"files_id": record.id}).sort("n", 1)
    desk.db["files.chunks"].update_one({"_id": first["_id"]}, {"$set": {"data": second["data"]}})
    with pytest.raises(Unsealable):
        list(Files(desk.db, FieldCipher([old])).pieces(record, 0, record.size))


def test_who_sent_a_sheet_gets_it_back(desk: Desk, bureau: Bureau) -> None:
    made, book = io.BytesIO(), Workbook()
    assert book.active is not None
    book.active.append([PHONE])
    book.save(made)
    person = bureau.outsider()
    id_ = send(person, made.getvalue(), name="媒体.xlsx", kind="sheet").get_json()["id"]
    assert desk.db["files.files"].find_one({"_id": id_})["metadata"]["sealed"] == "k1"
    assert person("GET", f"/files/{id_}").data == made.getvalue()
