"""Uploaded files (附件): sent once, then named by their id."""

from __future__ import annotations

from io import SEEK_END
from typing import Any

from flask import Response, request

from gateway import messages
from gateway.api import examples
from gateway.api.downloads import served, shown, small
from gateway.auth.access import SIGNED_IN
from gateway.current import asking, current
from gateway.files.kinds import Kind, allowed_words, mebibytes
from gateway.files.quota import Use
from gateway.files.records import FileRecord, Owner
from gateway.files.schemas import AllowanceView, Download, FileView, Thumbnail, Upload
from gateway.files.thumbnails import MEDIA_TYPE
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
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
    "scan": "clean",
    "scan_text": "已查毒，未发现病毒。",
    "attached": False,
}
ALLOWANCE: dict[str, Any] = {
    "files": 12, "bytes": 734003200, "most_files": 500, "most_bytes": 21474836480,
    "until": "2026-11-02T16:00:00Z", "near": False, "text": "",
}  # fmt: skip
TAKEN = {locale: "\n".join(f"{kind}: {allowed_words(kind)[locale]}" for kind in Kind) for locale in ("zh", "en")}


@area.post(
    "/files", access=SIGNED_IN, upload=True, body=Upload(), answer=FileView(), answer_example=EXAMPLE, status=201,
    location="/v1/files/{id}/metadata", errors=(429,),
    zh="上传文件\n类型按内容判定，不看文件名。" + TAKEN["zh"] + "。默认不超过 20 MiB，更大的请用 /v1/uploads 续传。\n"
       "拍摄位置、设备、作者等信息（EXIF、GPS、XMP、文档属性、音视频标签等）在供人查看的副本中去除，照片转正；"
       "无法去除的文件不予接收。大小与 SHA-256 均指副本。表格（sheet）按原样保存。有频次限制"
       "与每日总量（/v1/files/allowance）。",
    en="Upload a file\nIts type is decided by content, not by name. " + TAKEN["en"] + ". 20 MiB at most unless "
       "configured otherwise; for larger ones there is /v1/uploads.\n"
       "What tells of place, device and author (EXIF, GPS, XMP, properties of documents, tags of films and sounds) is "
       "taken out of the copy that others see, in which pictures stand upright; a file out of which it cannot be taken "
       "is refused. Size and SHA-256 are those of the copy. Sheets are kept as they were sent. So many an hour, and "
       "a day (/v1/files/allowance).",
)  # fmt: skip
def upload(data: Data) -> Data:
    runtime().rates.hit("upload", asking().account)
    sent = request.files.getlist("file")
    if len(sent) != 1:
        rule = "http.one_file" if sent else "http.file_required"
        raise Invalid("validation", problems=[FieldProblem("/file", rule)])
    who, stream = asking(), sent[0].stream
    owner = Owner(who.bureau, who.account)
    record = runtime().door.receive(stream, sent[0].filename or "", Kind(data["kind"]), owner, current().patience)
    current().keep(stream.seek(0, SEEK_END))
    return shown(record)


@area.get(
    "/files/allowance", access=SIGNED_IN, answer=AllowanceView(), answer_example=ALLOWANCE,
    zh="今日可上传量\n本人今天（北京时间）已上传的文件数与字节数、上限，以及何时重新计算；所剩不多时 text 有文字说明。"
       "达到上限后上传答 429。",
    en="What may be uploaded today\nFiles and bytes that one has uploaded today (Asia/Shanghai), the most of each, and "
       "when the next day begins; `text` says what is left once that is little. Beyond it an upload is answered with "
       "429.",
)  # fmt: skip
def allowance() -> Data:
    use = runtime().quotas.use(asking())
    told = {name: getattr(use, name) for name in ("files", "bytes", "most_files", "most_bytes")}
    return told | {"until": use.until.isoformat(), "near": use.near, "text": _left(use) if use.near else ""}


def _left(use: Use) -> str:
    values = {"count": max(0, use.most_files - use.files), "room": mebibytes(use.room), "free_at": use.until}
    return messages.text(current().locale, "file.day_left", values)


@area.get(
    "/files/<id:file>", access=SIGNED_IN, audited=True, media_type="*/*", query=Download(), ranged=True,
    zh="下载尚未使用的文件\n仅限上传者本人，且尚未提交使用；一经使用，即须经使用它的对象（投稿、刊发、需求、推送等）下载，"
       "限可以查看该对象的人。可只取一段（Range），ETag 为 SHA-256。每次下载均留痕。",
    en="Download a file that nothing has\nFor who sent it, until it is sent with something: from then on it is "
       "downloaded through what has it (a submission, a publication, a request, a bulletin, …), by those who may see "
       "that. A part can be asked for (Range), the ETag is the SHA-256; every download is on the audit trail.",
)  # fmt: skip
def download(file: str, data: Data) -> Response:
    return served(_unused(file), inline=data["inline"])


@area.get(
    "/files/<id:file>/metadata", access=SIGNED_IN, answer=FileView(), answer_example=EXAMPLE,
    zh="文件信息\n类型、大小与 SHA-256，以及是否已使用（attached）；仅限上传者本人。",
    en="About a file\nIts type, size and SHA-256, and whether something has it (`attached`); for who sent it.",
)  # fmt: skip
def metadata(file: str) -> Data:
    return shown(_own(file))


@area.get(
    "/files/<id:file>/thumbnail", access=SIGNED_IN, audited=True, media_type=MEDIA_TYPE, query=Thumbnail(),
    zh="尚未使用的文件的缩略图\n照片、PDF 首页、视频首帧，WebP，长边 256 或 512 像素；"
       "权限与下载相同，同样留痕。不能生成时 404。",
    en="A small picture of a file that nothing has\nOf a picture, a PDF's first page, a video's first frame, as WebP "
       "with 256 or 512 pixels on its longer side; for whom may download the file, and on the audit trail as well. 404 "
       "where there can be none.",
)  # fmt: skip
def thumbnail(file: str, data: Data) -> Response:
    return small(_unused(file), data["size"])


def _unused(file: str) -> FileRecord:
    """A file of one's own that nothing has. Raises: NotFound: who may see one that something has is known by what has
    it, and that may be confidential, or its sender may have nothing to do with it any more."""
    if not (record := _own(file)).unused:
        raise NotFound("file.unknown")
    return record


def _own(file: str) -> FileRecord:
    """A file that one has sent. Raises: NotFound."""
    record = runtime().files.find(file, asking().bureau)
    if record.owner != asking().account:
        raise NotFound("file.unknown")
    return record
