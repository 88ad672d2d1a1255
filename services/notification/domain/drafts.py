"""Drafts of bulletins: nobody hears of one, and only who may publish sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from shared.contracts.notification_terms import BulletinKind

CONTENT = ("kind", "title", "body", "attachments", "urgent", "audience", "clarifies")
LISTS = ("attachments", "audience")


@dataclass(frozen=True)
class Draft:
    """What may become a bulletin; nothing of it needs to be there yet."""

    id: str
    bureau: str
    saved_by: str
    saved_at: datetime
    kind: BulletinKind | None = None
    title: str = ""
    body: str = ""
    attachments: tuple[str, ...] = ()
    urgent: bool = False
    audience: tuple[str, ...] = ()
    clarifies: str = ""
    version: int = 1

    @property
    def content(self) -> dict[str, Any]:
        """What a bulletin is made of, as far as it is there."""
        found = {name: asdict(self)[name] for name in CONTENT}
        plain = found | {name: list(found[name]) for name in LISTS}
        return {name: value for name, value in plain.items() if value not in (None, "", [])}


def changed(draft: Draft, given: Mapping[str, Any], by: str, moment: datetime) -> Draft:
    """The draft with what is given; the rest stays."""
    new: dict[str, Any] = {
        name: tuple(given[name]) if name in LISTS else given[name] for name in CONTENT if name in given
    }
    return replace(draft, **new, saved_by=by, saved_at=moment, version=draft.version + 1)
