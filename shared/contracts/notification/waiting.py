"""What waits for somebody: what is taken and answered about it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Form, note


class WaitingQuery(Form):
    """What waits for the caller; takes nothing."""


class InboxWaiting(Schema):
    """What waits in the inbox, and what did not go out."""

    unread = fields.Integer(required=True)
    urgent = fields.Integer(required=True, metadata=note("Of the unread ones."))
    bulletins = fields.Integer(required=True, metadata=note("Not yet acknowledged."))
    undelivered = fields.Integer(
        required=True, metadata=note("What failed for good in seven days, for those who look after it.")
    )
