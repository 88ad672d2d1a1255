"""What publications would earn if they were verified."""

from __future__ import annotations

from services.scoring import schemas
from services.scoring.domain import capping
from services.scoring.domain.calendar import quarter_of
from services.scoring.domain.expecting import expected
from services.scoring.domain.facts import Publication
from services.scoring.domain.ledger import Scored
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
                stated = schemas.stated(each)
                gained = self._gained(known, stated) if subject.call else {}
                cents = expected(book, known.facts, stated, known.rules, gained)
                items.append(schemas.expected_view(each["publication"], cents))
        return {"items": items}

    def _gained(self, scored: Scored, stated: Publication) -> dict[capping.Place, int]:
        """What other works of its outlets gain by calls in the quarters that a work may be of."""
        assert scored.facts.subject is not None
        outlets = {author.outlet for author in scored.facts.subject.authors}
        quarters = {quarter_of(each.published_at) for each in (stated, *scored.facts.publications.values())}
        places = {
            capping.subject_id((outlet, quarter)): (outlet, quarter) for outlet in outlets for quarter in quarters
        }
        found = self.works.several(scored.bureau, places)
        return {places[id_]: _of_others(one, scored.id) for id_, one in found.items()}


def _of_others(cap: Scored, work: str) -> int:
    return sum(gain.cents for gain in cap.facts.gains.values() if gain.id != work)
