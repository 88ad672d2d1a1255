"""The second service: an item for each registered outlet. Run by `nameko run`."""

from __future__ import annotations

from typing import Any

from nameko.events import event_handler

from tests.load.peers.nameko_examples.storage import Storage
from tests.load.peers.noting import note


class ListenerService:
    """Keeps what is to be shown of an event."""

    name = "peer_listener"
    storage = Storage("items")

    @event_handler("peer_outlets", "outlet_registered")
    def handle_outlet_registered(self, payload: dict[str, Any]) -> None:
        """Once per outlet, however often it is told."""
        outlet = payload["outlet"]
        item = {"kind": "outlet_registered", "name": outlet["name"], "read": False}
        self.storage.replace_one({"_id": outlet["id"]}, item, upsert=True)  # type: ignore[attr-defined]
        note(outlet["id"])
