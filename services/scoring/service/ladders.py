"""Which outlets stand on which ladder."""

from __future__ import annotations

from services.scoring import schemas
from services.scoring.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import scoring as contracts
from shared.errors import NotFound
from shared.messaging import query
from shared.paging import decode_text


class LadderMethods(Base):
    """The outlets as the ladders know them."""

    @query(contracts.OutletCategoryQuery)
    def outlet_category(self, data: Data, context: RequestContext) -> Data:
        """One outlet as the ladders know it. Raises: NotFound."""
        outlet = self.outlets.find(context.bureau, data["outlet"])
        if outlet is None:
            raise NotFound("outlet.not_found")
        return schemas.outlet_view(outlet)

    @query(contracts.CategoryQuery)
    def outlets_by_category(self, data: Data, context: RequestContext) -> Data:
        """The outlets on a category's ladder, in the order of their ids. Raises: Invalid for a bad cursor."""
        after = decode_text(data["cursor"]) if data.get("cursor") else None
        outlets, more = self.outlets.ladder(context.bureau, data["category"], after, data["limit"])
        return schemas.outlet_page(outlets, more)
