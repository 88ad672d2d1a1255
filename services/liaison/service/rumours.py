"""Bulletins that clarify what outlets reported as untrue."""

from __future__ import annotations

from services.liaison.domain.requests import Acting
from services.liaison.domain.rumours import clarified
from services.liaison.service.base import Base
from shared.clock import now
from shared.events import BulletinPublished, Received
from shared.messaging import handles
from shared.mongo import Unit


class RumourMethods(Base):
    """A clarification is the answer."""

    @handles(BulletinPublished)
    def bulletin_published(self, unit: Unit, event: Received[BulletinPublished]) -> None:
        """Answer the report that a bulletin clarifies, unless somebody of an outlet that it would answer published it.

        Raises: NotFound for a report that never was: notification hears of each from us.
        """
        told, account = event.data.bulletin, event.data.by
        if not told.clarifies:
            return
        request = self.requests.get(event.bureau, told.clarifies)
        if request.same_as:
            request = self.requests.get(event.bureau, request.same_as)
        joined = self.requests.joined(event.bureau, request.id)
        if not {each.outlet for each in (request, *joined)}.isdisjoint(self.outlets.of_account(event.bureau, account)):
            return
        by = Acting(account, self.office(event.bureau), now())
        for before, change in zip((request, *joined), clarified(request, told, joined, by), strict=False):
            self.requests.save(unit, before, change)
