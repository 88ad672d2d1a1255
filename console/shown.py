"""Which page is shown: the one that was asked for or, when a form was refused, the one that shows it again. Its links
lead to that page, and not to where the form went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from flask import current_app, g, request, url_for


def show(view: Callable[..., Any], **values: Any) -> Any:
    """A page in place of the one that was asked for, with those of the values that it takes."""
    taken = {name: value for name, value in values.items() if name in signature(view).parameters}
    views = current_app.view_functions.items()
    g.shown = next(((name, taken) for name, each in views if each is view), None)
    return view(**taken)


def endpoint() -> str:
    """The page's endpoint."""
    return _shown()[0]


def values() -> Mapping[str, Any]:
    """What its address names."""
    return _shown()[1]


def address() -> str:
    """Where it is to be had by GET, with what was chosen there; the first page where it is not."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if g.get("shown") is None:
        return url_for("home.home")
    asked = request.query_string.decode()
    return url_for(endpoint(), **values()) + (f"?{asked}" if asked else "")


def _shown() -> tuple[str, Mapping[str, Any]]:
    found: tuple[str, Mapping[str, Any]] | None = g.get("shown")
    return found or (request.endpoint or "", request.view_args or {})
