"""What the parts of the outlet service share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from services.outlet import schemas
from services.outlet.domain import Change, Outlet, deeds, permissions
from services.outlet.repository import Accounts, Outlets
from services.outlet.sealing import Sealer
from services.outlet.settings import Retention, retention
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts.outlet_terms import Status
from shared.errors import Conflict, DomainError
from shared.identity.cipher import FieldCipher
from shared.messaging import Repository
from shared.mongo import Unit
from shared.settings import KernelSettings, SettingsError

Data = dict[str, Any]
Decide = Callable[[Outlet, datetime], Change]
# Of the bureau, who changes outlets.
STAFF = (Role.LIAISON, Role.LEADER)
# Beside what changes something: personal data in full, each look at which is on the audit trail.
REVEAL = "reveal"


class Base:
    """Loads an outlet, has a rule decide, saves what it decided."""

    sealer: ClassVar[Sealer]
    retention: ClassVar[Retention] = Retention()
    accounts = Repository(Accounts)
    outlets = Repository(Outlets)

    @classmethod
    def configure(cls, settings: KernelSettings) -> None:
        """Take what this service needs of the settings, before anything starts. Raises: SettingsError."""
        if not settings.field_keys:
            raise SettingsError({"FIELD_KEYS": ["the outlet service needs at least one field key"]})
        cls.sealer = Sealer(FieldCipher(settings.field_keys))
        cls.retention = retention()

    def own(self, context: RequestContext) -> list[str]:
        """The outlets that the account belongs to."""
        found: list[str] = self.outlets.belonging(context.bureau, context.actor.account)
        return found

    def seen(self, data: Data, context: RequestContext) -> Outlet:
        """The outlet of a request. Raises: NotFound, also to those whom it does not concern."""
        outlet: Outlet = self.outlets.get(context.bureau, data["outlet"])
        permissions.require_sight(context.actor, outlet)
        return outlet

    def changed(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Outlet:
        """The outlet after what `decide` makes of it. Raises: VersionMismatch and what the rule raises.

        That who acts for the bureau has an open account, and who is put in charge the role, holds until the commit.
        """
        outlet = self.seen(data, context)
        context.require_version(outlet.version)
        change = decide(outlet, now())
        self._require_free(outlet, change.outlet)
        if outlet.member(context.actor.account) is None:
            # As what they came: a liaison who became a leader meanwhile rules no more.
            self.accounts.require_actor(unit, context.actor, *(role for role in STAFF if context.actor.has(role)))
        else:
            self.accounts.require_open(context.actor)
        if change.outlet.liaison not in ("", outlet.liaison):
            self.accounts.rely_on(unit, context.bureau, change.outlet.liaison, Role.LIAISON)
        self.outlets.save(unit, outlet, change)
        return change.outlet

    def change(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Data:
        """The same, as the view of the outlet."""
        return self.view(self.changed(unit, data, context, decide), context)

    def view(self, outlet: Outlet, context: RequestContext) -> Data:
        """The outlet as the caller may see it."""
        inside = permissions.is_inside(context.actor, outlet)
        known = self.accounts.find(outlet.bureau, outlet.liaison) if outlet.liaison else None
        name = known.name if known is not None else ""
        more = {"liaison_name": name, "alike": self._alike(outlet, inside=inside), "may": self._may(outlet, context)}
        return schemas.outlet_view(outlet, inside=inside) | more

    def _may(self, outlet: Outlet, context: RequestContext) -> list[str]:
        """What the caller may do to the outlet now: with a closed account, or without the role any more, nothing."""
        try:
            if outlet.member(context.actor.account) is None:
                self.accounts.require_able(context.actor, *STAFF)
            else:
                self.accounts.require_open(context.actor)
        except DomainError:
            return []
        reveals = [REVEAL] if permissions.reveals(context.actor, outlet) else []
        return [*deeds.may(context.actor, outlet, now()), *reveals]

    def _alike(self, outlet: Outlet, *, inside: bool) -> list[Data]:
        """Who else says its numbers, for the bureau alone: an applicant learns nothing of others."""
        if inside or outlet.status is Status.CLOSED:
            return []
        operators = self.sealer.indexes_of(outlet)
        return [schemas.alike_view(each, outlet, operators) for each in self.outlets.alike(outlet, operators)]

    def _require_free(self, before: Outlet, after: Outlet) -> None:
        """Whoever is verified is the only one with its numbers, under whichever key each is stored; only those who rule
        come to where that is asked. Raises: Conflict that names the other and the number."""
        if not after.vouched or (before.vouched and _numbers(before) == _numbers(after)):
            return
        operators = self.sealer.indexes_of(after)
        others = self.outlets.alike(after, operators)
        if problems := [problem for other in others for problem in schemas.held_of(other, after, operators)]:
            raise Conflict("outlet.number_taken", problems=problems)


def _numbers(outlet: Outlet) -> tuple[str, str]:
    return outlet.credit_code, outlet.operator.id_number.index if outlet.operator else ""
