"""Stored items as the views of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.notification.domain import Outlet
from services.notification.domain.bulletins import Bulletin, audience, may, shown_to
from services.notification.domain.drafts import Draft
from services.notification.domain.places import Step
from services.notification.rendering import render
from services.notification.repository import Reader, sealed_of
from shared.context import Actor
from shared.paging import encode_cursor


def item_view(item: dict[str, Any], locale: str) -> dict[str, Any]:
    """One item in the reader's language."""
    texts = render(locale, item["kind"], item["params"])
    return {
        "id": item["_id"],
        "kind": item["kind"],
        "title": texts.title,
        "body": texts.body,
        "urgent": item["urgent"],
        "read": item["read"],
        "address": item["via"],
        "about": item["about"],
        "at": item["at"],
    }


def page_view(items: Sequence[dict[str, Any]], more: str | None, locale: str) -> dict[str, Any]:
    """A page of items; `more` is the position that the next one starts behind."""
    return {
        "items": [item_view(item, locale) for item in items],
        "next": None if more is None else encode_cursor([more]),
    }


def stream_view(
    step: Step, items: Mapping[str, dict[str, Any]], counts: tuple[int, int], reader: Reader, locale: str
) -> dict[str, Any]:
    """New items and the place after each; `items` are the stored ones by their ids."""
    return {
        "items": [item_view(items[item.id], locale) for item in step.shown],
        "places": [place.encode() for place in step.places],
        "place": step.place.encode(),
        "more": step.more,
        "unread": counts[0],
        "urgent": counts[1],
        "addresses": list(reader.addresses),
    }


def new_bulletin(data: Mapping[str, Any], id_: str, actor: Actor, moment: datetime) -> Bulletin:
    """The bulletin of an input."""
    return Bulletin(
        id_, actor.bureau, data["kind"], data["title"], data["body"], tuple(dict.fromkeys(data["attachments"])),
        data["urgent"], audience(data["audience"]), actor.account, moment,
        clarifies=data["clarifies"],
    )  # fmt: skip


def bulletin_summary(bulletin: Bulletin, *, read: bool) -> dict[str, Any]:
    """A bulletin in a list."""
    same = ("id", "version", "kind", "title", "urgent", "state", "published_at")
    return {**{name: getattr(bulletin, name) for name in same}, "read": read}


def bulletin_view(bulletin: Bulletin, actor: Actor, *, read: bool) -> dict[str, Any]:
    """A bulletin with its text, as the actor sees it."""
    same, seen = ("body", "published_by", "recalled_at", "reason", "clarifies"), shown_to(bulletin, actor)
    lists = {"attachments": list(seen.attachments), "audience": list(seen.audience)}
    told = {name: getattr(seen, name) for name in same}
    return {**bulletin_summary(seen, read=read), **told, **lists, "may": may(bulletin, actor, read=read)}


def draft_view(draft: Draft) -> dict[str, Any]:
    """A draft."""
    same = ("id", "version", "kind", "title", "body", "urgent", "clarifies", "saved_by", "saved_at")
    lists = {"attachments": list(draft.attachments), "audience": list(draft.audience)}
    return {name: getattr(draft, name) for name in same} | lists


def outlet_receipts(outlet: Outlet, read: Mapping[str, datetime]) -> dict[str, Any]:
    """The members of one outlet, and when each of them read it."""
    receipts = [
        {"account": member.account, "role": member.role, "read_at": read.get(member.account)}
        for member in outlet.members
    ]
    count = sum(1 for receipt in receipts if receipt["read_at"])
    return {"outlet": outlet.id, "name": outlet.name, "members": len(receipts), "read": count, "receipts": receipts}


def email_view(channel: dict[str, Any] | None) -> dict[str, Any]:
    """One's own address, masked."""
    sealed = sealed_of(channel)
    return {"version": channel["version"] if channel else 0, "email": sealed.masked if sealed else ""}


def robot_view(channel: dict[str, Any] | None) -> dict[str, Any]:
    """The bureau's group robot, its key masked."""
    sealed = sealed_of(channel)
    kind = channel["robot"] if channel else None
    return {"version": channel["version"] if channel else 0, "kind": kind, "key": sealed.masked if sealed else ""}


def delivery_view(row: dict[str, Any]) -> dict[str, Any]:
    """One delivery."""
    same = ("channel", "account", "kind", "about", "state", "attempts", "due_at", "last_error", "created_at", "done_at")
    return {"id": row["_id"], **{name: row[name] for name in same}}
