"""What an act on a request relies on at the moment of its commit: what gives its doer, or who answers it, the right."""

from __future__ import annotations

from collections.abc import Collection

from services.liaison.domain.requests import Act, Asker, Request, permissions
from services.liaison.service.base import Base
from shared.context import BUSINESS_ROLES, RequestContext
from shared.errors import Conflict, FieldProblem, Invalid
from shared.mongo import Unit
from shared.people import require_person


class RelyingMethods(Base):
    """Has the unit fail when one of them changes before it is committed; its handler is run again then, and refuses."""

    def rely_on_doer(
        self, unit: Unit, request: Request, asker: Asker, context: RequestContext, act: Act | None = None
    ) -> None:  # fmt: skip
        """Who acts has an open account and is of the side that may; without an act (they speak, note) the request is as
        it was, too: no other write says so. Raises: Invalid."""
        if act is None:
            self.requests.rely_on(unit, request)
        if act in permissions.OF_ASKER or (act is None and not asker.is_officer(request)):
            self.accounts.require_actor(unit, context.actor)
            if not request.confidential:
                self.outlets.rely_on_member(unit, request.bureau, request.outlet, asker.account)
            return
        ground = permissions.ground(request, asker, act)
        self.accounts.require_actor(unit, context.actor, *ground.roles)
        self.outlets.require_stranger(unit, request.bureau, [request.outlet], asker.account)
        if ground.unit:
            self.desk.rely_on_unit(unit, request.bureau, ground.unit, asker.account)
        if ground.named:
            self.desk.rely_on_named(unit, request.bureau, asker.account)

    def rely_on_officer(self, unit: Unit, request: Request, officer: str) -> None:
        """An officer is able to answer, now and at the commit. Raises: Invalid."""
        require_person(self.people(request.bureau, [officer]).get(officer), "/officer", *BUSINESS_ROLES)
        if not self.able(request, officer):
            raise Invalid("validation", problems=[FieldProblem("/officer", "request.officer_own_outlet")])
        self.rely_on_able(unit, request, officer)

    def rely_on_somebody(self, unit: Unit, request: Request) -> None:
        """Somebody is named who will see a case, now and at the commit. Raises: Conflict."""
        able = self.able_of(request, self.desk.named(request.bureau).accounts)
        if (seeing := next(iter(able), None)) is None:
            raise Conflict("request.nobody_named")
        self.rely_on_able(unit, request, seeing)

    def able(self, request: Request, account: str) -> bool:
        """Whether somebody can answer it, as far as is known."""
        return account in self.able_of(request, [account])

    def able_of(self, request: Request, accounts: Collection[str]) -> list[str]:
        """Those of the accounts that can answer it, as far as is known, in their order: of the bureau and not of the
        outlet, and of those who are named where it is a case."""
        people = self.people(request.bureau, accounts)
        outlet = self.outlets.find(request.bureau, request.outlet)
        asking = {request.asker, *(outlet.members if outlet else ())}
        strange = [each for each in accounts if each not in asking]
        named = self.desk.named(request.bureau).accounts if request.confidential else strange
        return [each for each in strange if each in named and each in people and people[each].may(*BUSINESS_ROLES)]

    def rely_on_able(self, unit: Unit, request: Request, account: str) -> None:
        """The same at the commit."""
        self.accounts.rely_on(unit, request.bureau, account, *BUSINESS_ROLES)
        self.outlets.require_stranger(unit, request.bureau, [request.outlet], account)
        if request.confidential:
            self.desk.rely_on_named(unit, request.bureau, account)
