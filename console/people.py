"""Names of accounts, which the API knows by their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from console.asking import api, me
from jingmei_client import ClientError

MOST: Final = 100


def names(ids: Iterable[str | None]) -> Mapping[str, str]:
    """Names by ids, for staff; who is not told has none, and the page says "a colleague"."""
    wanted = sorted({each for each in ids if each})[:MOST]
    return {each["id"]: each["name"] for each in _asked({"ids": wanted})} if wanted and me().staff else {}


def colleagues(roles: Collection[str]) -> list[tuple[str, str]]:
    """Ids and names of all who hold one of the roles, to choose from."""
    return [
        (each["id"], each["name"])
        for each in _asked({"limit": MOST})
        if not each["disabled"] and not set(roles).isdisjoint(each["roles"])
    ]


def _asked(query: Mapping[str, Any]) -> list[Any]:
    try:
        return list(api().accounts.colleagues(**query))
    except ClientError:
        return []  # a page without names is better than none
