"""How a request of the console reaches the API: in the same process, or over the network; both say who really asks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import has_request_context
from flask import request as outer
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app


class InProcess(BaseAdapter):
    """Calls a WSGI application as if it were behind a socket, with live streams."""

    def __init__(self, app: Any) -> None:
        super().__init__()
        self._app = app

    def send(self, request: PreparedRequest, stream: bool = False, *_: Any, **__: Any) -> Response:
        """The application's answer; of what a network would need nothing counts."""
        status, headers, body = self._answer(request)
        response = Response()
        response.status_code, response.reason = int(status.split(" ", 1)[0]), status.partition(" ")[2]
        response.headers = CaseInsensitiveDict(headers)
        response.url, response.request, response.encoding = str(request.url), request, "utf-8"
        response.raw = HTTPResponse(
            body=body, headers=dict(headers), status=response.status_code, preload_content=False, decode_content=False
        )
        if not stream:
            response.content  # noqa: B018 - read while the application is at hand
        return response

    def close(self) -> None:
        """Nothing is held."""

    def _answer(self, request: PreparedRequest) -> tuple[str, list[tuple[str, str]], _Body]:
        split = urlsplit(str(request.url))
        body = request.body.encode() if isinstance(request.body, str) else request.body
        builder = EnvironBuilder(
            path=split.path, query_string=split.query, method=str(request.method),
            input_stream=io.BytesIO(body or b"") if body is None or isinstance(body, bytes) else body,
            headers=list(request.headers.items()), base_url=f"{split.scheme}://{split.netloc}/",
        )  # fmt: skip
        environ = builder.get_environ()
        if has_request_context():
            # Who really asks, for rates and the audit trail; and the socket, so that who hangs up is noticed.
            environ["REMOTE_ADDR"] = outer.remote_addr or ""
            environ["HTTP_USER_AGENT"] = outer.user_agent.string
            for name in ("gunicorn.socket", "wsgi.url_scheme", "SERVER_PORT"):
                if name in outer.environ:
                    environ[name] = outer.environ[name]
        iterable, status, headers = run_wsgi_app(self._app, environ, buffered=False)
        return status, list(headers.items()), _Body(iterable)


class OverNetwork(HTTPAdapter):
    """Says for whom the console asks; the gateway believes it where it is one of its TRUSTED_PROXIES."""

    def add_headers(self, request: PreparedRequest, **_: Any) -> None:
        if has_request_context() and outer.remote_addr:
            request.headers["X-Forwarded-For"] = outer.remote_addr
            request.headers["X-Forwarded-Proto"] = outer.scheme
            request.headers["User-Agent"] = outer.user_agent.string


class _Body(io.RawIOBase):
    """A WSGI answer as a file: what has come so far, not as much as was asked for."""

    def __init__(self, iterable: Iterable[bytes]) -> None:
        self._iterable, self._pieces, self._rest = iterable, iter(iterable), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def read1(self, size: int = -1) -> bytes:
        """What has come, at most so much."""
        return self.read(65_536 if size < 0 else size) or b""

    def close(self) -> None:
        if not self.closed and hasattr(self._iterable, "close"):
            self._iterable.close()
        super().close()
