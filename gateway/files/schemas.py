"""What the API says of a file."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.files.kinds import Kind, allowed_words
from gateway.files.scanning import Scan
from gateway.files.thumbnails import SIZES
from shared.contracts.fields import Choice, Form, OneOf


class Upload(Form):
    """The plain fields of an upload; the file itself is the part `file`."""

    kind = Choice(
        Kind,
        of="file.kind",
        required=True,
        metadata={
            "description": " · ".join(f"{kind}: {allowed_words(kind)['en']}" for kind in Kind)
            + ". By content, not by name."
        },
    )


class Download(Form):
    """How a file is wanted."""

    inline = ma.Boolean(
        load_default=False,
        metadata={
            "description": "在浏览器中显示而非保存；限照片、PDF、音视频 / To be shown rather than saved: pictures, "
            "PDF, audio and video"
        },
    )


class Thumbnail(Form):
    """How large a small picture is wanted."""

    size = ma.Integer(
        load_default=SIZES[0],
        validate=OneOf(SIZES),
        metadata={"description": "长边的像素数 / Pixels of the longer side"},
    )


class FileView(Schema):
    """A stored file."""

    id = ma.String(required=True)
    name = ma.String(required=True, metadata={"description": "文件名，已去除不安全字符 / Made safe."})
    size = ma.Integer(required=True, metadata={"description": "字节 / Bytes"})
    sha256 = ma.String(required=True)
    media_type = ma.String(required=True, metadata={"description": "按内容判定 / By content"})
    kind = Choice(Kind, required=True)
    owner = ma.String(required=True, metadata={"description": "上传账号 / Account that sent it"})
    created_at = ma.AwareDateTime(required=True)
    scan = Choice(
        Scan,
        required=True,
        metadata={"description": "clean: 查过，未发现病毒 / nothing was found · not_scanned: 未查毒 / nobody looked"},
    )
    scan_text = ma.String(required=True, metadata={"description": "同上，文字说明 / The same in words"})
    attached = ma.Boolean(
        required=True,
        metadata={"description": "已使用：须经使用它的对象下载 / Something has it, through which it is downloaded"},
    )


class AllowanceView(Schema):
    """What one account has uploaded today, and what it may."""

    files = ma.Integer(required=True, metadata={"description": "今日已上传的文件数 / Files of today"})
    bytes = ma.Integer(required=True, metadata={"description": "今日已上传的字节数 / Bytes of today"})
    most_files = ma.Integer(required=True)
    most_bytes = ma.Integer(required=True)
    until = ma.AwareDateTime(required=True, metadata={"description": "何时重新计算 / When the next day begins"})
    near = ma.Boolean(required=True, metadata={"description": "所剩不多 / Little is left"})
    text = ma.String(required=True, metadata={"description": "同上，文字说明 / The same in words"})


class AttachedFile(Schema):
    """A file that something has."""

    file = ma.String(required=True)
    name = ma.String(required=True)
    media_type = ma.String(required=True, metadata={"description": "按内容判定 / By content"})
    size = ma.Integer(required=True, metadata={"description": "字节 / Bytes"})
    sha256 = ma.String(required=True)


class AttachedFiles(Schema):
    """The files of one thing."""

    items = ma.List(ma.Nested(AttachedFile), required=True)
