"""Appeals while a ranking is publicised, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.scoring import schemas
from services.scoring.domain import adjusting, appeals
from services.scoring.domain.adjusting import Adjustment
from services.scoring.domain.appeals import Appeal, Corrected
from services.scoring.domain.periods import Period, Signature
from services.scoring.domain.shares import cents, points_of
from services.scoring.repository import Appeals, Chosen
from services.scoring.service.base import Data, after, is_staff, period_of, require, signature
from services.scoring.service.entering import Desk, Entering
from shared import events
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring_awards as contracts
from shared.contracts.award_terms import AppealStatus
from shared.errors import FieldProblem, Forbidden, Invalid, NotFound
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import page

RULE, NAME, MOST_ENTRIES = "appeal", "申诉更正", 100_000
TAKEN_BACK = "申诉成立，冲销该笔积分"


@dataclass(frozen=True)
class _Answer:
    """An answer in the making; `gone` are the entries that were taken back."""

    appeal: Appeal
    period: Period
    by: Signature
    gone: set[str]


class AppealMethods(Entering):
    """An outlet objects; the bureau answers, and what was wrong is corrected by new entries."""

    appeals = Repository(Appeals)

    @command(contracts.OpenAppeal)
    def open_appeal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Object to an outlet's score in a publicised period."""
        outlet = self.seen_outlet(data["outlet"], context)
        if context.actor.account not in outlet.members:
            raise Forbidden("appeal.own_outlet")
        period = self._period(context.bureau, period_of(data))
        moment = now()
        self.periods.save(unit, period, appeals.opened(period, local_date(moment)))
        self._known(context.bureau, data)
        told = ("period", "outlet", "reason")
        appeal = Appeal(
            id=new_id(),
            bureau=context.bureau,
            outlet_name=outlet.name,
            opened_by=context.actor.account,
            opened_at=moment,
            submission=data.get("submission", ""),
            entries=tuple(data["entries"]),
            evidence=tuple(data["evidence"]),
            **{name: data[name] for name in told},
        )
        self.appeals.add(unit, appeal)
        fact = events.AppealOpened(appeal.state(), context.actor.account, appeal.reason)
        unit.emit(fact, subject=appeal.id, version=appeal.version, bureau=appeal.bureau)
        return schemas.appeal_view(appeal, staff=False)

    @command(contracts.AnswerAppeal)
    def answer_appeal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Uphold it with corrections, or dismiss it; not by somebody of the outlet itself."""
        require(context.actor, Role.SCORING_MANAGER)
        appeal: Appeal = self.appeals.get(context.bureau, data["appeal"])
        context.require_version(appeal.version)
        appeals.require_open(appeal)
        if appeal.outlet in self.own(context):
            raise Forbidden("appeal.own_answer")
        desk = self.desk(context.bureau)
        period = desk.known[appeal.period]
        self.periods.save(unit, period, appeals.closed(period))
        answer = _Answer(appeal, period, signature(context), self._taken_back(appeal))
        made = self._corrected(unit, desk, answer, data["corrections"])
        decision = AppealStatus(data["decision"])
        done = appeals.answered(appeal, decision, data["answer"], made, by=answer.by.account, at=answer.by.at)
        self.appeals.save(unit, done)
        fact = events.AppealAnswered(done.state(), context.actor.account, decision, done.answer)
        unit.emit(fact, subject=done.id, version=done.version, bureau=done.bureau)
        return schemas.appeal_view(done, staff=True)

    @query(contracts.AppealQuery)
    def appeal(self, data: Data, context: RequestContext) -> Data:
        """One. Raises: NotFound, also to those whom it does not concern."""
        found: Appeal = self.appeals.get(context.bureau, data["appeal"])
        staff = is_staff(context.actor)
        if not staff and found.outlet not in self.own(context):
            raise NotFound("appeal.not_found")
        return schemas.appeal_view(found, staff=staff)

    @query(contracts.AppealsQuery)
    def appeals_list(self, data: Data, context: RequestContext) -> Data:
        """The appeals of a period; people of outlets see their own."""
        staff = is_staff(context.actor)
        chosen = Chosen(period_of(data), status=data.get("status", ""), outlets=self.chosen(data, context))
        position = after(data, str)
        found = self.appeals.page(context.bureau, chosen, position[0] if position else None, data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        return shown | {"items": [schemas.appeal_view(one, staff=staff) for one in shown["items"]]}

    def chosen(self, data: Data, context: RequestContext) -> list[str] | None:
        """The outlets that a list shows: the one asked for, one's own, or all (None) for staff."""
        asked = [data["outlet"]] if "outlet" in data else None
        if is_staff(context.actor):
            return asked
        own = self.own(context)
        return own if asked is None else [outlet for outlet in asked if outlet in own]

    def _period(self, bureau: str, id_: str) -> Period:
        found: Period = self.periods.get(bureau, id_)
        return found

    def _known(self, bureau: str, data: Data) -> None:
        """What the appeal is about must be the outlet's. Raises: Invalid."""
        problems = []
        if "submission" in data:
            found = self.ledger.of_submissions(bureau, [data["submission"]], outlet=data["outlet"])
            problems += [] if found else [FieldProblem("/submission", "appeal.submission_unknown")]
        for place, id_ in enumerate(data["entries"]):
            entry = self.ledger.get(bureau, id_)
            if entry is None or (entry.outlet, entry.period) != (data["outlet"], data["period"]):
                problems.append(FieldProblem(f"/entries/{place}", "appeal.entry_unknown"))
        if problems:
            raise Invalid("validation", problems=problems)

    def _corrected(self, unit: Unit, desk: Desk, answer: _Answer, corrections: list[Data]) -> list[Corrected]:
        made = []
        for place, given in enumerate(corrections):
            adjustment = self._correction(answer, given, place)
            used = self.adjustments.count(adjustment) + place
            self.adjustments.save(unit, None, adjustment, used)
            self.adjust(unit, desk, adjustment, adjusting.entered(adjustment), correcting=True)
            answer.gone.add(adjustment.reverses)
            made.append(Corrected(adjustment.entry, points_of(adjustment.cents), adjustment.reverses))
        return made

    def _taken_back(self, appeal: Appeal) -> set[str]:
        entries = self.ledger.page(appeal.bureau, appeal.outlet, appeal.period, None, MOST_ENTRIES)
        return {entry.reverses for entry in entries if entry.reverses}

    def _correction(self, answer: _Answer, given: Data, place: int) -> Adjustment:
        """Points by hand, or those of an entry with the other sign. Raises: Invalid."""
        appeal, reverses = answer.appeal, given.get("reverses", "")
        if reverses:
            known = self.ledger.get(appeal.bureau, reverses)
            entry = appeals.correctable(known, appeal, answer.gone, place)
            amount, submission, reason = -entry.cents, entry.submission, given.get("reason") or TAKEN_BACK
        else:
            amount, submission = cents(Decimal(given["points"])), given.get("submission", "")
            reason = given["reason"]
        return Adjustment(
            id=new_id(),
            bureau=appeal.bureau,
            outlet=appeal.outlet,
            period=appeal.period,
            rule=RULE,
            name=NAME,
            cents=amount,
            scheme=answer.period.scheme,
            reason=reason,
            by=answer.by.account,
            by_name=answer.by.name,
            at=answer.by.at,
            submission=submission,
            reverses=reverses,
            appeal=appeal.id,
        )
