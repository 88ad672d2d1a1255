"""Facts about bulletins (信息推送), deliveries and inboxes. Beside the liaison service, which hears what clarifies a
rumour, only systems outside and the gateway's streams listen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class BulletinState:
    """A bulletin without its text. `audience` lists addresses: all, category:<category>, outlet:<id>. `clarifies` is
    the rumour report (a request of an outlet) that it answers, or empty."""

    id: str
    kind: str
    title: str
    urgent: bool
    audience: tuple[str, ...]
    clarifies: str = ""


@dataclass(frozen=True)
class BulletinPublished(Event):
    """The bureau published a bulletin."""

    source: ClassVar[str] = "notification"

    bulletin: BulletinState
    by: str


@dataclass(frozen=True)
class BulletinRecalled(Event):
    """The bureau recalled a bulletin."""

    source: ClassVar[str] = "notification"
    mandatory: ClassVar[bool] = False

    bulletin: BulletinState
    by: str
    reason: str


@dataclass(frozen=True)
class DeliveryFailed(Event):
    """A message could not be delivered outside, and no further attempt will be made."""

    source: ClassVar[str] = "notification"
    mandatory: ClassVar[bool] = False

    channel: str
    about: str
    attempts: int
    reason: str


@dataclass(frozen=True)
class InboxChanged(Event):
    """Something came into inboxes, or other addresses reach them now: live streams of their readers look again.

    A hint, sent once: who must not miss a notice asks for the inbox."""

    source: ClassVar[str] = "notification"
    mandatory: ClassVar[bool] = False
    durable: ClassVar[bool] = False

    addresses: tuple[str, ...]
