"""The people of outlets whom one can invite by name.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `guests` | query | `GuestsQuery` | `GuestPage` | liaison |
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, Text, cursor, identifier, limit, note
from shared.contracts.liaison.desk import PersonView


class GuestsQuery(Form):
    """Verified outlets with their people."""

    name = Text(60, metadata=note("Any part of the outlet's name."))
    outlet = identifier(metadata=note("This outlet alone."))
    cursor = cursor()
    limit = limit()


class GuestsView(Schema):
    """An outlet and who acts for it, without closed accounts."""

    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    people = ma.List(ma.Nested(PersonView), required=True)


class GuestPage(Schema):
    """A page of outlets."""

    items = ma.List(ma.Nested(GuestsView), required=True)
    next = ma.String(required=True, allow_none=True)
