"""What services say to each other so that one that is new, or was restored, learns what was told before.

The owner of the facts tells their newest state again to the service that asks, and to nobody else: such an event's
routing key ends with that service's name (`<key>.<service>`), after the bureau.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from shared.events.base import KERNEL, Event

# In the place of a bureau, where something is of all of them: GB/T 2260 has no such division.
EVERY_BUREAU: Final = "000000"


@dataclass(frozen=True)
class FactsWanted(Event):
    """A service (`service`) wants to be told again all facts of a kind (the event's type), of every bureau. It asks
    again under the same `asking` until it was told the last; the owner goes on behind `after`."""

    source: ClassVar[str] = KERNEL
    # Asked again and again, so nothing has to be kept for an owner that is not there yet.
    mandatory: ClassVar[bool] = False

    service: str
    kind: str
    asking: str
    after: str = ""


@dataclass(frozen=True)
class FactsRetold(Event):
    """All facts of a kind were told again to the service that asked for them (`asking`): so many."""

    source: ClassVar[str] = KERNEL

    kind: str
    asking: str
    count: int
