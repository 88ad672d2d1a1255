"""`/live`, `/ready` and `/metrics` of a gateway process.

With JINGMEI_HEALTH_PORT set that address alone, which no proxy forwards, has the metrics and says why a process is
not ready; nobody who comes through a proxy gets either.
"""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from gateway import metrics
from gateway.runtime import runtime
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
    parts = runtime()
    found = {"broker": parts.rpc.problem, "publisher": parts.relaying.problem, "database": parts.store.problem()}
    # The reasons name hosts and ports: not for the public.
    problems = {name: text if _inside() else "away" for name, text in found.items() if text}
    return _json({"ready": not problems, "problems": problems}, 503 if problems else 200)


@blueprint.get("/metrics")
def prometheus() -> Response:
    """Metrics for Prometheus. Raises: NotFound on the public address."""
    if not _inside():
        raise NotFound("http.not_found")
    runtime().relaying.measure()
    body, kind = metrics.render()
    return Response(body, content_type=kind)


def _inside() -> bool:
    """Whether the request came to the address for the inside, where there is one, and through no proxy."""
    port = runtime().settings.health_port
    own = not port or request.environ.get("SERVER_PORT") == str(port)
    return own and not any(name in request.headers for name in FORWARDED)


def _json(data: dict[str, object], status: int) -> Response:
    return Response(orjson.dumps(data), status, content_type="application/json")
