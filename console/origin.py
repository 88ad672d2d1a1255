"""Whose form it is: only pages of this very origin change anything (OWASP: Fetch Metadata, with Origin before it)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Request, url_for

from console.asking import parts


def own(request: Request) -> bool:
    """Whether a form was sent by a page of ours. Plain http sends no Fetch Metadata, but an Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def world(endpoint: str, **values: Any) -> str:
    """The address of a page of ours for somebody elsewhere: in a QR code, in a message. It begins with `PUBLIC_URL`,
    never with where a request says that it came to: whoever sends one writes what he likes there."""
    return parts().settings.public_url + url_for(endpoint, **values)


def local(target: str) -> str:
    """A path of ours to go on to; anything else leads home."""
    clean = target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
    return "/" if any(ord(sign) < 32 for sign in clean) else clean
