"""Material of the bureau, and rumours that wait for a clarification: what other pages offer of requests."""

from __future__ import annotations

from typing import Any, Final

from console.asking import api
from jingmei_client import Problem, Unreachable

MOST: Final = 100


def released(outlet: str) -> list[dict[str, Any]]:
    """An outlet's requests that were answered with material."""
    return _found(outlet=outlet, released=True)


def rumours() -> list[dict[str, Any]]:
    """Rumour reports that wait for an answer."""
    return _found(kind="rumour", open=True)


def _found(**chosen: Any) -> list[dict[str, Any]]:
    """Requests, all of them; none where they cannot be had: the page does not depend on them."""
    try:
        return list(api().requests.search(limit=MOST, **chosen))
    except (Problem, Unreachable):
        return []
