"""The life of periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from services.scoring import schemas
from services.scoring.domain import calendar, periods, ranking
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Row
from services.scoring.domain.scheme import Scheme
from services.scoring.service.base import Data, period_of, signature
from services.scoring.service.entering import Desk, Entering
from shared import events
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.contracts.scoring_terms import PeriodAct, PeriodKind, PeriodStatus
from shared.errors import Conflict, FieldProblem, Invalid
from shared.messaging import command, query, scheduled
from shared.mongo import Unit
from shared.paging import after, page

WHO: Final = {
    PeriodAct.CLOSE: Role.SCORING_MANAGER,
    PeriodAct.PUBLICISE: Role.SCORING_MANAGER,
    PeriodAct.FINALISE: Role.LEADER,
}
Job = tuple[str, Callable[[Unit], None]]


class PeriodMethods(Entering):
    """Closing, publicising and finalising, and what a period counts."""

    @query(contracts.PeriodsQuery)
    def periods_list(self, data: Data, context: RequestContext) -> Data:
        """The periods of the bureau; the current ones also before anything happened to them."""
        desk, today = self.desk(context.bureau), local_date(now())
        current = (calendar.quarter_on(today), str(today.year))
        found = {id_: Period(id_, context.bureau) for id_ in current} | dict(desk.known)
        position = after(data, str)
        chosen = [each for id_, each in sorted(found.items(), reverse=True) if not position or id_ < position[0]]
        shown = page(chosen, data["limit"], lambda one: [one.id])
        counters = self.periods.counters(context.bureau, [one.id for one in shown["items"]])
        return shown | {"items": [self._view(one, desk, counters[one.id], context) for one in shown["items"]]}

    @query(contracts.PeriodQuery)
    def period(self, data: Data, context: RequestContext) -> Data:
        """One period and what it counts."""
        desk, id_ = self.desk(context.bureau), period_of(data)
        one = desk.known.get(id_, Period(id_, context.bureau))
        return self._view(one, desk, self.periods.counters(context.bureau, [id_])[id_], context)

    @command(contracts.ClosePeriod)
    def close_period(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Close a period: its gates shut, and with them its standings stand still; by who acts for no outlet."""
        self.require_disinterested(unit, context, Role.SCORING_MANAGER)
        desk, one = self._at(data, context)
        scheme = self.rules(one, desk.book)
        closed = periods.close(one, signature(context), list(desk.known.values()), scheme.serial)
        if self._follows(desk, one, scheme):
            raise Conflict("period.following_scheme")
        if one.id not in desk.known:
            self.periods.make(unit, context.bureau, [one.id], desk.book.serial)
        self.periods.turn(unit, context.bureau, desk.calendar)
        return self._moved(
            unit, desk, one, closed, events.PeriodClosed(closed.state(), context.actor.account), context=context
        )

    @command(contracts.PublicisePeriod)
    def publicise_period(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Make the ranking public for appeals; by who acts for no outlet."""
        self.require_disinterested(unit, context, Role.SCORING_MANAGER)
        desk, one = self._at(data, context)
        workday = self.calendars.of(context.bureau).workday
        public = periods.publicise(one, signature(context), data["working_days"], workday)
        return self._moved(
            unit,
            desk,
            one,
            public,
            events.PeriodPublicised(public.state(), context.actor.account),
            context=context,
        )

    @command(contracts.FinalisePeriod)
    def finalise_period(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Sign the ranking: its rows are kept for good, sealed by their digest; by who acts for no outlet."""
        self.require_disinterested(unit, context, Role.LEADER)
        if data["early"] and not data["reason"]:
            raise Invalid("validation", problems=[FieldProblem("/reason", "required")])
        desk, one = self._at(data, context)
        early = data["reason"] if data["early"] else ""
        final = periods.finalise(one, signature(context), "", early)
        rows = self._rows(desk, one, self.rules(one, desk.book))
        final = replace(final, digest=ranking.digest(context.bureau, one.id, one.scheme, rows))
        self.rankings.freeze(unit, context.bureau, one.id, rows)
        return self._moved(
            unit,
            desk,
            one,
            final,
            events.PeriodFinalised(final.state(), context.actor.account),
            context=context,
        )

    @scheduled(every=timedelta(seconds=10))
    def recount(self, moment: datetime) -> Iterator[Job]:
        """Count last days for appeals anew that rest on a guess, when more is known."""
        for one in self.periods.guessed():
            counting = self.calendars.of(one.bureau)
            if periods.recount(one, counting.workday, local_date(moment)):
                yield f"{one.bureau}:{one.id}:{one.version}", partial(self._recount, one.bureau, one.id, moment)

    def _recount(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        one = self.periods.get(bureau, id_)
        then = periods.recount(one, self.calendars.of(bureau).workday, local_date(moment))
        if then is not None and one.appeals_until is not None:
            self.periods.save(unit, one, then)
            told = events.AppealsUntilMoved(then.state(), "", one.appeals_until)
            unit.emit(told, subject=then.id, version=then.version, bureau=bureau)

    def _at(self, data: Data, context: RequestContext) -> tuple[Desk, Period]:
        desk, id_ = self.desk(context.bureau), period_of(data)
        one = desk.known.get(id_, Period(id_, context.bureau))
        context.require_version(one.version)
        return desk, one

    def _moved(
        self,
        unit: Unit,
        desk: Desk,
        before: Period,
        then: Period,
        event: events.PeriodEvent,
        *,
        context: RequestContext,
    ) -> Data:
        self.periods.save(unit, before, then)
        unit.emit(event, subject=then.id, version=then.version, bureau=then.bureau)
        return self._view(then, desk, self.periods.counters(then.bureau, [then.id])[then.id], context)

    def _view(self, period: Period, desk: Desk, counters: dict[str, int], context: RequestContext) -> Data:
        serial, may = self.rules(period, desk.book).serial, self._may(period, desk, context)
        view = schemas.period_view(period, counters, serial, may, context.locale, named=not self.own(context))
        return view if context.actor.is_staff else schemas.period_of_outlets(view)

    def _may(self, period: Period, desk: Desk, context: RequestContext) -> list[str]:
        """What the asker may do with it today."""
        known, today = list({**desk.known, period.id: period}.values()), local_date(now())
        act = periods.possible(period, known, today)
        found: list[str] = [act] if act and self.is_disinterested(context, WHO[act]) else []
        if not context.actor.has(Role.SCORING_MANAGER):
            return found
        found += ["adjust"] if periods.takes_points(period, today) and not desk.shut(period.id) else []
        found += ["rebuild"] if period.kind is PeriodKind.QUARTER else []
        return [*found, "grant"] if period.status is PeriodStatus.FINALISED and self._grants(period, context) else found

    def _grants(self, period: Period, context: RequestContext) -> bool:
        """Whether no outlet of the asker's is in the ranking: nobody grants what their own outlet gets."""
        own = set(self.own(context))
        return not own or own.isdisjoint(row.standing.outlet for row in self.rankings.rows(period.bureau, period.id))

    def _follows(self, desk: Desk, period: Period, scheme: Scheme) -> bool:
        """Whether something in the period still has to be computed or ordered by a newer scheme."""
        if self.standings.stale(desk.bureau, period.id, scheme.serial, 1):
            return True
        quarters = [period.id] if period.kind is PeriodKind.QUARTER else calendar.quarters(period.id)
        return any(
            self.works.behind(desk.bureau, each.serial, calendar.quarter_on(each.effective_from), home=quarter, limit=1)
            for each in desk.book.schemes
            if each.serial
            for quarter in quarters
        )

    def _rows(self, desk: Desk, period: Period, scheme: Scheme) -> list[Row]:
        """The ranking of a period that nothing enters any more."""
        before = previous_of(period, desk.known.values())
        former = {row.standing.outlet: row.places for row in self.rankings.rows(desk.bureau, before)} if before else {}
        standings = self.standings.everybody(desk.bureau, period.id)
        return ranking.rank(standings, scheme.ties, scheme.minimum_works, former)


def previous_of(period: Period, known: Iterable[Period]) -> str:
    """The last finalised period of the same kind before it; empty when there is none."""
    found = [
        each.id
        for each in known
        if each.kind is period.kind and each.status is PeriodStatus.FINALISED and each.id < period.id
    ]
    return max(found, default="")
