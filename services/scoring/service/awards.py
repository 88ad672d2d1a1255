"""Awards by the scheme's rules from a finalised ranking, their delivery, the verification of certificates."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from services.scoring import schemas
from services.scoring.domain import appeals, awards
from services.scoring.domain.awards import (
    EACH_CATEGORY,
    OVERALL,
    Award,
    AwardRule,
    Delivery,
    Grounds,
    Placed,
    ScoredWork,
)
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Row, shown
from services.scoring.domain.shares import points_of
from services.scoring.repository import Awards, Chosen
from services.scoring.service.appeals import AppealMethods
from services.scoring.service.base import Data, period_of, require
from shared import events
from shared.clock import local_date, now
from shared.context import BUSINESS_ROLES, RequestContext, Role
from shared.contracts import scoring_awards as contracts
from shared.contracts.scoring_terms import PeriodStatus
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after_id, encode_cursor
from shared.people import Person, require_person

WORKS_A_READ = 500


class AwardMethods(AppealMethods):
    """Who gets what is in the scheme; every award is traceable to the signed ranking."""

    awards = Repository(Awards)

    @command(contracts.GrantAwards)
    def grant_awards(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Grant what the scheme gives; again: only what was not granted before. Not by somebody of an outlet that gets
        one."""
        require(context.actor, Role.SCORING_MANAGER)
        bureau, period = context.bureau, self.periods.get(context.bureau, period_of(data))
        if period.status is not PeriodStatus.FINALISED:
            raise Conflict("award.not_finalised", status=period.status)
        known = [award.id for award in self.awards.of_period(bureau, period.id)]
        moment = now()
        year = local_date(moment).year
        last = self.awards.last_number(bureau, year)
        new = awards.granted(self._grounds(context, period, last), known)
        self.require_neutral(unit, context, [award.outlet for award in new], Role.SCORING_MANAGER)
        if new:
            self.awards.grant(unit, new, year, last)
        for award in new:
            fact = events.AwardGranted(award.state(), context.actor.account)
            unit.emit(fact, subject=award.id, version=award.version, bureau=bureau)
        return {"period": period.id, "granted": len(new), "total": len(known) + len(new)}

    @command(contracts.DeliverAward)
    def deliver_award(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Record that one was handed over; not by somebody of the outlet that got it."""
        require(context.actor, Role.LIAISON)
        award: Award = self.awards.get(context.bureau, data["award"])
        self.require_neutral(unit, context, [award.outlet], Role.LIAISON)
        context.require_version(award.version)
        person = self._deliverer(unit, context, award, data["delivered_by"])
        delivery = Delivery(
            **{name: data[name] for name in ("delivered_at", "received_by", "note")},
            delivered_by=person.name or person.id,
            deliverer=person.id,
            photo=data.get("photo", ""),
            recorded_by=context.actor.account,
        )
        done = awards.deliver(award, delivery, now())
        self.awards.save(unit, done)
        fact = events.AwardDelivered(done.state(), context.actor.account, delivery.delivered_at)
        unit.emit(fact, subject=done.id, version=done.version, bureau=done.bureau)
        return _shown(done, context, self.own(context))

    @query(contracts.AwardQuery)
    def award(self, data: Data, context: RequestContext) -> Data:
        """One. Raises: NotFound, also to those whom it does not concern."""
        found: Award = self.awards.get(context.bureau, data["award"])
        if not context.actor.is_staff and found.outlet not in self.own(context):
            raise NotFound("award.not_found")
        return _shown(found, context, self.own(context))

    @query(contracts.AwardsQuery)
    def awards_list(self, data: Data, context: RequestContext) -> Data:
        """The awards of a period; people of outlets see their own."""
        limit, own = data["limit"], self.own(context)
        chosen = Chosen(period_of(data), data.get("status", ""), data.get("kind", ""), self.chosen(data, context))
        found = self.awards.page(context.bureau, chosen, after_id(data), limit)
        more = encode_cursor([found[limit - 1][0]]) if len(found) > limit else None
        return {"items": [_shown(one, context, own) for _, one in found[:limit]], "next": more}

    @query(contracts.CertificateQuery)
    def certificate(self, data: Data, context: RequestContext) -> Data:
        """What anyone may know of a certificate. Raises: NotFound."""
        code = awards.read_code(data["code"])
        if code is None:
            raise NotFound("certificate.not_found")
        return schemas.certificate_view(self.awards.by_code(context.bureau, code))

    def _deliverer(self, unit: Unit, context: RequestContext, award: Award, account: str) -> Person:
        """Who handed it over: somebody of the bureau with a duty, and of no outlet that got it, now and at the commit.

        Raises: Invalid."""
        bureau, actor = context.bureau, context.actor
        known = self.accounts.who(actor) if account == actor.account else self.accounts.find(bureau, account)
        person = require_person(known, "/delivered_by", *BUSINESS_ROLES)
        if award.outlet in self.outlets.of_account(bureau, account):
            raise Invalid("validation", problems=[FieldProblem("/delivered_by", "award.own_outlet")])
        self.accounts.rely_on(unit, bureau, account, *BUSINESS_ROLES)
        self.outlets.require_stranger(unit, bureau, [award.outlet], account)
        return person

    def _grounds(self, context: RequestContext, period: Period, last: int) -> Grounds:
        scheme = self.rules(period, self.schemes.book(context.bureau))
        rules, quarters = awards.rules_of(scheme.awards), self.quarters(context.bureau, period, scheme)
        rows = self.rankings.rows(context.bureau, period.id)
        return Grounds(
            bureau=context.bureau,
            period=period.id,
            digest=period.digest,
            rules=rules,
            placed=[_placed(row, quarters) for row in rows],
            works=list(self._scored_works(context.bureau, period.id, rows, rules)),
            by=context.actor.account,
            at=now(),
            numbered=last,
        )

    def _scored_works(
        self, bureau: str, period: str, rows: list[Row], rules: tuple[AwardRule, ...]
    ) -> Iterator[ScoredWork]:
        """The works of the ranked outlets whose ladder has a rule for works, as appeals left them."""
        ladders = {rule.ladder for rule in rules if rule.works}
        for row in rows:
            one = row.standing
            if row.places.overall is None or ladders.isdisjoint({OVERALL, EACH_CATEGORY, one.category}):
                continue
            scores = self.standings.works(bureau, period, one.outlet, None, WORKS_A_READ)
            ids = [each["submission"] for each in scores]
            known = self.works.several(bureau, ids)
            entries = self.ledger.of_submissions(bureau, ids, outlet=one.outlet, period=period)
            for each in scores:
                cents = each["cents"] + appeals.corrected(entries.get(each["submission"], []))
                facts = known[each["submission"]].facts
                if (
                    facts.subject is None
                    or not facts.subject.is_work
                    or not each["works"]
                    or cents <= 0 < each["cents"]
                ):
                    continue
                yield ScoredWork(
                    submission=each["submission"],
                    title=facts.subject.title,
                    outlet=one.outlet,
                    name=one.name,
                    category=one.category,
                    points=points_of(cents),
                    grade=facts.approval.grade if facts.approval else "",
                )


def _placed(row: Row, quarters: int) -> Placed:
    one = row.standing
    points = shown(one.cents, quarters)
    return Placed(one.outlet, one.name, one.category, row.places.category, row.places.overall, points)


def _shown(award: Award, context: RequestContext, own: Collection[str]) -> Data:
    """`AwardView` for who asks; `own` are the outlets that they act for."""
    view = schemas.award_view(award, staff=context.actor.is_staff and award.outlet not in own)
    return view | {"may": awards.may(award, context.actor, own)}
