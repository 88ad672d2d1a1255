"""The OpenAPI 3.1 document, made from the endpoints' declarations: every parameter, every status, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from marshmallow import fields as ma
from werkzeug.routing import BaseConverter

from gateway.http.conditional import IfMatch
from gateway.http.declaration import Declaration, description, summary
from gateway.http.problems import MEDIA_TYPE
from shared.contracts.fields import ID

PROBLEM: Final = "Problem"
RETRY: Final = frozenset({409, 429, 503, 504, 507})
BEARER: Final = "bearer"
INTRODUCTION: Final = (
    "警媒通的接口。错误统一为 RFC 9457 的 problem+json，文字按 Accept-Language 取中文或英文；每个 POST 可带 "
    "Idempotency-Key，用同一键重发只生效一次；修改须带 If-Match；列表按游标翻页，下一页在 Link 头中。\n\n"
    "The API of Jingmei. Errors are RFC 9457 problem+json in Chinese or English by Accept-Language; every POST takes "
    "an Idempotency-Key, and a repeat with the same key has one effect; updates carry If-Match; lists go on by a "
    "cursor, the next page is in the Link header."
)
BODIES: Final = {
    400: "请求无法读取 / The request cannot be read",
    401: "未登录或令牌无效 / Not signed in, or the token is not valid",
    403: "无权进行 / Not allowed",
    404: "不存在 / Not found",
    408: "传送过慢，连接已断开 / It came too slowly, and the connection was cut",
    409: "当前状态不允许，或同键请求处理中 / The state does not allow it, or the key is in use",
    412: "版本已变 / The version has changed",
    413: "内容过大 / The body is too large",
    414: "地址过长，由 HTTP 服务器拒绝 / The address is too long; refused by the HTTP server itself",
    415: "内容类型不支持 / Content type not supported",
    416: "范围不在文件之内 / The range is not in the file",
    422: "内容有误 / The content is not valid",
    428: "须带 If-Match / If-Match is required",
    460: "内容与校验值不符 / The content is not what its checksum says",
    429: "请求过多 / Too many requests",
    500: "内部错误 / Internal error",
    503: "服务暂不可用，可用同一键重试 / Unavailable for now; a retry with the same key is safe",
    504: "未及时完成，可用同一键重试 / Not done in time; a retry with the same key is safe",
    507: "服务器空间不足，暂不能修改 / No room on the server: nothing can be changed for now",
}
HEADERS: Final[dict[str, dict[str, Any]]] = {
    "X-Request-Id": {
        "description": "系统给出的请求编号 / This request's id, made by us",
        "schema": {"type": "string"},
    },
    "ETag": {"description": "对象的版本 / The object's version", "schema": {"type": "string"}},
    "Location": {"description": "新对象的地址 / Where what was made is", "schema": {"type": "string"}},
    "Link": {"description": '下一页，rel="next" / The next page', "schema": {"type": "string"}},
    "Retry-After": {"description": "几秒后可重试 / Seconds to wait", "schema": {"type": "integer"}},
    "Idempotency-Key": {"description": "本次所用的键 / The key that was used", "schema": {"type": "string"}},
    "Content-Range": {"description": "这一部分的范围 / Which part it is", "schema": {"type": "string"}},
    "Tus-Resumable": {"description": "tus 版本 / Version of tus", "schema": {"type": "string"}},
    "Upload-Offset": {"description": "已收到的字节数 / Bytes that have arrived", "schema": {"type": "integer"}},
    "Upload-Expires": {"description": "失效时间 / When the upload is gone", "schema": {"type": "string"}},
}
BYTES: Final = {"type": "integer", "minimum": 0, "maximum": 9999999999999999}
# tus 1.0 (https://tus.io/protocols/resumable-upload).
TUS: Final[dict[str, dict[str, Any]]] = {
    name: {"name": name, "in": "header", "required": required, "description": description, "schema": schema}
    for name, required, description, schema in (
        ("Tus-Resumable", True, "tus 版本 / Version of tus", {"type": "string", "const": "1.0.0"}),
        ("Upload-Offset", True, "从第几个字节起 / The byte that the part begins at", BYTES),
        ("Upload-Length", False, "总字节数 / Bytes in all", BYTES),
        ("Upload-Defer-Length", False, "总字节数以后告知 / The length is told later", {"type": "string", "const": "1"}),
        ("Upload-Metadata", False, "kind 与 filename，值为 base64 / kind and filename, as base64", {"type": "string"}),
        ("Upload-Checksum", False, "算法与 base64 校验值 / Algorithm and base64 of the digest", {"type": "string"}),
    )
}
PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "同键重发只生效一次；不给则由系统生成 / One effect per key; made here when absent",
        "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": '所依据的版本，如 "3" / The version that the change is for',
        "schema": {"type": "string", "pattern": '^(\\*|"(0|[1-9][0-9]{0,17})")$'},
        "example": '"1"',
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "已有的版本；未变则答 304 / The version that one has; 304 when unchanged",
        "schema": {"type": "string"},
    },
    "Range": {
        "name": "Range",
        "in": "header",
        "description": "只要其中一段，如 bytes=0-1023；给出多段则发送全文 / One part; for several the whole is sent",
        "schema": {"type": "string"},
    },
    "IfRange": {
        "name": "If-Range",
        "in": "header",
        "description": "已有部分的 ETag；文件不同则发送全文 / The ETag of what one has; the whole when it is another",
        "schema": {"type": "string"},
    },
    "DeadlineMs": {
        "name": "X-Deadline-Ms",
        "in": "header",
        "description": "最多等几毫秒；只能缩短 / Milliseconds to wait; can only shorten the deadline",
        "schema": {"type": "integer", "minimum": 1, "maximum": 999999},
    },
    **TUS,
}
PARAMETERS["IfMatchOptional"] = {**PARAMETERS["IfMatch"], "required": False}


class Broken(Schema):
    """One broken rule."""

    pointer = ma.String(required=True, metadata={"description": "JSON pointer to the field (RFC 6901)."})
    rule = ma.String(required=True)
    message = ma.String(required=True, metadata={"description": "In the reader's language and words."})
    params = ma.Dict(keys=ma.String(), required=True, metadata={"description": "Values of the message as they are."})


class Problem(Schema):
    """RFC 9457."""

    type = ma.String(required=True)
    title = ma.String(required=True)
    status = ma.Integer(required=True)
    detail = ma.String(required=True)
    code = ma.String(required=True, metadata={"description": "Stable name of the error."})
    instance = ma.String(required=True, metadata={"description": "The request's id."})
    client_request = ma.String(metadata={"description": "What its caller called it in X-Request-Id."})
    params = ma.Dict(keys=ma.String(), metadata={"description": "The values that the text names, by their names."})
    errors = ma.List(ma.Nested(Broken))


class Id(BaseConverter):
    """A part of a path that is an identifier; anything else is not found."""

    regex = ID.strip("^$")


class Document(Api):  # type: ignore[misc]
    """flask-smorest's document, with our error answers, path parts and no pages of its own."""

    def _register_responses(self) -> None:
        """Instead of flask-smorest's error form: ours."""

    def _register_etag_headers(self) -> None:
        """Ours are in `PARAMETERS` and `HEADERS`."""

    def _register_pagination_header(self) -> None:
        """Pages go on by `Link`."""

    def _register_error_handlers(self) -> None:
        """`gateway.http.problems` has them."""


