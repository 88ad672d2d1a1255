"""Uploaded files (附件): sent once, then named by their id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from gridfs.grid_file import GridOut

from gateway.api import examples
from gateway.auth.access import SIGNED_IN
from gateway.current import asking
from gateway.files.bucket import FileRecord, disposition
from gateway.files.kinds import Kind
from gateway.files.schemas import FileView, Upload
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import STAFF_ROLES, Role
from shared.errors import FieldProblem, Invalid, NotFound

area = Area("files", zh="附件", en="Files")
EXAMPLE: dict[str, Any] = {
    "id": examples.ID,
    "name": "授权书.pdf",
    "size": 48213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "media_type": "application/pdf",
    "kind": "evidence",
    "owner": examples.ID,
    "created_at": "2026-11-02T08:30:00Z",
}
PIECE = 255 * 1024


@area.post(
    "/files", access=SIGNED_IN, upload=True, body=Upload(), answer=FileView(), answer_example=EXAMPLE, status=201,
    location="/v1/files/{id}/metadata",
    zh="上传文件\n类型按内容判定，不看文件名；evidence 为 JPEG、PNG、WebP、PDF，sheet 为 XLSX，attachment 另可为 "
       "DOCX、MP4、MP3（不可为 XLSX）。默认不超过 20 MiB。\n"
       "图片中的拍摄位置、设备等信息（EXIF、GPS、XMP）在保存前去除并转正；大小与 SHA-256 均指保存的文件。",
    en="Upload a file\nIts type is decided by content, not by name; evidence: JPEG, PNG, WebP, PDF, sheet: XLSX, "
       "attachment: as evidence, and DOCX, MP4, MP3. 20 MiB at most unless configured otherwise.\n"
       "What a camera wrote into a picture (place, device: EXIF, GPS, XMP) is taken out and the picture turned upright "
       "before it is kept; size and SHA-256 are those of the kept file.",
)  # fmt: skip
def upload(data: Data) -> Data:
    sent = request.files.getlist("file")
    if len(sent) != 1:
        raise Invalid("validation", problems=[FieldProblem("/file", "http.file_required")])
    return runtime().files.store(sent[0].stream, sent[0].filename or "", Kind(data["kind"]), asking()).view()


@area.get(
    "/files/<id:file>", access=SIGNED_IN, audited=True, media_type="*/*",
    zh="下载文件\n上传者本人与本局民警；表格仅限上传者与对接民警。每次下载均留痕。",
    en="Download a file\nFor who sent it and for the bureau's staff, of whom liaisons alone get sheets; every download "
       "is on the audit trail.",
)  # fmt: skip
def download(file: str) -> Response:
    return served(_visible(file))


@area.get(
    "/files/<id:file>/metadata", access=SIGNED_IN, answer=FileView(), answer_example=EXAMPLE,
    zh="文件信息\n类型、大小与 SHA-256。",
    en="About a file\nIts type, size and SHA-256.",
)  # fmt: skip
def metadata(file: str) -> Data:
    return _visible(file).view()


def served(record: FileRecord) -> Response:
    """The content of a file that the caller may have, by whatever right."""
    headers = {
        "Content-Length": str(record.size),
        "Content-Disposition": disposition(record.name),
        # Whatever is in the file must not run as ours.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    stored = runtime().files.open(record.id, record.bureau)
    return Response(_pieces(stored), 200, headers, content_type=record.media_type)


def _visible(file: str) -> FileRecord:
    """The file, for those who may see it. Raises: NotFound for all others."""
    who = asking()
    record = runtime().files.find(file, who.bureau)
    # A sheet has identity numbers and phones in full, which of the staff only liaisons see.
    readers = {Role.LIAISON} if record.kind is Kind.SHEET else STAFF_ROLES
    if record.owner != who.account and who.roles.isdisjoint(readers):
        raise NotFound("file.unknown")
    return record


def _pieces(stored: GridOut) -> Iterator[bytes]:
    with stored:
        while piece := stored.read(PIECE):
            yield piece
