"""Reading a request's body and query, and refusing what is not of their form."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
from flask import Request
from marshmallow import Schema
from marshmallow import fields as ma
from werkzeug.datastructures import MultiDict

from gateway.errors import BadRequest, TooLarge, UnsupportedMediaType
from shared.errors import FieldProblem, Invalid
from shared.validation import MOST_TOLD, escape

JSON = "application/json"
FORM = "multipart/form-data"
INTEGER = re.compile(r"^-?[0-9]{1,18}$")
DEEPEST = 32
MIB = 1024 * 1024
LARGER = {"zh": "更大的文件请用 /v1/uploads 续传。", "en": " For larger files there is /v1/uploads."}
NO_OTHER = {"zh": "", "en": ""}
# Objects and lists in one body. To look into all that fit into the largest one would stop everybody for seconds.
MOST_PARTS = 10_000
WORDS = {"true": True, "false": False}
Data = dict[str, Any]


def json_object(request: Request) -> Data:
    """The body as an object; none at all is an empty one. Raises: TooLarge, UnsupportedMediaType, …"""
    raw = request.get_data(cache=False)
    if request.content_length is None and len(raw) >= (request.max_content_length or len(raw) + 1):
        raise too_large(request)  # sent in chunks: Werkzeug cuts it off without a word
    if not raw:
        return {}
    if request.mimetype != JSON:
        raise UnsupportedMediaType("http.unsupported_media_type", expected=JSON)
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadRequest("http.bad_json", line=error.lineno, column=error.colno) from None
    if not isinstance(data, dict):
        raise Invalid("validation", problems=[FieldProblem("", "type.object")])
    if raw.count(b"{") + raw.count(b"[") > MOST_PARTS:
        raise TooLarge("http.too_many_parts", max=MOST_PARTS)
    if problems := list(islice(_repeated(_strict(raw)), MOST_TOLD)):
        raise Invalid("validation", problems=problems)
    return data


def too_large(request: Request) -> TooLarge:
    """That the body is beyond the limit of its endpoint, the limit in MiB, and for a file the way that is left."""
    limit = (request.max_content_length or 0) / MIB
    return TooLarge("http.too_large", max=f"{limit:.3g}", way=LARGER if request.mimetype == FORM else NO_OTHER)


def form(request: Request) -> Data:
    """The plain fields of a form with files. Raises: UnsupportedMediaType."""
    if request.mimetype != FORM:
        raise UnsupportedMediaType("http.unsupported_media_type", expected=FORM)
    return dict(request.form.items())


def require_raw(request: Request, media_type: str, *, always: bool) -> None:
    """The body, where there is one or `always`, is bytes of one media type. Raises: UnsupportedMediaType."""
    there = request.content_length or "Transfer-Encoding" in request.headers
    if (there or always) and request.mimetype != media_type:
        raise UnsupportedMediaType("http.unsupported_media_type", expected=media_type)


def told(request: Request, names: Iterable[str]) -> Data:
    """The headers that a request is told by, those that are there."""
    return {name: value for name in names if (value := request.headers.get(name)) is not None}


def query(schema: Schema | None, arguments: MultiDict[str, str]) -> Data:
    """The query as data: numbers and truth values read, each name once unless it is a list. Raises: Invalid."""
    data: Data = {}
    problems = []
    for name, values in arguments.lists():
        field = schema.fields.get(name) if schema is not None else None
        if field is None:
            problems.append(FieldProblem(f"/{name}", "unknown"))
        elif isinstance(field, ma.List):
            data[name] = values
        elif len(values) > 1:
            problems.append(FieldProblem(f"/{name}", "repeated"))
        else:
            data[name] = _value(field, values[0])
    if problems:
        raise Invalid("validation", problems=problems)
    return data


def refuse_path_names(data: Mapping[str, Any], path: Mapping[str, Any]) -> None:
    """What the path says is not said again in the body. Raises: Invalid."""
    again = [name for name in path if name in data]
    if again:
        raise Invalid("validation", problems=[FieldProblem(f"/{name}", "unknown") for name in again])


def fingerprint(request: Request, data: Any, *, upload: bool = False) -> str:
    """What makes two requests the same: method, path, the body in a canonical form, the files' contents."""
    text = f"{request.method}\n{request.path}\n".encode() + orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    found = hashlib.sha256(text)
    if upload:
        for name, file in sorted(request.files.items()):
            found.update(f"\n{name}\n{file.filename}\n".encode())
            found.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
            file.stream.seek(0)
    return found.hexdigest()


class _Object(dict[str, Any]):
    """A JSON object that remembers which names it says more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs) if len(pairs) > len(self) else {}
        self.repeated = [name for name, count in counts.items() if count > 1]


def _strict(raw: bytes) -> Any:
    """The same JSON with its repeated names. RFC 8259 (4) leaves their meaning open: readers would differ."""
    try:
        return json.loads(raw, object_pairs_hook=_Object)
    except RecursionError:
        raise BadRequest("http.too_deep", max=DEEPEST) from None


def _repeated(data: Any) -> Iterator[FieldProblem]:
    """Every name that is said again, wherever it is. Raises: BadRequest for what is nested too deep."""
    waiting = [("", data, 1)]
    while waiting:
        pointer, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadRequest("http.too_deep", max=DEEPEST)
        if isinstance(value, _Object):
            yield from (FieldProblem(f"{pointer}/{escape(name)}", "repeated") for name in value.repeated)
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        nested = ((name, part) for name, part in parts if isinstance(part, dict | list))
        waiting += [(f"{pointer}/{escape(str(name))}", part, depth + 1) for name, part in nested]


def _value(field: ma.Field[Any], text: str) -> Any:
    if isinstance(field, ma.Integer):
        return int(text) if INTEGER.fullmatch(text) else text
    if isinstance(field, ma.Boolean):
        return WORDS.get(text, text)
    return text
