"""Inputs and views of what leaves the system: one's own e-mail address, the bureau's group robot, deliveries."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import (
    Choice,
    Form,
    Length,
    Pattern,
    Text,
    TrueFalse,
    cursor,
    email,
    identifier,
    limit,
    note,
    whole,
)
from shared.contracts.notification_terms import DeliveryState, Outside, Robot


class SetEmail(Form):
    """The address that urgent items and bulletins are also sent to; empty: none."""

    email = email(required=True, shortest=0)


class MailPasswordLink(Form):
    """A link by which the account that it is asked for sets a new password, mailed there and kept nowhere else. The
    gateway alone asks for it."""

    email = email(required=True)
    link = Text(500, required=True)
    minutes = whole(1, 120, required=True, metadata=note("How long it is good."))


class PasswordLinkMailed(Schema):
    """That it is on its way."""

    id = fields.String(required=True)


class EmailQuery(Form):
    """One's own address. The gateway alone asks for it in full, for a document of what is kept of who asks."""

    in_full = TrueFalse(load_default=False)


class SetRobot(Form):
    """The bureau's one group robot; without `kind` there is none. Only the key is given, never an address."""

    kind = Choice(Robot, allow_none=True, required=True)
    key = fields.String(load_default="", validate=Length(max=128), metadata=note("Webhook key or token."))
    secret = fields.String(
        load_default="", validate=Pattern(r"^(?:[A-Za-z0-9]{8,128})?$", "robot.secret"),
        metadata=note("The signing secret of a DingTalk robot."),
    )  # fmt: skip


class RobotQuery(Form):
    """The bureau's group robot; takes nothing."""


class DeliveriesQuery(Form):
    """What was sent outside, the newest first."""

    state = Choice(DeliveryState)
    channel = Choice(Outside)
    about = identifier(metadata=note("Id of the bulletin or other object."))
    cursor = cursor()
    limit = limit()


class EmailView(Schema):
    """One's own address, masked (in a document of one's own data in full); empty when there is none."""

    version = fields.Integer(required=True)
    email = fields.String(required=True)


class RobotView(Schema):
    """The bureau's group robot, its key masked."""

    version = fields.Integer(required=True)
    kind = Choice(Robot, required=True, allow_none=True)
    key = fields.String(required=True)


class DeliveryView(Schema):
    """One message to one address outside. It is sent at least once: after a crash perhaps twice."""

    id = fields.String(required=True)
    channel = Choice(Outside, required=True)
    account = fields.String(required=True, metadata=note("Empty for the group robot."))
    kind = fields.String(required=True)
    about = fields.String(required=True)
    state = Choice(DeliveryState, required=True)
    attempts = fields.Integer(required=True)
    due_at = fields.AwareDateTime(required=True, metadata=note("When it is tried next, while it waits."))
    last_error = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class DeliveryPage(Schema):
    """A page of deliveries."""

    items = fields.List(fields.Nested(DeliveryView), required=True)
    next = fields.String(required=True, allow_none=True)
