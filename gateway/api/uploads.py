"""Resumable uploads (断点续传) by tus 1.0: announced once, sent in parts, resumed where the last one ended."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request

from gateway import messages
from gateway.api import examples
from gateway.api.downloads import shown
from gateway.api.files import EXAMPLE as FILE
from gateway.auth.access import PUBLIC, SIGNED_IN
from gateway.current import asking, current
from gateway.files.kinds import Kind, most
from gateway.files.records import Owner
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from gateway.uploads import Upload, protocol
from gateway.uploads.receiving import require_open
from gateway.uploads.schemas import UploadView
from gateway.uploads.store import DONE, RECEIVED
from shared.errors import NotFound

area = Area("uploads", zh="断点续传", en="Resumable uploads")
EXAMPLE: dict[str, Any] = {
    "id": examples.ID, "state": "done", "kind": "attachment", "name": "夜巡.mp4", "offset": 734003200,
    "length": 734003200, "expires": "2026-11-03T08:30:00Z", "sha256": FILE["sha256"], "file": FILE, "errors": [],
}  # fmt: skip
BEGUN = EXAMPLE | {"state": "open", "offset": 0, "sha256": "", "file": None}
TOLD = ("Tus-Resumable", "Upload-Offset", "Upload-Expires")


@area.options(
    "/uploads", access=PUBLIC, status=204,
    zh="续传能力\n支持的 tus 版本与扩展、单个文件的上限。",
    en="What is supported\nThe version of tus and its extensions, and how large a file may be.",
)  # fmt: skip
def capabilities() -> Response:
    limits = runtime().door.limits
    return Response(status=204, headers={
        "Tus-Version": protocol.VERSION,
        "Tus-Extension": ",".join(protocol.EXTENSIONS),
        "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
        "Tus-Max-Size": str(max(most(kind, limits) for kind in Kind)),
    })  # fmt: skip


@area.post(
    "/uploads", access=SIGNED_IN, raw=protocol.MEDIA_TYPE, answer=UploadView(), answer_example=BEGUN, status=201,
    location="/v1/uploads/{id}", errors=(412, 429, 460), told=TOLD,
    headers=("Tus-Resumable", "Upload-Length", "Upload-Defer-Length", "Upload-Metadata", "Upload-Checksum"),
    zh="开始续传（tus 1.0）\n在 Upload-Metadata 中给出 kind 与 filename（值为 base64），在 Upload-Length 中给出字节数；"
       "可同时附上第一段内容。24 小时（默认）没有进展即失效；每个账号至多 20 个未完成的续传，并有频次限制与每日总量"
       "（/v1/files/allowance；取消或未被接受的不计）。",
    en="Begin a resumable upload (tus 1.0)\nkind and filename go into Upload-Metadata (base64), the number of bytes "
       "into Upload-Length; the first part may come along. Without progress for 24 hours (by default) it is gone; an "
       "account has 20 unfinished ones at most, begins so many an hour, and so much a day (/v1/files/allowance; what "
       "is cancelled or refused does not count).",
)  # fmt: skip
def begin() -> Data:
    protocol.require_version(request.headers)
    parts, who = runtime(), asking()
    parts.rates.hit("upload", who.account)
    checksum = protocol.checksum(request.headers)
    upload = parts.uploads.begin(who, protocol.announced(request.headers, parts.door.limits))
    if request.content_length or (request.content_length is None and request.headers.get("Transfer-Encoding")):
        upload = parts.uploads.take_over(upload, 0)
        upload = parts.receiver.receive(upload, who, request.stream, request.content_length, checksum)
    return _told(upload)


@area.get(
    "/uploads/<id:upload>", access=SIGNED_IN, answer=UploadView(), answer_example=EXAMPLE, told=TOLD,
    zh="续传进度\n本人的续传：open 接收中，received 已收齐、处理中，done 已成为 file，refused 未被接受（见 errors）。"
       "HEAD 按 tus 给出 Upload-Offset。",
    en="How far an upload is\nOne's own: open while it is received, received while it is worked on, done when it is "
       "`file`, refused with `errors`. HEAD gives Upload-Offset as tus has it.",
)  # fmt: skip
def progress(upload: str) -> Data:
    return _told(_own(upload))


@area.patch(
    "/uploads/<id:upload>", access=SIGNED_IN, raw=protocol.MEDIA_TYPE, status=204, stored=False,
    if_match=IfMatch.IGNORED, headers=("Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Checksum"),
    errors=(412, 429, 460), told=TOLD,
    zh="发送一段（tus 1.0）\n从 Upload-Offset 起；与已收到的字节数不符，或他处正在发送，答 409，应先查询进度。断线前的"
       "保留；给出 Upload-Checksum（sha1、sha256）的须整段相符，否则不收并答 460。内容不可接受时尽早答 422。",
    en="Send a part (tus 1.0)\nFrom Upload-Offset on; 409 when that is not what has arrived, or somebody else is "
       "sending: ask how far it is. What came before a connection broke is kept; a part with Upload-Checksum (sha1, "
       "sha256) is taken as a whole or, with 460, not at all. Content that is not taken is answered with 422 as soon "
       "as it can be told.",
)  # fmt: skip
def append(upload: str) -> Response:
    protocol.require_version(request.headers)
    found, parts, who = _own(upload), runtime(), asking()
    offset = protocol.number(request.headers, "Upload-Offset")
    checksum = protocol.checksum(request.headers)
    require_open(found)
    found = parts.uploads.take_over(found, offset)
    if found.length is None and "Upload-Length" in request.headers:
        length = protocol.number(request.headers, "Upload-Length")
        protocol.require_length(length, most(found.kind, parts.door.limits))
        found = parts.uploads.tell_length(parts.uploads.count(found, who, length), length)
    _told(parts.receiver.receive(found, who, request.stream, request.content_length, checksum))
    return Response(status=204)


@area.delete(
    "/uploads/<id:upload>", access=SIGNED_IN, status=204, if_match=IfMatch.IGNORED, headers=("Tus-Resumable",),
    errors=(412,), stored=False, when_full=True,
    zh="取消续传（tus 1.0）\n已收到的内容即被删除；已成为文件的，文件保留。",
    en="Cancel (tus 1.0)\nWhat has arrived is deleted at once; a file that it has become stays.",
)  # fmt: skip
def cancel(upload: str) -> Response:
    protocol.require_version(request.headers)
    runtime().uploads.cancel(_own(upload))
    return Response(status=204)


def speak(response: Response) -> Response:
    """What tus has every answer say."""
    headers, upload = response.headers, g.get("upload")
    headers["Tus-Resumable"] = protocol.VERSION
    if response.status_code == 412:
        headers["Tus-Version"] = protocol.VERSION
    if upload is not None and response.status_code < 300:
        headers["Upload-Offset"] = str(upload.offset)
        headers["Upload-Metadata"] = upload.metadata
        headers["Upload-Expires"] = upload.expires.strftime("%a, %d %b %Y %H:%M:%S GMT")
        if upload.length is None:
            headers["Upload-Defer-Length"] = "1"
        else:
            headers["Upload-Length"] = str(upload.length)
    return response


area.blueprint.after_request(speak)


def _own(id_: str) -> Upload:
    """One's own upload. Raises: NotFound."""
    who = asking()
    return runtime().uploads.find(id_, Owner(who.bureau, who.account))


def _told(upload: Upload) -> Data:
    """What the API shows of it; its headers say so, too. Who sent the last byte has it worked on at once."""
    g.upload = upload
    if upload.state == RECEIVED:
        runtime().finisher.wake()
    told = ("id", "state", "kind", "name", "offset", "length", "expires", "sha256")
    return {name: getattr(upload, name) for name in told} | {"file": _file(upload), "errors": _errors(upload)}


def _file(upload: Upload) -> Data | None:
    if upload.state != DONE:
        return None
    try:
        return shown(runtime().files.find(upload.file, upload.owner.bureau))
    except NotFound:
        return None  # collected since: nothing named it


def _errors(upload: Upload) -> list[Data]:
    locale, problems = current().locale, upload.refusal.problems if upload.refusal else ()
    return [
        {"pointer": each.pointer, "rule": each.rule, "message": messages.text(locale, each.rule, each.params)}
        for each in problems
    ]
