"""What forms offer to choose from that another service knows; while it is away they go without topics and calls."""

from __future__ import annotations

from typing import Any, Final

from console.asking import api
from console.words import text
from jingmei_client import ClientError

MOST: Final = 100


def outlets(**chosen: Any) -> list[Any]:
    """The bureau's outlets by name, all of them: what a form does not offer cannot be chosen, and is lost on saving."""
    return list(api().outlets.search(sort="name", limit=MOST, **chosen))


def provider() -> str | None:
    """What people call the identity provider by which they can sign in; None where there is none, or nobody tells."""
    try:
        found = api().outside_identities.offer()
    except ClientError:
        return None
    return (found["name"] or text("outside.name")) if found["offered"] else None


def topics() -> list[str]:
    """The names of the topics that are in use."""
    try:
        found = api().topics.search()["items"]
    except ClientError:
        return []
    return [each["name"] for each in found if each["active"]]


def calls(known: tuple[str, str] | None = None) -> list[tuple[str, str]]:
    """The calls that take works of whoever looks, as (id, title) with the days that are left; `known`: one that is
    named already, whatever has become of it."""
    try:
        found = api().calls.search(state="open", limit=MOST).first()["items"]
    except ClientError:
        found = []
    named = [(each["id"], _titled(each)) for each in found]
    return named if known is None or known[0] in dict(named) else [known, *named]


def asked(call: str) -> Any:
    """The call that a work answers, with what it asks for; None where there is none, or it cannot be had now."""
    try:
        return api().calls.one(call) if call else None
    except ClientError:
        return None


def given(promised: int) -> Any:
    """What the scheme in force gives of what a call promises; None when it cannot be told now."""
    try:
        return api().schemes.call_points(points=promised)
    except ClientError:
        return None


def _titled(call: Any) -> str:
    title: str = call["title"]
    left = call["days_left"]
    return title if left is None else text("calls.option", title=title, days=left)