def prepare(app: Flask) -> None:
    """Have an application know the parts of our paths."""
    app.url_map.converters["id"] = Id


def whole(blueprints: Iterable[Blueprint], version: str) -> dict[str, Any]:
    """The document of these areas, on an application of its own: half a second of CPU, for whoever asks for it."""
    api = make(Flask("openapi", static_folder=None), version)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    found: dict[str, Any] = api.spec.to_dict()
    return found


def make(app: Flask, version: str) -> Document:
    """The document of an application; areas are registered on it."""
    prepare(app)
    app.config.update(API_TITLE="警媒通 Jingmei", API_VERSION=version, OPENAPI_VERSION="3.1.0")
    api = Document(app, spec_kwargs={"info": {"description": INTRODUCTION, "license": {"name": "Apache-2.0"}}})
    api.register_converter(Id, lambda _: {"type": "string", "pattern": ID})
    parts = api.spec.components
    parts.schema(PROBLEM, schema=Problem)
    parts.security_scheme(BEARER, {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for status, text in BODIES.items():
        retry = {"Retry-After": HEADERS["Retry-After"]} if status in RETRY else {}
        # A request line that gunicorn does not read never reaches the application.
        bare = {"text/html": {"schema": {"type": "string"}}}
        content = bare if status == HTTPStatus.REQUEST_URI_TOO_LONG else {MEDIA_TYPE: {"schema": PROBLEM}}
        parts.response(f"E{status}", {"description": text, "content": content, "headers": _headers() | retry})
    for name, parameter in PARAMETERS.items():
        parts.parameter(name, "header", dict(parameter))
    return api


def document(declared: Declaration) -> dict[str, Any]:
    """An endpoint's operation object."""
    operation: dict[str, Any] = {
        "summary": f"{summary(declared.zh)} / {summary(declared.en)}",
        "description": "\n\n".join(filter(None, (description(declared.zh), description(declared.en)))),
        "security": [] if declared.access.public else [{BEARER: []}],
        "x-roles": declared.access.names,
        "parameters": _parameters(declared),
        "responses": {str(status): _response(declared, status) for status in declared.statuses},
    }
    if declared.upload:
        operation["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": _upload(declared.body)}},
        }
    elif declared.raw:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": declared.method == "PATCH", "content": {declared.raw: binary}}
    elif declared.body is not None:
        content: dict[str, Any] = {"schema": declared.body}
        if declared.example is not None:
            content["example"] = declared.example
        needed = any(field.required for field in declared.body.fields.values())
        operation["requestBody"] = {"required": needed, "content": {"application/json": content}}
    return operation


