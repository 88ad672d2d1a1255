"""Whose form it is: only pages of this very origin change anything (OWASP: Fetch Metadata, with Origin before it)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request


def own(request: Request) -> bool:
    """Whether a form was sent by a page of ours. Plain http sends no Fetch Metadata, but an Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def local(target: str) -> str:
    """A path of ours to go on to; anything else leads home."""
    clean = target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
    return "/" if any(ord(sign) < 32 for sign in clean) else clean
