"""Appeals while a ranking is publicised, and their answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from services.scoring import schemas
from services.scoring.domain import adjusting, appeals
from services.scoring.domain.adjusting import Adjustment
from services.scoring.domain.appeals import Appeal, Corrected
from services.scoring.domain.facts import Facts
from services.scoring.domain.ledger import Entry, Received, Scored
from services.scoring.domain.periods import Period, Signature
from services.scoring.domain.shares import cents, points_of
from services.scoring.repository import Appeals, Chosen
from services.scoring.service.base import Data, period_of, require, signature
from services.scoring.service.entering import Desk, Entering
from shared import events
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring_awards as contracts
from shared.contracts.award_terms import AppealStatus
from shared.contracts.scoring_terms import Cause
from shared.errors import FieldProblem, Forbidden, Invalid, NotFound
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after_id, page

NAME = "申诉更正"
TAKEN_BACK = "申诉成立，冲销该笔积分"


@dataclass(frozen=True)
class _Answer:
    """An answer in the making: the entries that it takes back, and the works and adjustments that they are of.

    `used` is how much oftener than before each rule is used by it: nothing of it is written so far.
    """

    appeal: Appeal
    period: Period
    by: Signature
    gone: set[str] = field(default_factory=set)
    works: dict[str, Scored] = field(default_factory=dict)
    by_hand: dict[str, Adjustment] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)


class AppealMethods(Entering):
    """An outlet objects; the bureau answers, and what was wrong is corrected by new entries."""

    appeals = Repository(Appeals)

    @command(contracts.OpenAppeal)
    def open_appeal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Object to an outlet's score in a publicised period."""
        outlet = self.seen_outlet(data["outlet"], context)
        if context.actor.account not in outlet.members:
            raise Forbidden("appeal.own_outlet")
        self.accounts.require_open(context.actor)
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
        return schemas.appeal_view(appeal, [], staff=False)

    @command(contracts.AnswerAppeal)
    def answer_appeal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Uphold it with corrections, or dismiss it; not by somebody of the outlet itself."""
        require(context.actor, Role.SCORING_MANAGER)
        appeal: Appeal = self.appeals.get(context.bureau, data["appeal"])
        context.require_version(appeal.version)
        appeals.require_open(appeal)
        if appeal.outlet in self.own(context):
            raise Forbidden("appeal.own_answer")
        self.require_neutral(unit, context, [appeal.outlet], Role.SCORING_MANAGER)
        desk = self.desk(context.bureau)
        period = desk.known[appeal.period]
        self.periods.save(unit, period, appeals.closed(period))
        answer = _Answer(appeal, period, signature(context))
        corrections = [self._correction(answer, given, place) for place, given in enumerate(data["corrections"])]
        # First what may come into a period that there is not yet.
        self._settle(unit, desk, answer)
        made = self._corrected(unit, desk, answer, corrections)
        decision = AppealStatus(data["decision"])
        done = appeals.answered(appeal, decision, data["answer"], made, by=answer.by.account, at=answer.by.at)
        self.appeals.save(unit, done)
        fact = events.AppealAnswered(done.state(), context.actor.account, decision, done.answer)
        unit.emit(fact, subject=done.id, version=done.version, bureau=done.bureau)
        return schemas.appeal_view(done, [], staff=True)

    @query(contracts.AppealQuery)
    def appeal(self, data: Data, context: RequestContext) -> Data:
        """One. Raises: NotFound, also to those whom it does not concern."""
        found: Appeal = self.appeals.get(context.bureau, data["appeal"])
        own = self.own(context)
        if not context.actor.is_staff and found.outlet not in own:
            raise NotFound("appeal.not_found")
        return _shown(found, context, own)

    @query(contracts.AppealsQuery)
    def appeals_list(self, data: Data, context: RequestContext) -> Data:
        """The appeals of a period; people of outlets see their own."""
        own = self.own(context)
        chosen = Chosen(period_of(data), status=data.get("status", ""), outlets=self.chosen(data, context))
        found = self.appeals.page(context.bureau, chosen, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        return shown | {"items": [_shown(one, context, own) for one in shown["items"]]}

    def chosen(self, data: Data, context: RequestContext) -> list[str] | None:
        """The outlets that a list shows: the one asked for, one's own, or all (None) for staff."""
        asked = [data["outlet"]] if "outlet" in data else None
        if context.actor.is_staff:
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

    def _corrected(
        self, unit: Unit, desk: Desk, answer: _Answer, corrections: Sequence[Adjustment]
    ) -> list[Corrected]:  # fmt: skip
        made = []
        for adjustment in corrections:
            self._keep(unit, answer, None, adjustment)
            self.adjust(unit, desk, adjustment, adjusting.entered(adjustment), correcting=True)
            if original := answer.by_hand.get(adjustment.reverses):
                self._keep(unit, answer, original, adjusting.taken_back(original, adjustment))
            made.append(Corrected(adjustment.entry, points_of(adjustment.cents), adjustment.reverses))
        return made

    def _keep(self, unit: Unit, answer: _Answer, before: Adjustment | None, after: Adjustment) -> None:
        used = self.adjustments.count(after) + answer.used[after.rule]
        self.adjustments.save(unit, before, after, used)
        answer.used[after.rule] += 1 if before is None else -1

    def _settle(self, unit: Unit, desk: Desk, answer: _Answer) -> None:
        """What was taken back stays so, whatever comes in about the work later."""
        said = []
        for scored in answer.works.values():
            settled = tuple(sorted(held.entry for held in scored.held.values() if held.entry in answer.gone))
            cause, moment = answer.appeal.id, answer.by.at
            said.append((scored, Received(cause, Cause.ADJUSTMENT, moment, Facts(settled=settled), desk.frontier)))
        self.settle(unit, desk, said)

    def _take_back(self, answer: _Answer, entry: Entry, place: int) -> None:
        """Note that an entry goes. Raises: Invalid when it was taken back before, in whatever period."""
        bureau, id_ = answer.appeal.bureau, entry.submission
        if entry.by_hand:
            answer.by_hand[entry.id] = self.adjustments.get(bureau, entry.cause)
            stands = answer.by_hand[entry.id].stands
        else:
            if id_ not in answer.works:
                answer.works[id_] = self.works.get(bureau, id_)
            stands = answer.works[id_].stands(entry.id)
        if not stands or entry.id in answer.gone:
            raise appeals.not_correctable(place)
        answer.gone.add(entry.id)

    def _correction(self, answer: _Answer, given: Data, place: int) -> Adjustment:
        """Points by hand, or those of an entry with the other sign. Raises: Invalid."""
        appeal, reverses = answer.appeal, given.get("reverses", "")
        if reverses:
            known = self.ledger.get(appeal.bureau, reverses)
            entry = appeals.correctable(known, appeal, place)
            self._take_back(answer, entry, place)
            amount, submission, reason = -entry.cents, entry.submission, given.get("reason") or TAKEN_BACK
        else:
            amount, submission = cents(Decimal(given["points"])), given.get("submission", "")
            if submission:
                self.require_part(appeal.bureau, submission, appeal.outlet, f"/corrections/{place}/submission")
            reason = given["reason"]
        return Adjustment(
            id=new_id(),
            bureau=appeal.bureau,
            outlet=appeal.outlet,
            period=appeal.period,
            rule=appeals.RULE,
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


def _shown(appeal: Appeal, context: RequestContext, own: Collection[str]) -> Data:
    """`AppealView` for who asks; `own` are the outlets that they act for."""
    staff = context.actor.is_staff and appeal.outlet not in own
    return schemas.appeal_view(appeal, appeals.may(appeal, context.actor, own), staff=staff)
