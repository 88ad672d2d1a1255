"""The scoring service: load, decide, save."""

from __future__ import annotations

from typing import Any

from services.scoring import domain, schemas
from services.scoring.repository import Outlets
from shared.context import RequestContext
from shared.contracts import scoring as contracts
from shared.errors import NotFound
from shared.events import OUTLET_FACTS, OutletEvent, Received
from shared.messaging import Repository, handles, query
from shared.mongo import Unit
from shared.paging import decode_text


class ScoringService:
    """Ladders, points and rankings. So far it knows which outlet stands on which ladder."""

    name = "scoring"
    outlets = Repository(Outlets)

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state."""
        outlet = domain.outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)

    @query(contracts.OutletCategoryQuery)
    def outlet_category(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """One outlet as the ladders know it. Raises: NotFound."""
        outlet = self.outlets.find(context.bureau, data["outlet"])
        if outlet is None:
            raise NotFound("outlet.not_found")
        return schemas.entry_view(outlet)

    @query(contracts.CategoryQuery)
    def outlets_by_category(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """The outlets on a category's ladder, in the order of their ids. Raises: Invalid for a bad cursor."""
        after = decode_text(data["cursor"]) if data.get("cursor") else None
        outlets, more = self.outlets.ladder(context.bureau, data["category"], after, data["limit"])
        return schemas.page_view(outlets, more)
