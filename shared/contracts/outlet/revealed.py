"""What the outlet service answers who may see personal data in full."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma


class RevealedOperator(Schema):
    """The individual in full."""

    name = ma.String(required=True)
    id_number = ma.String(required=True)


class RevealedContact(Schema):
    """A contact in full."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    phone = ma.String(required=True)
    email = ma.String(required=True)


class RevealedView(Schema):
    """Personal data in full."""

    outlet = ma.String(required=True)
    operator = ma.Nested(RevealedOperator, required=True, allow_none=True)
    contacts = ma.List(ma.Nested(RevealedContact), required=True)
