"""Facts about pieces that an outlet published without any approval (未经审核发布)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class UnapprovedState:
    """The record of one piece. `recorded_by` is the liaison officer who recorded it, `reason` what for."""

    id: str
    outlet: str
    title: str
    platform: str
    media: str
    published_at: datetime
    status: str
    recorded_by: str
    reason: str
    url: str = ""


@dataclass(frozen=True)
class UnapprovedEvent(Event):
    """Base of the facts about such a record. `by` is the account that acted."""

    source: ClassVar[str] = "submission"
    abstract: ClassVar[bool] = True

    unapproved: UnapprovedState
    by: str


@dataclass(frozen=True)
class UnapprovedRecorded(UnapprovedEvent):
    """A liaison officer recorded a piece that an outlet published without any approval."""


@dataclass(frozen=True)
class UnapprovedObjected(UnapprovedEvent):
    """The outlet objects to the record, with a reason."""

    reason: str


@dataclass(frozen=True)
class UnapprovedKept(UnapprovedEvent):
    """The objection was not upheld, with a reason: the record is kept."""

    reason: str


@dataclass(frozen=True)
class UnapprovedWithdrawn(UnapprovedEvent):
    """The record is withdrawn, with a reason: the objection was upheld, or it was a mistake."""

    reason: str
