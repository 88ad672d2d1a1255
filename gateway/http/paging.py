"""Keyset pages over HTTP: the next page is a `Link` with `rel="next"` (RFC 8288), its cursor opaque."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Request


def next_link(request: Request, cursor: str) -> str:
    """The `Link` header of the page after this one, with this one's filters."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f'<{request.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'
