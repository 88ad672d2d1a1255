"""Name, category, identity, contacts and region."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.outlet.domain.deeds import Deed, entitled
from services.outlet.domain.model import Change, Outlet
from services.outlet.domain.permissions import is_liaison
from shared import events
from shared.context import Actor
from shared.contracts.outlet_terms import Category
from shared.errors import FieldProblem, Forbidden, Invalid

FIELDS = frozenset({"name", "category", "credit_code", "operator", "contacts", "region"})
# What a verification has vouched for, the name on the licence included: the owner cannot change it afterwards.
IDENTITY = frozenset({"name", "category", "credit_code", "operator"})
ORGANISATIONS = frozenset({Category.OFFICIAL_MEDIA, Category.DEPARTMENT})


def change_profile(outlet: Outlet, actor: Actor, values: Mapping[str, Any], now: datetime) -> Change:
    """Set some of `FIELDS`. What equals the present value is no change, and no change makes no event.

    Raises: Forbidden when an owner changes a verified identity, Invalid, Conflict, NotFound.
    """
    entitled(actor, outlet, Deed.CHANGE_PROFILE, now)
    changed = {name: value for name, value in values.items() if getattr(outlet, name) != value}
    if not changed:
        return Change(outlet)
    if outlet.vouched and not IDENTITY.isdisjoint(changed) and not is_liaison(actor, outlet):
        raise Forbidden("outlet.identity_fixed")
    new = outlet.evolve(now, **changed)
    require_identity(new)
    names = tuple(sorted(changed))
    told = events.OutletProfileChanged(new.state(), actor.account, names)
    return Change(new, (told,), actor.account, details={"changed": names, **_before(outlet, changed)})


def require_identity(outlet: Outlet) -> None:
    """Organisations have a credit code, individuals that or an operator, and nobody an operator without need.

    Raises: Invalid.
    """
    organisation = outlet.category in ORGANISATIONS
    if not outlet.credit_code and (organisation or outlet.operator is None):
        rule = "credit_code.required" if organisation else "identity.required"
        raise Invalid("outlet.identity", problems=[FieldProblem("/credit_code", rule)])
    if organisation and outlet.operator is not None:
        raise Invalid("outlet.identity", problems=[FieldProblem("/operator", "operator.not_needed")])


def _before(outlet: Outlet, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Old values of what is not personal, so that a history can be read."""
    open_ = [name for name in ("name", "category", "credit_code", "region") if name in changed]
    return {"before": {name: getattr(outlet, name) for name in open_}} if open_ else {}
