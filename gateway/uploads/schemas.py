"""What the API says of an upload."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.files.kinds import Kind
from gateway.files.schemas import FileView
from gateway.uploads.store import DONE, OPEN, RECEIVED, REFUSED
from shared.contracts.fields import Choice, OneOf


class Refused(Schema):
    """Why it was not taken."""

    pointer = ma.String(required=True)
    rule = ma.String(required=True)
    message = ma.String(required=True)


class UploadView(Schema):
    """A resumable upload."""

    id = ma.String(required=True)
    state = ma.String(required=True, validate=OneOf([OPEN, RECEIVED, DONE, REFUSED]))
    kind = Choice(Kind, required=True)
    name = ma.String(required=True)
    offset = ma.Integer(required=True, metadata={"description": "已收到的字节数 / Bytes that have arrived"})
    length = ma.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "总字节数；未告知为空 / Bytes in all, null while unknown"},
    )
    expires = ma.AwareDateTime(required=True, metadata={"description": "到期即删除 / It is gone then"})
    sha256 = ma.String(
        required=True,
        metadata={"description": "所发内容的 SHA-256，处理后给出 / Of what was sent, when it was worked on"},
    )
    file = ma.Nested(FileView, required=True, allow_none=True, metadata={"description": "成为的文件 / What it is now"})
    errors = ma.List(ma.Nested(Refused), required=True)
