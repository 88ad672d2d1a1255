"""What the parts of the outlet service share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from services.outlet import schemas
from services.outlet.domain import Change, Outlet, permissions
from services.outlet.repository import Outlets
from services.outlet.sealing import Sealer
from shared.clock import now
from shared.context import RequestContext
from shared.errors import Conflict
from shared.identity.cipher import FieldCipher
from shared.messaging import Repository
from shared.mongo import Unit
from shared.settings import KernelSettings, SettingsError

Data = dict[str, Any]
Decide = Callable[[Outlet, datetime], Change]


class Base:
    """Loads an outlet, has a rule decide, saves what it decided."""

    sealer: ClassVar[Sealer]
    outlets = Repository(Outlets)

    @classmethod
    def configure(cls, settings: KernelSettings) -> None:
        """Take what this service needs of the settings, before anything starts. Raises: SettingsError."""
        if not settings.field_keys:
            raise SettingsError({"FIELD_KEYS": ["the outlet service needs at least one field key"]})
        cls.sealer = Sealer(FieldCipher(settings.field_keys))

    def seen(self, data: Data, context: RequestContext) -> Outlet:
        """The outlet of a request. Raises: NotFound, also to those whom it does not concern."""
        outlet: Outlet = self.outlets.get(context.bureau, data["outlet"])
        permissions.require_sight(context.actor, outlet)
        return outlet

    def changed(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Outlet:
        """The outlet after what `decide` makes of it. Raises: VersionMismatch and what the rule raises."""
        outlet = self.seen(data, context)
        context.require_version(outlet.version)
        change = decide(outlet, now())
        self.outlets.save(unit, outlet, change)
        return change.outlet

    def change(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Data:
        """The same, as the view of the outlet."""
        return schemas.outlet_view(self.changed(unit, data, context, decide))

    def require_operator_free(self, outlet: Outlet) -> None:
        """One open outlet per operator, under whichever key each is stored. Raises: Conflict."""
        if outlet.operator is None:
            return
        number = self.sealer.open("resident_id", outlet.operator.id_number, outlet)
        if self.outlets.operator_taken(outlet.bureau, self.sealer.operator_indexes(number, outlet.bureau), outlet.id):
            raise Conflict("operator.taken")
