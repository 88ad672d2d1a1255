"""The review service: load, decide, save."""

from __future__ import annotations

from typing import Any

from services.review import domain, schemas
from services.review.repository import Outlets
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.events import OUTLET_FACTS, OutletEvent, Received
from shared.messaging import Repository, handles, query
from shared.mongo import Unit


class ReviewService:
    """Three levels of review. So far it knows where a reviewer would judge their own."""

    name = "review"
    outlets = Repository(Outlets)

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state."""
        outlet = domain.outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)

    @query(contracts.ConflictsQuery)
    def conflicts_of_interest(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Which of the outlets the caller acts for and may not review."""
        outlets = self.outlets.some(context.bureau, data["outlets"])
        return schemas.conflicts_view(domain.conflicts(context.actor.account, outlets))
