"""What was published without approval: recorded, objected to, ruled on."""

from __future__ import annotations

from collections.abc import Collection

from services.submission.domain import Publication, Statement, Submission, Unapproved, unapproved
from services.submission.records import files, new_record, record_view
from services.submission.service.base import Base, Data
from shared import events
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import submission_unapproved as contracts
from shared.contracts.submission_terms import UnapprovedStatus
from shared.errors import Conflict, NotFound
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after_id, page

TOLD = {UnapprovedStatus.KEPT: events.UnapprovedKept, UnapprovedStatus.WITHDRAWN: events.UnapprovedWithdrawn}


class UnapprovedMethods(Base):
    """A liaison records, the outlet objects, somebody else rules."""

    @command(contracts.RecordUnapproved)
    def record_unapproved(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Record a piece that is no publication of an approved work."""
        unapproved.require_recorder(context.actor, data["outlet"], self.own(context))
        outlet = self.outlets.find(context.bureau, data["outlet"])
        if outlet is None:
            raise NotFound("outlet.not_found")
        self._require_stranger(unit, context, outlet.id, Role.LIAISON)
        moment = now()
        record = unapproved.record(new_record(data, context.actor, moment), outlet, moment)
        place = self.claims.look(context.bureau, record.claim)
        self._require_unknown(record)
        self.claims.take(unit, place)
        self.records.save(unit, None, record)
        self._tell(unit, record, events.UnapprovedRecorded(record.state(), context.actor.account))
        return self._view(record, context)

    @command(contracts.ObjectUnapproved)
    def object_unapproved(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """The outlet objects."""
        before = self._get(data, context)
        unapproved.require_concerned(context.actor, before, self.own(context))
        self.accounts.require_open(context.actor)
        context.require_version(before.version)
        said = Statement(context.actor.account, now(), data["reason"], files(data["proof"]))
        record = unapproved.object_to(before, said)
        self.records.save(unit, before, record)
        self._tell(unit, record, events.UnapprovedObjected(record.state(), said.by, said.reason))
        return self._view(record, context)

    @command(contracts.RuleUnapproved)
    def rule_unapproved(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Uphold an objection, or not."""
        before = self._get(data, context)
        unapproved.require_sight(context.actor, before, self.own(context))
        unapproved.require_judge(context.actor, before, self.own(context))
        self._require_stranger(unit, context, before.outlet, Role.LIAISON, Role.REVIEWER_FINAL)
        context.require_version(before.version)
        said = Statement(context.actor.account, now(), data["reason"])
        record = unapproved.rule_on(before, UnapprovedStatus(data["decision"]), said)
        self.records.save(unit, before, record)
        self._tell(unit, record, TOLD[record.status](record.state(), said.by, said.reason))
        return self._view(record, context)

    @command(contracts.WithdrawUnapproved)
    def withdraw_unapproved(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take a mistaken record back."""
        before = self._get(data, context)
        unapproved.require_recorder(context.actor, before.outlet, self.own(context))
        self._require_stranger(unit, context, before.outlet, Role.LIAISON)
        context.require_version(before.version)
        said = Statement(context.actor.account, now(), data["reason"])
        record = unapproved.withdraw(before, said)
        self.records.save(unit, before, record)
        self._tell(unit, record, events.UnapprovedWithdrawn(record.state(), said.by, said.reason))
        return self._view(record, context)

    @query(contracts.UnapprovedQuery)
    def unapproved(self, data: Data, context: RequestContext) -> Data:
        """One record."""
        return self._view(self._seen(data, context), context)

    @query(contracts.UnapprovedProofQuery)
    def unapproved_proof(self, data: Data, context: RequestContext) -> Data:
        """A file that a record names. Raises: NotFound."""
        record = self._seen(data, context)
        named = {*record.proof, *(record.objection.proof if record.objection else ())}
        if data["file"] not in named:
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    @query(contracts.UnapprovedListQuery)
    def unapproved_list(self, data: Data, context: RequestContext) -> Data:
        """What the account may see: staff every record, others those of their outlets."""
        own = self.own(context)
        wanted = {data["outlet"]} if "outlet" in data else None
        if not context.actor.is_staff:
            wanted = set(own) & (wanted or set(own))
        found = self.records.page(context.bureau, data.get("state"), wanted, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        names = self.outlets.several(context.bureau, [one.outlet for one in shown["items"]])
        items = [
            record_view(one, names[one.outlet].name if one.outlet in names else "", staff=_as_staff(one, context, own))
            | {"may": unapproved.may(context.actor, one, own)}
            for one in shown["items"]
        ]
        return shown | {"items": items, "may": ["record"] if context.actor.has(Role.LIAISON) else []}

    def _require_stranger(self, unit: Unit, context: RequestContext, outlet: str, *roles: Role) -> None:
        """An open account with one of the roles that does not act for the outlet, now and at the commit."""
        self.accounts.require_actor(unit, context.actor, *roles)
        self.outlets.require_stranger(unit, context.bureau, [outlet], context.actor.account)

    def _require_unknown(self, record: Unapproved) -> None:
        """Raises: Conflict when the place is a publication of an approved work, or was recorded before."""
        publication, work = self._approved(record)
        if publication is not None and work is not None:
            day = local_date(publication.published_at).isoformat()
            raise Conflict("unapproved.approved", number=work.number, publication=publication.id, published_on=day)
        standing = self.records.standing(record.bureau, record.claim)
        if standing is not None:
            day = local_date(standing.recorded_at).isoformat()
            raise Conflict("unapproved.twice", record=standing.id, recorded_on=day)

    def _approved(self, record: Unapproved) -> tuple[Publication | None, Submission | None]:
        """The publication of an approved work that it is, with the work: at its address, or where there is none of the
        outlet's title in the medium on the day."""
        if record.url:
            there = self.reports.standing(record.bureau, record.place)
            found = [there] if there else []
        else:
            found = self.reports.on_day(record.bureau, record.outlet, record.platform, record.published_at)
        works = self.submissions.several(record.bureau, [one.submission for one in found])
        for one in found:
            work = works[one.submission]
            if record.url or record.names(one.media, work.revision.title):
                return one, work
        return None, None

    def _get(self, data: Data, context: RequestContext) -> Unapproved:
        found: Unapproved = self.records.get(context.bureau, data["record"])
        return found

    def _seen(self, data: Data, context: RequestContext) -> Unapproved:
        record = self._get(data, context)
        unapproved.require_sight(context.actor, record, self.own(context))
        return record

    def _tell(self, unit: Unit, record: Unapproved, event: events.UnapprovedEvent) -> None:
        unit.emit(event, subject=record.id, version=record.version, bureau=record.bureau)

    def _view(self, record: Unapproved, context: RequestContext) -> Data:
        outlet = self.outlets.find(record.bureau, record.outlet)
        own = self.own(context)
        view = record_view(record, outlet.name if outlet else "", staff=_as_staff(record, context, own))
        return view | {"may": unapproved.may(context.actor, record, own)}


def _as_staff(record: Unapproved, context: RequestContext, own: Collection[str]) -> bool:
    """Whether somebody sees a record as the bureau does: not one of an outlet of their own."""
    return context.actor.is_staff and record.outlet not in own
