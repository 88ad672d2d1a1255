"""What the media directory shows."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.media_terms import MediumAct, MediumKind, MediumState
from shared.contracts.outlet_terms import Level, Platform


class PlaceView(Schema):
    """Where a medium publishes."""

    platform = ma.Enum(Platform, by_value=True, required=True)
    account_name = ma.String(required=True)
    hosts = ma.List(ma.String(), required=True)


class MediumView(Schema):
    """An entry of the directory."""

    id = ma.String(required=True)
    version = ma.Integer(required=True, metadata=note("0: as it is shipped."))
    name = ma.String(required=True)
    level = ma.Enum(Level, by_value=True, required=True)
    kind = ma.Enum(MediumKind, by_value=True, required=True)
    aliases = ma.List(ma.String(), required=True)
    platforms = ma.List(ma.Nested(PlaceView), required=True)
    state = ma.Enum(MediumState, by_value=True, required=True)


class OneMedium(MediumView):
    """An entry by itself, and what may be done with it."""

    may = ma.List(ma.String(), required=True, metadata=note("change, retire or reinstate, of who may."))


class MediumPage(Schema):
    """A page of entries."""

    items = ma.List(ma.Nested(MediumView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("add, of who may."))


class CalledMedium(Schema):
    """An entry that is called so."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    level = ma.Enum(Level, by_value=True, required=True)


class CalledView(Schema):
    """A name, and the active entries that are called so."""

    name = ma.String(required=True)
    media = ma.List(ma.Nested(CalledMedium), required=True)


class CalledPage(Schema):
    """Those of the names that an entry has."""

    items = ma.List(ma.Nested(CalledView), required=True)


class MediumVersionView(MediumView):
    """An entry as one version left it, and who made it so, when and why."""

    act = ma.Enum(MediumAct, by_value=True, required=True)
    by = ma.String(required=True, metadata=note("Account; empty for what is shipped."))
    at = ma.AwareDateTime(required=True, allow_none=True)
    reason = ma.String(required=True)


class MediumHistoryPage(Schema):
    """A page of versions."""

    items = ma.List(ma.Nested(MediumVersionView), required=True)
    next = ma.String(required=True, allow_none=True)
