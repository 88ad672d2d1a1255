"""Liveness, readiness and metrics of a service process, over HTTP on a port of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
import orjson

from shared import metrics

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class HealthServer:
    """`/live`: the loop turns. `/ready`: no `problems()`. `/metrics`: Prometheus text."""

    def __init__(
        self, host: str, port: int, problems: Callable[[], dict[str, str]], gauges: Callable[[], None]
    ) -> None:
        self._host = host
        self.port = port
        self._problems = problems
        self._gauges = gauges

    def start(self) -> None:
        """Listen in the background. Raises: OSError when the port is taken."""
        listener = eventlet.listen((self._host, self.port))
        self.port = listener.getsockname()[1]
        eventlet.spawn_n(eventlet.wsgi.server, listener, self._answer, log_output=False, keepalive=False)

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/live":
            return _json(start_response, "200 OK", {"status": "live"})
        if path == "/ready":
            problems = self._problems()
            status = "503 Service Unavailable" if problems else "200 OK"
            return _json(start_response, status, {"ready": not problems, "problems": problems})
        if path == "/metrics":
            self._gauges()
            body, kind = metrics.render()
            start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
            return [body]
        return _json(start_response, "404 Not Found", {"paths": ["/live", "/ready", "/metrics"]})


def _json(start_response: StartResponse, status: str, data: dict[str, Any]) -> Iterable[bytes]:
    body = orjson.dumps(data)
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
