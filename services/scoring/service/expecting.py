"""What publications would earn if they were verified."""

from __future__ import annotations

from services.scoring import schemas
from services.scoring.domain.expecting import expected
from services.scoring.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import scoring as contracts
from shared.messaging import query


class ExpectingMethods(Base):
    """Reading; nothing is changed."""

    @query(contracts.ExpectedQuery)
    def expected_points(self, data: Data, context: RequestContext) -> Data:
        """What each publication would earn; works that were not heard of so far earn nothing."""
        asked, staff, own = data["publications"], context.actor.is_staff, set(self.own(context))
        works = self.works.several(context.bureau, [each["submission"] for each in asked])
        book, items = self.schemes.book(context.bureau), []
        for each in asked:
            scored = works.get(each["submission"])
            subject = scored.facts.subject if scored else None
            if subject is None:
                items.append(schemas.expected_view(each["publication"], {}))
            elif staff or not own.isdisjoint({subject.outlet, *(author.outlet for author in subject.authors)}):
                known = works[each["submission"]]
                cents = expected(book, known.facts, schemas.stated(each), known.rules)
                items.append(schemas.expected_view(each["publication"], cents))
        return {"items": items}
