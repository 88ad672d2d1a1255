"""Whom one can invite by name."""

from __future__ import annotations

from services.liaison.domain.activities import permissions
from services.liaison.schemas import person_view
from services.liaison.service.activity_base import ActivityBase
from services.liaison.service.base import Data
from shared.context import RequestContext
from shared.contracts import liaison_guests as contracts
from shared.messaging import query
from shared.paging import after_id, page


class GuestMethods(ActivityBase):
    """Read from the replicas of outlets and accounts."""

    @query(contracts.GuestsQuery)
    def guests(self, data: Data, context: RequestContext) -> Data:
        """Verified outlets with their people, for who prepares activities."""
        permissions.require_liaison(self.guest(context))
        found = self.outlets.verified_after(
            context.bureau, after_id(data), data["limit"], part=data.get("name", ""), only=data.get("outlet", "")
        )
        shown = page(found, data["limit"], lambda each: [each.id])
        names = self.people(context.bureau, {account for each in shown["items"] for account in each.members})
        return shown | {
            "items": [
                {
                    "outlet": each.id,
                    "outlet_name": each.name,
                    "people": [
                        person_view(account, names)
                        for account in each.members
                        if account in names and not names[account].closed
                    ],
                }
                for each in shown["items"]
            ]
        }
