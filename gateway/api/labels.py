"""The labels of every code that the API shows, in the reader's language (`shared.labels`)."""

from __future__ import annotations

from functools import cache
from typing import Final

import orjson
from flask import Response, request
from marshmallow import Schema
from marshmallow import fields as ma

from gateway.auth.access import PUBLIC
from gateway.current import current
from gateway.http.area import JSON, Area
from gateway.http.conditional import digest, fresh
from shared import labels as catalogue

area = Area("labels", zh="词汇", en="Labels")

# Labels change with a release alone; who has old ones asks with their ETag.
CACHED: Final = "public, max-age=300"

AREAS: Final = catalogue.labels(catalogue.DEFAULT)
LabelsView = Schema.from_dict(
    {name: ma.Dict(keys=ma.String(), values=ma.String(), required=True) for name in AREAS}, name="LabelsView"
)


@area.get(
    "/labels", access=PUBLIC, answer=LabelsView(), etag=True, answer_example=AREAS,
    zh="词汇\n状态、操作、角色、平台、级别等各类代码的中文或英文说法；语言依 Accept-Language。"
       "只随版本变化，可以缓存，凭 ETag 询问。",
    en="Labels\nWhat people read for states, acts, roles, platforms, levels and all other codes, by area, in the "
       "language of Accept-Language. They change with a release alone: cache them, and ask with the ETag.",
)  # fmt: skip
def labels() -> Response:
    body, etag = _told(current().locale)
    headers = {"ETag": etag, "Cache-Control": CACHED, "Vary": "Accept-Language"}
    if fresh(request.headers.get("If-None-Match"), etag):
        return Response(status=304, headers=headers)
    return Response(body, content_type=JSON, headers=headers)


@cache
def _told(locale: str) -> tuple[bytes, str]:
    """The body and its ETag."""
    body = orjson.dumps(catalogue.labels(locale))
    return body, digest(body)
