"""A place in an inbox that a live stream goes on from, without loss or repetition.

Items are ordered by a position that is drawn before they are committed, so one may become visible after others
with a later position. A place is therefore the position up to which everything was shown and is settled, and a
short mark of each item that was shown beyond it. What is committed within `SETTLE` of its position is never lost.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notification.domain.notices import position_at

# A commit takes milliseconds; a transaction that the server ends, and the clocks of two machines, take some seconds.
SETTLE = timedelta(seconds=30)
# Most items that may have been shown and not yet be settled: bounds the length of a place.
MOST = 500
MARK = 6


@dataclass(frozen=True)
class Place:
    """All at or before `base` was shown, and what has one of the `marks`."""

    base: str
    marks: frozenset[bytes] = frozenset()

    def encode(self) -> str:
        """The place as text that clients hand back."""
        return base64.urlsafe_b64encode(UUID(self.base).bytes + b"".join(sorted(self.marks))).decode().rstrip("=")


def decode(text: str) -> Place | None:
    """The place that `encode` wrote, None for anything else."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) < 16 or (len(raw) - 16) % MARK:
        return None
    marks = frozenset(raw[at : at + MARK] for at in range(16, len(raw), MARK))
    return Place(str(UUID(bytes=raw[:16])), marks)


def mark(id_: str) -> bytes:
    """The short mark of an item (its id is random: 48 bits tell a few hundred apart)."""
    return UUID(id_).bytes[-MARK:]


@dataclass(frozen=True)
class Item:
    """An item's place in the order."""

    id: str
    position: str


@dataclass(frozen=True)
class Step:
    """What to show next, oldest first, the place after each of them, and the place to go on from."""

    shown: Sequence[Item]
    places: Sequence[Place]
    place: Place
    more: bool


def beginning(items: Sequence[Item], moment: datetime) -> Place:
    """The place of a reader who wants nothing of what is there. `items`: the latest `MOST`, in their order."""
    settled = position_at(moment - SETTLE)
    if len(items) >= MOST:
        settled = max(settled, items[0].position)
    return Place(settled, frozenset(mark(item.id) for item in items if item.position > settled))


def step(place: Place, items: Sequence[Item], limit: int, moment: datetime, *, complete: bool) -> Step:
    """Up to `limit` items that were not shown. `items`: those after `place.base` in their order; `complete`: all."""
    settled = position_at(moment - SETTLE)
    done = {item.id for item in items if mark(item.id) in place.marks}
    waiting = [item for item in items if item.id not in done]
    here, shown, places = _after(place.base, items, done, settled), [], []
    for item in waiting[:limit]:
        if len(here.marks) >= MOST:
            break
        done.add(item.id)
        here = _after(here.base, items, done, settled)
        shown.append(item)
        places.append(here)
    more = len(waiting) > len(shown) or not complete
    if not more and here.base < settled:
        here = Place(settled, frozenset(mark(item.id) for item in items if item.position > settled))
    return Step(shown, places, here, more)


def _after(base: str, items: Sequence[Item], done: set[str], settled: str) -> Place:
    for item in items:
        if item.position > settled or item.id not in done:
            break
        base = max(base, item.position)
    return Place(base, frozenset(mark(item.id) for item in items if item.position > base and item.id in done))
