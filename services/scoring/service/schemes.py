"""Schemes: checking, adopting, trying; and having works follow a newer scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from eventlet import tpool

from services.scoring import checking, schemas
from services.scoring.domain.calendar import ends, quarter_on
from services.scoring.domain.ledger import Received
from services.scoring.domain.periods import frontier
from services.scoring.domain.scheme import Scheme, read
from services.scoring.domain.trial import Attempt
from services.scoring.repository.schemes import scheme_document
from services.scoring.service.base import Data, pieces, require, require_staff
from services.scoring.service.entering import Desk, Entering
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.contracts.scoring_terms import Cause, PeriodStatus
from shared.errors import Conflict
from shared.messaging import command, query, scheduled
from shared.mongo import Unit
from shared.paging import after, page

Job = tuple[str, Callable[[Unit], None]]
BATCH = 1000


class SchemeMethods(Entering):
    """What the bureau scores by."""

    @query(contracts.CheckScheme)
    def check_scheme(self, data: Data, context: RequestContext) -> Data:
        """Whether data is a scheme."""
        require(context.actor, Role.SCORING_MANAGER)
        return schemas.check_view(tpool.execute(checking.problems, data["scheme"]))

    @command(contracts.AdoptScheme)
    def adopt_scheme(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Adopt a scheme. Works that it concerns are computed anew within moments.

        Raises: Forbidden, also for who acts for an outlet; Invalid, Conflict.
        """
        self.require_disinterested(unit, context, Role.SCORING_MANAGER)
        tpool.execute(checking.require, data["scheme"])
        desk = self.desk(context.bureau)
        shut = frontier(desk.known.values())
        if shut and data["effective_from"] <= ends(shut):
            raise Conflict("scheme.period_closed", period=shut, ends=ends(shut).isoformat())
        serial = desk.book.serial + 1
        document = scheme_document(
            context.bureau, serial, data["effective_from"], data["scheme"], by=context.actor.account, at=now()
        )
        self.schemes.add(unit, document)
        self.periods.turn(unit, context.bureau, desk.calendar)
        still = [id_ for id_, period in desk.known.items() if period.status is PeriodStatus.OPEN]
        self.periods.renew(unit, context.bureau, still, serial)
        return schemas.scheme_view(
            document, self._may_schemes(context), in_force=data["effective_from"] <= local_date(now())
        )

    @query(contracts.SchemesQuery)
    def schemes_list(self, data: Data, context: RequestContext) -> Data:
        """The schemes of the bureau."""
        require_staff(context.actor)
        position = after(data, int)
        found = self.schemes.page(context.bureau, position[0] if position else None, data["limit"])
        current = self.schemes.book(context.bureau).on(local_date(now())).serial
        shown = page(found, data["limit"], lambda row: [row["serial"]])
        items = [schemas.scheme_summary(row, in_force=row["serial"] == current) for row in shown["items"]]
        return shown | {"items": items, "may": self._may_schemes(context)}

    @query(contracts.SchemeQuery)
    def scheme(self, data: Data, context: RequestContext) -> Data:
        """One scheme with its data."""
        require_staff(context.actor)
        row = self.schemes.row(context.bureau, data["scheme"])
        current = self.schemes.book(context.bureau).on(local_date(now())).serial
        return schemas.scheme_view(row, self._may_schemes(context), in_force=row["serial"] == current)

    @query(contracts.SchemeFormQuery)
    def scheme_form(self, data: Data, context: RequestContext) -> Data:
        """The JSON Schema of schemes."""
        require_staff(context.actor)
        return {"schema": checking.schema()}

    @query(contracts.CallPointsQuery)
    def call_points(self, data: Data, context: RequestContext) -> Data:
        """What a work has of what a call promises, by the scheme in force today; for any account."""
        scheme = self.schemes.book(context.bureau).on(local_date(now()))
        return schemas.call_points_view(scheme, data["points"])

    @query(contracts.TryScheme)
    def try_scheme(self, data: Data, context: RequestContext) -> Data:
        """What a period would be under a scheme."""
        require(context.actor, Role.SCORING_MANAGER)
        return self._tried(self.schemes.scheme(context.bureau, data["scheme"]), data["scheme"], data, context)

    @query(contracts.TryDraft)
    def try_draft(self, data: Data, context: RequestContext) -> Data:
        """What a period would be under a scheme that nobody adopted. Raises: Invalid for what is none."""
        require(context.actor, Role.SCORING_MANAGER)
        tpool.execute(checking.require, data["scheme"])
        return self._tried(read(data["scheme"]), "", data, context)

    @scheduled(every=timedelta(seconds=10))
    def follow_schemes(self, moment: datetime) -> Iterator[Job]:
        """Compute works anew that a newer scheme concerns, and order standings by it."""
        for bureau in self.schemes.bureaus():
            desk = self.desk(bureau)
            for id_ in self._behind(desk):
                yield f"{id_}:{moment.isoformat()}", partial(self._follow, bureau, id_)
            for period in desk.known.values():
                if period.status is not PeriodStatus.OPEN:
                    continue
                scheme = self.rules(period, desk.book)
                for standing in self.standings.stale(bureau, period.id, scheme.serial, BATCH):
                    yield f"{standing}:{moment.isoformat()}", partial(self._reorder, bureau, period.id, standing)

    def _may_schemes(self, context: RequestContext) -> list[str]:
        """What the asker may do with schemes: to try one takes the role alone."""
        tries = ["try"] if context.actor.has(Role.SCORING_MANAGER) else []
        return [*tries, "adopt"] if self.is_disinterested(context, Role.SCORING_MANAGER) else tries

    def _tried(self, scheme: Scheme, name: str, data: Data, context: RequestContext) -> Data:
        """The answer to a trial of a scheme, which it calls `name`."""
        id_ = data["period"]
        standings = {one.outlet: one for one in self.standings.everybody(context.bureau, id_)}
        period = self.periods.get(context.bureau, id_)
        current = self.rules(period, self.schemes.book(context.bureau))
        divided = (self.quarters(context.bureau, period, current), self.quarters(context.bureau, period, scheme))
        attempt = Attempt(scheme, id_, standings)
        for piece in pieces(self.works.concerning(context.bureau, id_)):
            known, journals = self.works.several(context.bureau, piece), self.works.journals(context.bureau, piece)
            works = [(known[submission], journal) for submission, journal in journals]
            tpool.execute(attempt.add, works)  # aside: thousands of works would keep everybody else waiting
        strangers = self.outlets.several(context.bureau, attempt.strangers)
        found = tpool.execute(attempt.result, current, strangers, divided)
        return schemas.trial_view(name, found, data["limit"])

    def _behind(self, desk: Desk) -> set[str]:
        """Submissions that a scheme concerns which they were not computed with."""
        found: set[str] = set()
        for scheme in desk.book.schemes:
            if scheme.serial:
                since = quarter_on(scheme.effective_from)
                found |= set(self.works.behind(desk.bureau, scheme.serial, since, limit=BATCH))
        return found

    def _follow(self, bureau: str, id_: str, unit: Unit) -> None:
        desk, scored = self.desk(bureau), self.works.get(bureau, id_)
        cause = f"scheme:{desk.book.serial}:{id_}:{scored.version}"
        received = Received(cause, Cause.SCHEME, self.schemes.adopted_at(bureau), None, desk.frontier)
        self.receive(unit, desk, scored, received)

    def _reorder(self, bureau: str, id_: str, standing: str, unit: Unit) -> None:
        period, book = self.periods.get(bureau, id_), self.schemes.book(bureau)
        if period.status is PeriodStatus.OPEN:
            self.periods.enter(unit, bureau, id_, serial=book.serial, entries=0)
            self.standings.reorder(unit, standing, self.rules(period, book))
