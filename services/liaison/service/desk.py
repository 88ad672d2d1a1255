"""How a bureau works on requests: its times, its units, and who is named for what is confidential."""

from __future__ import annotations

from dataclasses import replace

from services.liaison import schemas
from services.liaison.domain.office import Named, Unit, require_sound
from services.liaison.service.base import Base, Data
from shared.clock import now
from shared.context import BUSINESS_ROLES, RequestContext, Role
from shared.contracts import liaison as contracts
from shared.errors import FieldProblem, Forbidden, Invalid
from shared.events import CaseOfficersNamed
from shared.ids import new_id
from shared.messaging import command, query
from shared.mongo import Unit as Work
from shared.paging import after, page
from shared.people import require_person


class DeskMethods(Base):
    """What the leader sets: units, times, and who deals with what is confidential."""

    @command(contracts.AdoptLiaisonPolicy)
    def adopt_policy(self, work: Work, data: Data, context: RequestContext) -> Data:
        """New times, for clocks that start from now on. Raises: Forbidden, Invalid when they do not fit together."""
        self._require(work, context, Role.LEADER)
        version = self.policy(context.bureau).version + 1
        made = require_sound(schemas.new_policy(data, version, context.actor.account, now()))
        self.desk.add_policy(work, context.bureau, made)
        return schemas.policy_view(made, staff=True) | {"may": self.may_at_large(context)}

    @query(contracts.LiaisonPolicyQuery)
    def policy_now(self, data: Data, context: RequestContext) -> Data:
        """The times as they are; outlets read them too."""
        view = schemas.policy_view(self.policy(context.bureau), staff=context.actor.is_staff)
        return view | {"may": self.may_at_large(context)}

    @command(contracts.AddUnit)
    def add_unit(self, work: Work, data: Data, context: RequestContext) -> Data:
        """A new unit."""
        self._require(work, context, Role.LEADER)
        unit = Unit(new_id(), data["name"], data["head"], tuple(data["officers"]), data["active"])
        return self._keep(work, None, unit, context)

    @command(contracts.ChangeUnit)
    def change_unit(self, work: Work, data: Data, context: RequestContext) -> Data:
        """A unit as it is from now on. What it has in hand stays with it."""
        self._require(work, context, Role.LEADER)
        before: Unit = self.desk.unit(context.bureau, data["unit"])
        context.require_version(before.version)
        officers = tuple(data["officers"])
        unit = replace(
            before, name=data["name"], head=data["head"], officers=officers, active=data["active"],
            version=before.version + 1,
        )  # fmt: skip
        return self._keep(work, before, unit, context)

    @query(contracts.UnitsQuery)
    def units(self, data: Data, context: RequestContext) -> Data:
        """The units, by name. Raises: Forbidden to outlets."""
        if not context.actor.is_staff:
            raise Forbidden("request.forbidden.bureau")
        position = after(data, str, str)
        found = self.desk.page(context.bureau, (position[0], position[1]) if position else None, data["limit"])
        shown = page(found, data["limit"], lambda unit: [unit.name, unit.id])
        names = self.people(context.bureau, [each for unit in shown["items"] for each in (unit.head, *unit.officers)])
        may = self.may_at_large(context)
        return shown | {"items": [schemas.unit_view(unit, names) for unit in shown["items"]], "may": may}

    @command(contracts.NameOfficers)
    def name_officers(self, work: Work, data: Data, context: RequestContext) -> Data:
        """Who alone sees what is confidential from now on; what others had of it in hand is to be assigned anew.
        Who is named newly is told. Raises: Invalid also for nobody: what is open would be seen by no one."""
        self._require(work, context, Role.LEADER)
        before: Named = self.desk.named(context.bureau)
        context.require_version(before.version)
        if not data["accounts"]:
            raise Invalid("validation", problems=[FieldProblem("/accounts", "case_officers.nobody")])
        named = Named(tuple(dict.fromkeys(data["accounts"])), before.version + 1, context.actor.account, now())
        self._rely_on_staff(work, context.bureau, named.accounts, "/accounts")
        self.desk.save_named(work, context.bureau, before, named)
        if new := tuple(each for each in named.accounts if each not in before.accounts):
            fact = CaseOfficersNamed(new, context.actor.account)
            work.emit(fact, subject=context.bureau, version=named.version, bureau=context.bureau)
        for account in set(before.accounts) - set(named.accounts):
            self.vacate(work, context.bureau, account, lambda request: request.confidential, named.accounts)
        view = schemas.named_view(named, self.people(context.bureau, named.accounts))
        return view | {"may": self.may_at_large(context)}

    @query(contracts.NamedOfficersQuery)
    def named_officers(self, data: Data, context: RequestContext) -> Data:
        """Who is named. Raises: Forbidden to everybody but the leader and those who are."""
        named: Named = self.desk.named(context.bureau)
        if not context.actor.has(Role.LEADER) and context.actor.account not in named.accounts:
            raise Forbidden("request.forbidden.named")
        view = schemas.named_view(named, self.people(context.bureau, named.accounts))
        return view | {"may": self.may_at_large(context)}

    def _keep(self, work: Work, before: Unit | None, unit: Unit, context: RequestContext) -> Data:
        self._rely_on_staff(work, context.bureau, [unit.head], "/head", plain=True)
        self._rely_on_staff(work, context.bureau, unit.officers, "/officers")
        self.desk.save_unit(work, context.bureau, before, unit)
        return schemas.unit_view(unit, self.people(context.bureau, [unit.head, *unit.officers]))

    def _rely_on_staff(
        self, work: Work, bureau: str, accounts: tuple[str, ...] | list[str], pointer: str, *, plain: bool = False
    ) -> None:
        """Each is an open account whose role does business, now and at the commit. Raises: Invalid at its place."""
        known = self.people(bureau, accounts)
        for number, account in enumerate(accounts):
            require_person(known.get(account), pointer if plain else f"{pointer}/{number}", *BUSINESS_ROLES)
            self.accounts.rely_on(work, bureau, account, *BUSINESS_ROLES)

    def _require(self, work: Work, context: RequestContext, role: Role) -> None:
        """Who says how all are served acts for no outlet of the bureau, now and at the commit. Raises: Forbidden."""
        if not context.actor.has(role):
            raise Forbidden("liaison.forbidden.keeper", role=role)
        if self.own(context):
            raise Forbidden("liaison.own_outlet_rules")
        self.accounts.require_actor(work, context.actor, role)
        self.outlets.require_apart(work, context.bureau, context.actor.account)
