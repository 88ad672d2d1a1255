"""What the documents of a period say: its ranking, appeals, awards and every entry."""

from __future__ import annotations

from services.scoring import schemas
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Row
from services.scoring.service.awards import AwardMethods
from services.scoring.service.base import Data, period_of, require_staff
from services.scoring.service.periods import PeriodMethods
from shared.context import RequestContext
from shared.contracts import scoring_awards as contracts
from shared.contracts.award_terms import AppealStatus
from shared.contracts.scoring_terms import PeriodStatus
from shared.messaging import query
from shared.paging import after_id, page


class ResultMethods(PeriodMethods, AwardMethods):
    """Reading for documents; nothing is changed."""

    @query(contracts.PeriodResultQuery)
    def period_result(self, data: Data, context: RequestContext) -> Data:
        """A period and how it went, in whatever state it is."""
        require_staff(context.actor)
        bureau, desk = context.bureau, self.desk(context.bureau)
        period = desk.known.get(period_of(data), Period(data["period"], bureau))
        scheme = self.rules(period, desk.book)
        rows: list[Row]
        if period.status is PeriodStatus.FINALISED:
            rows = self.rankings.rows(bureau, period.id)
        else:
            rows = self._rows(desk, period, scheme)
        upheld = self.appeals.counts(bureau, period.id).get(AppealStatus.UPHELD, 0)
        awards, quarters = self.awards.of_period(bureau, period.id), self.quarters(bureau, period, scheme)
        return schemas.result_view(period, scheme, rows, awards, upheld=upheld, quarters=quarters)

    @query(contracts.PeriodEntriesQuery)
    def period_entries(self, data: Data, context: RequestContext) -> Data:
        """Every entry of a period's ledger, page by page."""
        require_staff(context.actor)
        limit = data["limit"]
        found = self.ledger.entries(context.bureau, period_of(data), after_id(data), limit)
        shown = page(found, limit, lambda entry: [entry.id])
        entries = shown["items"]
        outlets = self.outlets.several(context.bureau, {entry.outlet for entry in entries})
        works = self.works.several(context.bureau, {entry.submission for entry in entries if entry.submission})
        book = self.schemes.book(context.bureau)
        return shown | {"items": schemas.period_entry_views(entries, outlets, works, book)}
