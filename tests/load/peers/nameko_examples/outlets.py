"""The service that owns outlets: keep, tell, answer. Run by `nameko run`."""

from __future__ import annotations

import uuid
from typing import Any

from nameko.events import EventDispatcher
from nameko.rpc import rpc
from pymongo.errors import DuplicateKeyError

from tests.load.peers.nameko_examples.schemas import OutletSchema
from tests.load.peers.nameko_examples.storage import Storage


class Taken(Exception):
    """Another outlet has this credit code."""


class OutletsService:
    """Keeps outlets."""

    name = "peer_outlets"
    storage = Storage("outlets", unique="credit_code")
    event_dispatcher = EventDispatcher()

    @rpc
    def register(self, outlet: dict[str, Any]) -> dict[str, Any]:
        """Keep an outlet and tell that it is there."""
        outlet = OutletSchema().load(outlet)
        id_ = str(uuid.uuid4())
        try:
            self.storage.insert_one({"_id": id_, **outlet})  # type: ignore[attr-defined]  # the injected collection
        except DuplicateKeyError as error:
            raise Taken(outlet["credit_code"]) from error
        created = {"id": id_, **outlet}
        self.event_dispatcher("outlet_registered", {"outlet": created})
        return created
