"""`/live`, `/ready` and `/metrics` of a gateway process.

With JINGMEI_HEALTH_PORT set they answer on that address alone, which no proxy forwards; metrics answer nobody
who comes through a proxy.
"""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from gateway import metrics
from gateway.current import runtime
from shared.errors import NotFound

blueprint = Blueprint("health", __name__)
FORWARDED = ("X-Forwarded-For", "Forwarded")


@blueprint.get("/live")
def live() -> Response:
    """The process answers."""
    return _json({"status": "live"}, 200)


@blueprint.get("/ready")
def ready() -> Response:
    """The process can serve: broker and database are there."""
    found = {"broker": runtime().rpc.problem, "database": runtime().store.problem()}
    problems = {name: text for name, text in found.items() if text}
    return _json({"ready": not problems, "problems": problems}, 503 if problems else 200)


@blueprint.get("/metrics")
def prometheus() -> Response:
    """Metrics for Prometheus. Raises: NotFound on the public address."""
    port = runtime().settings.health_port
    if (port and request.environ.get("SERVER_PORT") != str(port)) or any(name in request.headers for name in FORWARDED):
        raise NotFound("http.not_found")
    body, kind = metrics.render()
    return Response(body, content_type=kind)


def _json(data: dict[str, object], status: int) -> Response:
    return Response(orjson.dumps(data), status, content_type="application/json")
