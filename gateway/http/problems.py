"""One table from an error to its HTTP answer, and the one form of all of them: RFC 9457 problem+json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask import Flask, Response, g, request
from pymongo.errors import PyMongoError
from werkzeug.exceptions import ClientDisconnected, HTTPException, MethodNotAllowed

from gateway import errors, messages
from gateway.http import reading
from shared import logs
from shared.errors import (
    Conflict,
    DeadlineExceeded,
    DomainError,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    VersionMismatch,
)
from shared.labels import DEFAULT
from shared.mongo.client import unreachable

MEDIA_TYPE: Final = "application/problem+json"
URN: Final = "urn:jingmei:problem:"


@dataclass(frozen=True)
class Row:
    """How a kind of error is answered; `retry_after` in seconds unless the error itself says."""

    status: int
    retry_after: int | None = None


TABLE: dict[str, Row] = {
    errors.BadRequest.kind: Row(400),
    errors.Unauthorised.kind: Row(401),
    Forbidden.kind: Row(403),
    NotFound.kind: Row(404),
    errors.MethodNotAllowed.kind: Row(405),
    Conflict.kind: Row(409),
    errors.InProgress.kind: Row(409, retry_after=1),
    VersionMismatch.kind: Row(412),
    errors.TooSlow.kind: Row(408),
    errors.TooLarge.kind: Row(413),
    errors.UnsupportedMediaType.kind: Row(415),
    errors.RangeNotSatisfiable.kind: Row(416),
    Invalid.kind: Row(422),
    KeyReused.kind: Row(422),
    errors.PreconditionRequired.kind: Row(428),
    errors.RateLimited.kind: Row(429, retry_after=30),
    errors.ChecksumMismatch.kind: Row(460),
    errors.Internal.kind: Row(500),
    errors.ServiceUnavailable.kind: Row(503, retry_after=2),
    DeadlineExceeded.kind: Row(504, retry_after=1),
    errors.InsufficientStorage.kind: Row(507, retry_after=300),
}

# What Flask and Werkzeug raise, by status.
WERKZEUG: dict[int, DomainError] = {
    400: errors.BadRequest("http.bad_request"),
    404: NotFound("http.not_found"),
    405: errors.MethodNotAllowed("http.method_not_allowed"),
    415: errors.UnsupportedMediaType("http.unsupported_media_type", expected=reading.JSON),
    429: errors.RateLimited("http.rate_limited", retry_after=TABLE[errors.RateLimited.kind].retry_after),
}


def install(app: Flask) -> None:
    """Answer every error of this application in the one form."""
    app.register_error_handler(DomainError, answer)
    app.register_error_handler(HTTPException, _of_werkzeug)
    app.register_error_handler(PyMongoError, _of_database)
    app.register_error_handler(Exception, _unforeseen)


def answer(error: DomainError) -> Response:
    """The answer to an error, in the language of the request."""
    row, now = TABLE[error.kind], g.get("current")
    if now is not None and now.entry is not None:
        now.entry.note(error.code)
    response = Response(orjson.dumps(body(error), default=str), row.status, content_type=MEDIA_TYPE)
    wait = error.params.get("retry_after", row.retry_after)
    if wait is not None and row.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, int(wait)))
    if row.status == 416:
        response.headers["Content-Range"] = f"bytes */{error.params['size']}"
    if row.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="jingmei"'
    return response


def body(error: DomainError) -> dict[str, Any]:
    """The problem as data."""
    now = g.get("current")
    locale = now.locale if now else DEFAULT
    problem: dict[str, Any] = {
        "type": URN + error.code,
        "title": messages.text(locale, f"kind.{error.kind}"),
        "status": TABLE[error.kind].status,
        "detail": messages.text(locale, error.code, error.params),
        "code": error.code,
        "instance": now.request_id if now else "",
    }
    if now and now.client_request:
        problem["client_request"] = now.client_request
    if error.params:
        # What the text names, for programs (RFC 9457, 3.2: extension members).
        problem["params"] = error.params
    if error.problems:
        problem["errors"] = [
            {
                "pointer": p.pointer,
                "rule": p.rule,
                "message": messages.text(locale, p.rule, p.params),
                # The same values as they are, for programs; marshmallow's own sentence is for nobody.
                "params": {name: value for name, value in p.params.items() if name != "message"},
            }
            for p in error.problems
        ]
    return problem


def _of_werkzeug(error: HTTPException) -> Response:
    known = reading.too_large(request) if error.code == 413 else WERKZEUG.get(error.code or 500)
    if isinstance(error, ClientDisconnected) and getattr(error.__context__, "too_slow", False):
        known = errors.TooSlow("http.too_slow")
    if known is None:
        if (error.code or 500) < 400:
            return Response(status=error.code, headers=error.get_headers())
        return _unforeseen(error)
    response = answer(known)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _of_database(error: PyMongoError) -> Response:
    """The gateway's own database is away or does not answer in time; any other error of it is a fault of ours."""
    if not (unreachable(error) or error.timeout):
        return _unforeseen(error)
    logs.get().warning("database away", error=f"{type(error).__name__}: {str(error)[:200]}")
    return answer(errors.ServiceUnavailable("unavailable.database"))


def _unforeseen(error: Exception) -> Response:
    """Anything else is a fault of ours: the log has it all, the caller has the request's id."""
    now = g.get("current")
    logs.get().error("request failed", request_id=now.request_id if now else "", exc_info=error)
    return answer(errors.Internal("internal"))
