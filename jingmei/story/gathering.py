"""What is kept of anything that goes through the services: who heard of it, who was told, what could not be taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo.database import Database

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.model import Gone, Kind, Step
from services import PROGRAMS, SERVICES
from shared.clock import now
from shared.mongo.outbox import SENT_DAYS
from shared.mongo.unit import Unit

HANDLED_DAYS: Final = Unit.keep_days
MESSAGE_DAYS: Final = 400
# What somebody asked for.
ASKED: Final = frozenset({Kind.MOVE, Kind.REQUEST})
Document = dict[str, Any]


class Gathering:
    """Looks into the databases of all services, for one bureau."""

    def __init__(self, stores: Stores, bureau: str) -> None:
        self._db: dict[str, Database[Document]] = {name: stores.database(name) for name in PROGRAMS}
        self._bureau = bureau

    def _handled(self, events: Collection[Step]) -> list[Step]:
        return [step for name in SERVICES for step in traces.handled(self._db[name], name, events)]

    def _told(self, events: Iterable[Step]) -> list[Step]:
        """What the events put into inboxes, and what of it was sent out of the system."""
        messages = traces.messages(self._db["notification"], self._bureau, [step.id for step in events])
        return [*messages, *traces.deliveries(self._db["notification"], [step.id for step in messages])]

    def _dead(self, events: Collection[Step]) -> list[Step]:
        ids = [step.id for step in events]
        return [step for name in SERVICES for step in traces.dead(self._db[name], name, ids)]

    def _names(self, steps: Iterable[Step]) -> dict[str, str]:
        accounts = sorted({step.who for step in steps if step.who})
        rows = self._db["gateway"]["accounts"].find({"_id": {"$in": accounts}, "bureau": self._bureau}, {"name": True})
        return {row["_id"]: row["name"] for row in rows}

    def _gone(
        self, events: Collection[Step], lost: int, commands: Collection[Step], kept: Collection[Step]
    ) -> tuple[Gone, ...]:
        """What is no longer kept, as far as can be told."""
        asked = {step.who for step in commands}
        unasked = [step for step in kept if step.kind in ASKED and step.who and step.who not in asked]
        counts = {
            Kind.EVENT: (lost, SENT_DAYS),
            Kind.HANDLER: (older(events, HANDLED_DAYS), HANDLED_DAYS),
            Kind.MESSAGE: (older(events, MESSAGE_DAYS), MESSAGE_DAYS),
            Kind.COMMAND: (len(unasked), 0),
        }
        return tuple(Gone(kind, count, days) for kind, (count, days) in counts.items() if count)


def requests_of(events: Iterable[Step]) -> dict[str, datetime]:
    """The requests to the gateway behind events, each with the moment of its first effect."""
    found: dict[str, datetime] = {}
    for step in events:
        if request := step.details.get("request"):
            found[request] = min(step.at, found.get(request, step.at))
    return found


def older(steps: Iterable[Step], days: int) -> int:
    """How many of them are from before so many days."""
    before = now() - timedelta(days=days)
    return sum(step.at < before for step in steps)
