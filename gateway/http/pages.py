"""The documentation page: Swagger UI from the package's own files. It makes no request to anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import flask_swagger_ui
import orjson
from flask import Blueprint, Response, request, send_from_directory

from gateway.http.security import PAGE_POLICY
from gateway.offload import offload
from shared.errors import NotFound

STATIC = Path(__file__).parent / "static"
VENDOR = Path(flask_swagger_ui.__file__).parent / "dist"
# The one and only files that are served, and where they are.
FILES = {
    "docs.css": STATIC,
    "docs.js": STATIC,
    "swagger-ui.css": VENDOR,
    "swagger-ui-bundle.js": VENDOR,
    "favicon-32x32.png": VENDOR,
}


def make(document: Callable[[], dict[str, Any]]) -> Blueprint:
    """`/openapi.json` and `/docs`. The document is made when it is first asked for, and kept."""
    blueprint = Blueprint("pages", __name__)

    @cache
    def rendered() -> bytes:
        return orjson.dumps(document(), option=orjson.OPT_INDENT_2)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        response = Response(offload(rendered), content_type="application/json")
        response.add_etag()
        response.headers["Cache-Control"] = "no-cache"
        return response.make_conditional(request)  # type: ignore[return-value]

    @blueprint.get("/docs")
    def docs() -> Response:
        return _page(STATIC, "docs.html")

    @blueprint.get("/docs/<name>")
    def asset(name: str) -> Response:
        if name not in FILES:
            raise NotFound("http.not_found")
        return _page(FILES[name], name)

    return blueprint


def _page(folder: Path, name: str) -> Response:
    response = send_from_directory(folder, name, max_age=3600, conditional=True)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response
