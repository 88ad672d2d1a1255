"""Rankings, why they are so, and the ledger behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.scoring import schemas
from services.scoring.domain import Outlet, appeals
from services.scoring.domain.compute import compute
from services.scoring.domain.periods import Period, takes_points
from services.scoring.domain.ranking import Places, Standing
from services.scoring.domain.scheme import Book
from services.scoring.repository.slots import SLOTS
from services.scoring.service.base import Base, Data, period_of
from services.scoring.service.periods import previous_of
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.contracts.scoring_terms import PeriodStatus
from shared.errors import FieldProblem, Invalid, NotFound
from shared.messaging import query
from shared.paging import after, encode_cursor, page

POSITION = (*[int] * len(SLOTS), str, int, int)


class RankingMethods(Base):
    """Reading; nothing is changed."""

    @query(contracts.RankingQuery)
    def ranking(self, data: Data, context: RequestContext) -> Data:
        """A period's ranking. Raises: NotFound to people of outlets while it is not public."""
        period = self.periods.get(context.bureau, period_of(data))
        if not context.actor.is_staff and not (period.is_public and self.own(context)):
            raise NotFound("ranking.not_public")
        return self._ranking(data, context, period)

    @query(contracts.PublicRankingQuery)
    def public_ranking(self, data: Data, context: RequestContext) -> Data:
        """A finalised ranking. Raises: NotFound for any other."""
        period = self.periods.get(data["bureau"], period_of(data))
        if period.status is not PeriodStatus.FINALISED:
            raise NotFound("ranking.not_public")
        return self._ranking(data, context, period)

    @query(contracts.PublicRankingsQuery)
    def public_rankings(self, data: Data, context: RequestContext) -> Data:
        """The finalised rankings of a bureau, the latest first."""
        position = after(data, str)
        signed = [each for each in self.periods.known(data["bureau"]) if each.status is PeriodStatus.FINALISED]
        left = [each for each in signed if not position or each.id < position[0]]
        shown = page(left, data["limit"], lambda one: [one.id])
        return shown | {"items": [schemas.signed_period(each) for each in shown["items"]]}

    @query(contracts.ExplanationQuery)
    def explanation(self, data: Data, context: RequestContext) -> Data:
        """Why an outlet stands where it does."""
        outlet = self.seen_outlet(data["outlet"], context)
        bureau, id_ = context.bureau, period_of(data)
        period, book = self.periods.get(bureau, id_), self.schemes.book(bureau)
        scheme = self.rules(period, book)
        standing = self.standings.get(bureau, id_, outlet.id)
        standing = standing or Standing(outlet.id, outlet.name, outlet.category, outlet.competes)
        position = after(data, int, int, str)
        found = self.standings.works(bureau, id_, outlet.id, tuple(position) if position else None, data["limit"])
        shown = page(found, data["limit"], lambda row: [row["works"], row["cents"], row["submission"]])
        reader = schemas.reader_of(context, inside=context.actor.account in outlet.members)
        explained = schemas.Explained(
            period=period,
            standing=standing,
            places=self._places(bureau, period, outlet.id) if context.actor.is_staff or period.is_public else Places(),
            scheme=scheme,
            quarters=self.quarters(bureau, period, scheme),
            by_hand=self.ledger.without_work(bureau, outlet.id, id_),
            items=self._works(bureau, outlet.id, id_, shown["items"], book, reader=reader),
            next=shown["next"],
            may=_may(period, outlet, context),
        )
        return schemas.explanation_view(explained, book, reader)

    @query(contracts.PointsQuery)
    def submission_points(self, data: Data, context: RequestContext) -> Data:
        """What a submission earned. Raises: NotFound, also to those whom it does not concern."""
        scored = self.works.find(context.bureau, data["submission"])
        if scored is None or scored.facts.subject is None:
            raise NotFound("submission.not_found")
        authors = {author.outlet for author in scored.facts.subject.authors} | {scored.facts.subject.outlet}
        inside = not authors.isdisjoint(self.own(context))
        if not (context.actor.is_staff or inside):
            raise NotFound("submission.not_found")
        entries = self.ledger.of_submissions(context.bureau, [scored.id]).get(scored.id, [])
        names = self.outlets.several(context.bureau, {*authors, *(entry.outlet for entry in entries)})
        book = self.schemes.book(context.bureau)
        computed = compute(book, scored.facts, scored.rules)
        reader = schemas.reader_of(context, inside=inside)
        return schemas.submission_view(scored, entries, computed, names, book, reader=reader)

    @query(contracts.LedgerQuery)
    def outlet_ledger(self, data: Data, context: RequestContext) -> Data:
        """The entries of an outlet."""
        outlet = self.seen_outlet(data["outlet"], context)
        position = after(data, str, str)
        since = (_moment(position[0]), position[1]) if position else None
        found = self.ledger.page(context.bureau, outlet.id, data.get("period"), since, data["limit"])
        shown = page(found, data["limit"], lambda entry: [entry.at.isoformat(), entry.id])
        book = self.schemes.book(context.bureau)
        reader = schemas.reader_of(context, inside=context.actor.account in outlet.members)
        items = schemas.entry_views(shown["items"], book, reader)
        return shown | {"items": items}

    def _ranking(self, data: Data, context: RequestContext, period: Period) -> Data:
        bureau = period.bureau
        scheme = self.rules(period, self.schemes.book(bureau))
        frozen = period.status is PeriodStatus.FINALISED
        shown = (self._frozen if frozen else self._current)(data, bureau, period)
        return schemas.ranking_page(
            period, data.get("category"), shown, self.quarters(bureau, period, scheme), context.locale
        )

    def _frozen(self, data: Data, bureau: str, period: Period) -> schemas.Shown:
        """The rows that were signed."""
        category = data.get("category")
        position = after(data, int)
        found = self.rankings.page(bureau, period.id, category, position[0] if position else 0, data["limit"])
        rows = found[: data["limit"]]
        ladder = "category" if category else "overall"
        lines = [(getattr(row.places, ladder), row.standing, getattr(row.previous, ladder)) for _, row in rows]
        return schemas.Shown(lines, encode_cursor([rows[-1][0]]) if len(found) > len(rows) else None)

    def _current(self, data: Data, bureau: str, period: Period) -> schemas.Shown:
        """The standings, which stand still once the period is closed."""
        category = data.get("category")
        position: list[Any] | None = after(data, *POSITION)
        since = (tuple(position[: len(SLOTS)]), position[len(SLOTS)]) if position else None
        count, place = (position[-2], position[-1]) if position else (0, 0)
        last = since[0] if since else None
        found = self.standings.page(bureau, period.id, category, since, data["limit"])
        before = previous_of(period, self.periods.known(bureau))
        former = self.rankings.places(bureau, before, [one.outlet for one, _ in found]) if before else {}
        ladder = "category" if category else "overall"
        lines = []
        for standing, key in found[: data["limit"]]:
            count += 1
            place = place if key == last else count
            last = key
            lines.append((place, standing, getattr(former.get(standing.outlet, Places()), ladder)))
        more = len(found) > len(lines)
        cursor = encode_cursor([*(last or ()), lines[-1][1].outlet, count, place]) if more else None
        return schemas.Shown(lines, cursor)

    def _places(self, bureau: str, period: Period, outlet: str) -> Places:
        if period.status is PeriodStatus.FINALISED:
            row = self.rankings.row(bureau, period.id, outlet)
            return row.places if row else Places()
        standing = self.standings.get(bureau, period.id, outlet)
        if standing is None:
            return Places()
        return Places(
            self.standings.place(bureau, period.id, None, outlet),
            self.standings.place(bureau, period.id, standing.category, outlet),
        )

    def _works(
        self, bureau: str, outlet: str, period: str, rows: list[Data], book: Book, *, reader: schemas.Reader
    ) -> list[Data]:
        ids = [row["submission"] for row in rows]
        known = self.works.several(bureau, ids)
        entries = self.ledger.of_submissions(bureau, ids, outlet=outlet, period=period)
        shown = []
        for row in rows:
            scored = known[row["submission"]]
            computed = compute(book, scored.facts, scored.rules)
            shown.append(schemas.work_view(scored, row, entries.get(scored.id, []), computed, book, reader=reader))
        return shown


def _moment(text: str) -> datetime:
    """The moment in a cursor. Raises: Invalid."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year < 2100:
        raise Invalid("cursor.invalid", problems=[FieldProblem("/cursor", "cursor.invalid")])
    return moment


def _may(period: Period, outlet: Outlet, context: RequestContext) -> list[str]:
    """What the asker may do for an outlet in a period: object for one's own, enter points by hand for another's."""
    today, ours = local_date(now()), context.actor.account in outlet.members
    if ours:
        return ["appeal"] if appeals.are_taken(period, today) else []
    return ["adjust"] if context.actor.has(Role.SCORING_MANAGER) and takes_points(period, today) else []
