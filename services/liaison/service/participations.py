"""What outlets took part in (参与协作): recorded by itself or by a liaison, read by both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from services.liaison.domain import participations as rules
from services.liaison.domain.participations import Participation, Thing
from services.liaison.repository.participations import Participations
from services.liaison.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import participations as contracts
from shared.contracts.participation_terms import ParticipationKind
from shared.errors import FieldProblem, Forbidden, Invalid
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after_moment, page


class ParticipationBase(Base):
    """What everything that outlets take part in shares."""

    participation_store = Repository(Participations)

    def took_part(self, unit: Unit, bureau: str, outlets: Iterable[str], thing: Thing) -> None:
        """Record that these outlets took part in something, each once; again if it turned out meanwhile that they did
        not, but never what a person withdrew."""
        made = [rules.took_part(bureau, outlet, thing) for outlet in sorted(set(outlets))]
        known = self.participation_store.several(bureau, [each.id for each in made])
        for each in made:
            new = rules.again(known[each.id], each) if each.id in known else each
            if new is not None:
                self.participation_store.save(unit, new)

    def took_no_part(
        self, unit: Unit, bureau: str, outlet: str, kind: ParticipationKind, object_: str, *, reason: str = ""
    ) -> None:  # fmt: skip
        """Take back that an outlet took part in something, if that stands."""
        id_ = rules.id_of(bureau, outlet, kind, object_)
        before = self.participation_store.several(bureau, [id_]).get(id_)
        if before is not None and before.withdrawn_at is None:
            self.participation_store.save(unit, rules.withdrawn(before, reason, "", now()))


class ParticipationMethods(ParticipationBase):
    """Liaisons record what was lent and withdraw what is not so; outlets read their own."""

    @command(contracts.RecordParticipation)
    def record_participation(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """An outlet lent something. Raises: Forbidden, Invalid."""
        self._require_liaison(unit, data["outlet"], context)
        if self.outlets.find(context.bureau, data["outlet"]) is None:
            raise Invalid("validation", problems=[FieldProblem("/outlet", "participation.unknown_outlet")])
        thing = Thing(ParticipationKind.LENT, new_id(), data["title"], rules.moment_of(data["day"], now()))
        made = rules.took_part(context.bureau, data["outlet"], thing, context.actor.account)
        self.participation_store.save(unit, made)
        return self._views([made], context)[0]

    @command(contracts.WithdrawParticipation)
    def withdraw_participation(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It counts no more. Raises: NotFound, Forbidden, Conflict."""
        if not context.actor.has(Role.LIAISON):
            raise Forbidden("participation.forbidden")
        before: Participation = self.participation_store.get(context.bureau, data["participation"])
        self._require_liaison(unit, before.outlet, context)
        context.require_version(before.version)
        made = rules.withdrawn(before, data["reason"], context.actor.account, now())
        self.participation_store.save(unit, made)
        return self._views([made], context)[0]

    @query(contracts.ParticipationListQuery)
    def participations(self, data: Data, context: RequestContext) -> Data:
        """Newest first; of outlets those that the caller acts for."""
        chosen: Data = {"kind": data["kind"].value} if "kind" in data else {}
        own = self.own(context)
        if context.actor.is_staff:
            chosen |= {"outlet": data["outlet"]} if "outlet" in data else {}
        else:
            chosen |= {"outlet": {"$in": sorted(own & {data["outlet"]} if "outlet" in data else own)}}
        found = self.participation_store.page(context.bureau, chosen, after_moment(data), data["limit"])
        shown = page(found, data["limit"], lambda each: [each.at.isoformat(), each.id])
        may = ["add"] if context.actor.has(Role.LIAISON) else []
        return shown | {"items": self._views(shown["items"], context), "may": may}

    def _require_liaison(self, unit: Unit, outlet: str, context: RequestContext) -> None:
        """For liaisons, and never for an outlet of one's own, at the commit too. Raises: Forbidden."""
        if not context.actor.has(Role.LIAISON):
            raise Forbidden("participation.forbidden")
        if outlet in self.own(context):
            raise Forbidden("participation.own_outlet")
        self.accounts.require_actor(unit, context.actor, Role.LIAISON)
        self.outlets.require_stranger(unit, context.bureau, [outlet], context.actor.account)

    def _views(self, found: list[Participation], context: RequestContext) -> list[Data]:
        bureau, own, liaison = context.bureau, self.own(context), context.actor.has(Role.LIAISON)
        outlets = self.outlets.several(bureau, [each.outlet for each in found])
        names = ("id", "version", "outlet", "kind", "object", "title", "at", "withdrawn_at", "reason")
        return [
            {name: asdict(each)[name] for name in names}
            | {
                "outlet_name": outlets[each.outlet].name if each.outlet in outlets else "",
                "may": ["withdraw"] if liaison and each.outlet not in own and each.withdrawn_at is None else [],
            }
            for each in found
        ]
