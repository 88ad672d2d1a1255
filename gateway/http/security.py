"""Headers that keep browsers from doing harm, and cross-origin access where it is configured.

Every answer of the API is data for its caller alone: not to be stored, framed, sniffed or run.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Request, Response, request

from gateway.settings import GatewaySettings

API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
# The documentation page: its own scripts and styles; images also inlined by its style sheet.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
HSTS: Final = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
METHODS: Final = "GET, POST, PUT, PATCH, DELETE"
ALLOWED: Final = (
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, If-Range, Range, "
    "traceparent, X-Request-Id, X-Deadline-Ms, Tus-Resumable, Upload-Offset, Upload-Length, Upload-Defer-Length, "
    "Upload-Metadata, Upload-Checksum"
)
EXPOSED: Final = (
    "ETag, Link, Location, Retry-After, Idempotency-Key, Idempotent-Replayed, X-Request-Id, Accept-Ranges, "
    "Content-Range, Content-Disposition, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, "
    "Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Metadata, Upload-Expires"
)


def harden(response: Response, settings: GatewaySettings) -> None:
    """Add what is not there yet."""
    headers = response.headers
    for name, value in HEADERS:
        headers.setdefault(name, value)
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = API_POLICY
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if settings.tls:
        headers[HSTS[0]] = HSTS[1]


def install_cors(app: Flask, origins: tuple[str, ...]) -> None:
    """Let pages of these origins call the API (Fetch standard, CORS). Without origins nothing is installed."""
    if not origins:
        return
    allowed = frozenset(origins)

    def preflight() -> Response | None:
        if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
            return None
        response = Response(status=204)
        if _origin(request, allowed):
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = ALLOWED
            response.headers["Access-Control-Max-Age"] = "600"
        return response

    def allow(response: Response) -> Response:
        response.headers.add("Vary", "Origin")
        if origin := _origin(request, allowed):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    app.before_request(preflight)
    app.after_request(allow)


def _origin(request: Request, allowed: frozenset[str]) -> str | None:
    origin = request.headers.get("Origin")
    return origin if origin in allowed else None
