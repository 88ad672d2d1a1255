"""This service's replica of the outlets in MongoDB."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.submission.domain import Channel, Outlet
from shared.mongo.outlet_replica import OutletReplica

Document = dict[str, Any]


class Outlets(OutletReplica[Outlet]):
    """The newest known state of each outlet, fed by events."""

    def fields(self, outlet: Outlet) -> Document:
        """What is kept of a state."""
        return {
            "name": outlet.name,
            "category": outlet.category,
            "status": outlet.status,
            "members": list(outlet.members),
            "channels": [asdict(channel) for channel in outlet.channels],
        }

    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""
        channels = tuple(_channel(channel) for channel in found.get("channels", ()))
        members = tuple(found["members"])
        return Outlet(found["_id"], found["name"], found["category"], found["status"], members, channels)


def _channel(kept: Document) -> Channel:
    """A channel; one that was kept before channels were verified is as good as it was then."""
    known: Document = {"verified": bool(kept["level"])}
    return Channel(**known | kept)