def _parameters(declared: Declaration) -> list[Any]:
    names = ["DeadlineMs"]
    names += ["IdempotencyKey"] if declared.changes else []
    names += ["IfMatch"] if declared.if_match is IfMatch.REQUIRED else []
    names += ["IfMatchOptional"] if declared.if_match is IfMatch.OPTIONAL else []
    names += ["IfNoneMatch"] if declared.etag and declared.method == "GET" else []
    names += ["Range", "IfRange"] if declared.ranged else []
    names += declared.headers
    return [*names, {"in": "query", "schema": declared.query}] if declared.query is not None else list(names)


def _response(declared: Declaration, status: int) -> Any:
    if status != declared.status:
        return _beside(declared, status)
    names = ["ETag"] if declared.etag else []
    names += ["Location"] if declared.location else []
    names += ["Link"] if declared.paged else []
    names += ["Idempotency-Key"] if declared.method == "POST" else []
    names += declared.told
    response: dict[str, Any] = {"description": HTTPStatus(status).phrase, "headers": _headers(*names)}
    if declared.answer is not None:
        content: dict[str, Any] = {"schema": declared.answer}
        if declared.answer_example is not None:
            content["example"] = declared.answer_example
        response["content"] = {declared.media_type: content}
    elif declared.media_type != "application/json":
        response["content"] = {declared.media_type: {"schema": {"type": "string", "format": "binary"}}}
    return response


def _beside(declared: Declaration, status: int) -> Any:
    """An answer beside the usual one: nothing new, a part of it, or a refusal."""
    if status == HTTPStatus.PARTIAL_CONTENT:
        content = {declared.media_type: {"schema": {"type": "string", "format": "binary"}}}
        return {"description": "其中一段 / A part", "content": content, "headers": _headers("Content-Range")}
    return {"description": "未变 / Unchanged"} if status == HTTPStatus.NOT_MODIFIED else f"E{status}"


def _headers(*names: str) -> dict[str, Any]:
    return {name: HEADERS[name] for name in ("X-Request-Id", *names)}


def _upload(form: Schema | None) -> dict[str, Any]:
    """The form of an upload: `file`, and the plain fields beside it."""
    properties: dict[str, Any] = {"file": {"type": "string", "format": "binary"}}
    required = ["file"]
    for name, field in form.fields.items() if form is not None else ():
        choices = {"enum": [member.value for member in field.enum]} if isinstance(field, ma.Enum) else {}
        properties[name] = {"type": "string", **choices, **field.metadata}
        required += [name] if field.required else []
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
