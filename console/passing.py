"""What the API sends as bytes, passed on as it comes: files in parts, pictures, a live inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from console.asking import api
from jingmei_client.sending import part

ASKED: Final = ("Range", "If-Range", "If-None-Match", "Last-Event-ID", "Accept")
TOLD: Final = (
    "Content-Type", "Content-Length", "Content-Range", "Content-Disposition", "Accept-Ranges", "ETag", "Cache-Control",
    "X-Accel-Buffering", "Content-Security-Policy",
)  # fmt: skip
PIECE: Final = 64 * 1024


def passed(path: str, *ids: str, query: Mapping[str, Any] | None = None) -> Response:
    """The API's answer to a GET, for the browser; `ids` are what stands for the `{}` of the path.

    Raises: Problem, Unreachable.
    """
    headers = {name: request.headers[name] for name in ASKED if name in request.headers}
    answer = api().relay(path.format(*map(part, ids)), query, headers)
    # `read1`: what has come so far, not as much as was asked for.
    pieces = iter(lambda: answer.raw.read1(PIECE), b"")
    response = Response(pieces, answer.status_code, direct_passthrough=True)
    del response.headers["Content-Type"]
    for name in TOLD:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    response.call_on_close(answer.close)
    return response
