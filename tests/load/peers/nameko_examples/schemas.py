"""What a registration must look like."""

from __future__ import annotations

from marshmallow import Schema, ValidationError, fields, validate
from stdnum.cn import uscc


def _credit_code(value: str) -> None:
    if not uscc.is_valid(value):
        raise ValidationError("not a unified social credit code")


class ContactSchema(Schema):
    """Whom to call."""

    name = fields.Str(required=True, validate=validate.Length(1, 50))
    phone = fields.Str(required=True, validate=validate.Regexp(r"1\d{10}\Z"))


class ChannelSchema(Schema):
    """What it publishes on."""

    platform = fields.Str(required=True)
    claimed_level = fields.Str(required=True)
    account_name = fields.Str(required=True, validate=validate.Length(1, 100))
    followers = fields.Int(required=True, validate=validate.Range(min=0))


class OutletSchema(Schema):
    """A registration."""

    name = fields.Str(required=True, validate=validate.Length(1, 100))
    category = fields.Str(required=True)
    credit_code = fields.Str(required=True, validate=_credit_code)
    region = fields.Str(required=True)
    contacts = fields.List(fields.Nested(ContactSchema), required=True)
    channels = fields.List(fields.Nested(ChannelSchema), required=True)
