"""Which outlets stand on which ladder."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Form, Text, cursor, identifier, limit, note


class OutletCategoryQuery(Form):
    """On which ladder one outlet stands."""

    outlet = identifier(required=True, metadata=note("The outlet's id."))


class CategoryQuery(Form):
    """The outlets on one category's ladder, in the order in which they registered."""

    category = Text(40, required=True, metadata=note("An outlet category."))
    cursor = cursor()
    limit = limit()


class OutletEntry(Schema):
    """One outlet as the ladders know it."""

    outlet = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    region = fields.String(required=True)
    competes = fields.Boolean(required=True, metadata=note("Whether it stands on the ladder now."))


class CategoryPage(Schema):
    """A page of a ladder's outlets."""

    items = fields.List(fields.Nested(OutletEntry), required=True)
    next = fields.String(required=True, allow_none=True)
