"""The submission service: load, decide, save."""

from __future__ import annotations

from typing import Any

from services.submission import domain, schemas
from services.submission.repository import Outlets
from shared.context import RequestContext
from shared.contracts import submission as contracts
from shared.errors import NotFound
from shared.events import OUTLET_FACTS, OutletEvent, Received
from shared.messaging import Repository, handles, query
from shared.mongo import Unit


class SubmissionService:
    """Works and golden ideas. So far it knows who may submit."""

    name = "submission"
    outlets = Repository(Outlets)

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state."""
        outlet = domain.outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)

    @query(contracts.MaySubmitQuery)
    def may_submit(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Whether the caller may submit for an outlet. Raises: NotFound unless the caller acts for it."""
        outlet = self.outlets.find(context.bureau, data["outlet"])
        if outlet is None or not outlet.acts(context.actor.account):
            raise NotFound("outlet.not_found")
        return schemas.may_submit_view(outlet)
