"""The outlets of whoever looks at the page, and which of them the page is about: `outlet` in the URL or the form."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request

from console.asking import api, me


def outlets() -> list[dict[str, Any]]:
    """One's own, with one's role in each; none for people of the bureau. Asked for once in a request."""
    if "outlets" not in g:
        g.outlets = [] if me().staff else list(api().outlets.mine())
    found: list[dict[str, Any]] = g.outlets
    return found


def verified() -> list[dict[str, Any]]:
    """Those that may submit works."""
    return [each for each in outlets() if each["status"] == "verified"]


def own(outlet: str) -> bool:
    """Whether it is one's own."""
    return any(each["id"] == outlet for each in outlets())


def for_outlets() -> None:
    """Pages that are for people of outlets alone."""
    if me().staff:
        abort(403)


def chosen() -> dict[str, Any] | None:
    """The one that the page is about; without a choice the first, None for who has none. Aborts: 403, 404."""
    for_outlets()
    wanted = request.values.get("outlet", "")
    found = next((each for each in outlets() if wanted in ("", each["id"])), None)
    if wanted and found is None:
        abort(404)
    return found
