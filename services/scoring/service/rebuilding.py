"""Computing a quarter's ledger again from nothing, and comparing it entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eventlet import tpool

from services.scoring import schemas
from services.scoring.domain import adjusting, ranking
from services.scoring.domain.ledger import Entry, Scored, replay
from services.scoring.domain.rebuild import compare
from services.scoring.domain.scheme import Book
from services.scoring.repository import Journal
from services.scoring.service.base import Base, Data, period_of, pieces, require
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.contracts.scoring_terms import PeriodKind, PeriodStatus
from shared.errors import Conflict
from shared.messaging import query


class RebuildMethods(Base):
    """The ledger can be rebuilt from what came in."""

    @query(contracts.RebuildPeriod)
    def rebuild_period(self, data: Data, context: RequestContext) -> Data:
        """Replay the journal of every submission that touched a quarter. Changes nothing. Raises: Conflict."""
        require(context.actor, Role.SCORING_MANAGER)
        bureau, id_ = context.bureau, period_of(data)
        period = self.periods.get(bureau, id_)
        if period.kind is not PeriodKind.QUARTER:
            raise Conflict("period.rebuild_quarters")
        stored = self.ledger.of_period(bureau, id_)
        rebuilt = self._rebuilt(bureau, id_, stored)
        found = tpool.execute(compare, stored, rebuilt)
        intact = None
        if period.status is PeriodStatus.FINALISED:
            rows = self.rankings.rows(bureau, id_)
            intact = ranking.digest(bureau, id_, period.scheme, rows) == period.digest
        return schemas.rebuild_view(id_, found, self._uneven(bureau, id_, rebuilt), intact)

    def _rebuilt(self, bureau: str, period: str, stored: Iterable[Entry]) -> list[Entry]:
        book = self.schemes.book(bureau)
        subjects = {*self.works.touching(bureau, period), *(entry.submission for entry in stored if entry.submission)}
        entries: list[Entry] = []
        for some in pieces(sorted(subjects)):
            known = self.works.several(bureau, some)
            journals = [
                (Scored(id_, bureau, rules=known[id_].rules), told) for id_, told in self.works.journals(bureau, some)
            ]
            entries += tpool.execute(_replayed, period, journals, book)
        for adjustment in self.adjustments.of_period(bureau, period):
            entries += [entry for entry in adjusting.entries(adjustment) if entry.period == period]
        return entries

    def _uneven(self, bureau: str, period: str, entries: Iterable[Entry]) -> list[str]:
        """The outlets whose standing is not the sum of their entries."""
        sums: Counter[str] = Counter()
        for entry in entries:
            sums[entry.outlet] += entry.cents
        standings = {one.outlet: one.cents for one in self.standings.everybody(bureau, period)}
        return sorted(outlet for outlet in {*sums, *standings} if sums[outlet] != standings.get(outlet, 0))


def _replayed(period: str, journals: Iterable[tuple[Scored, Journal]], book: Book) -> list[Entry]:
    """The entries of a period that these submissions' journals give from nothing."""
    return [
        entry for nothing, journal in journals for entry in replay(nothing, journal, book) if entry.period == period
    ]
