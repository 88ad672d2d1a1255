"""The outlets of whoever looks at the page, and which of them the page is about: `outlet` in the URL or the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, g, request

from console.asking import api, me


def outlets() -> list[dict[str, Any]]:
    """One's own, with one's role in each; none for people of the bureau, whose pages are other ones."""
    return [] if me().staff else belonging()


def belonging() -> list[dict[str, Any]]:
    """Those that the account belongs to; officers may have some, too. Asked for once in a request."""
    if "outlets" not in g:
        g.outlets = list(api().outlets.mine())
    found: list[dict[str, Any]] = g.outlets
    return found


def verified() -> list[dict[str, Any]]:
    """Those that may submit works, ask, and come; officers may have some, too."""
    return [each for each in belonging() if each["status"] == "verified"]


def invited(activity: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of one's own that an activity invites."""
    return [each for each in belonging() if each["id"] in activity["comes_for"]]


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
