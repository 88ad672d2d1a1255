"""Stored items as the views of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.notification.domain.places import Step
from services.notification.rendering import render
from services.notification.repository import Reader
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
