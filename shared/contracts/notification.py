"""What the notification service answers: one's own inbox, unread counts and read marks.

| RPC method | kind | input | view |
|---|---|---|---|
| `inbox` | query | `InboxQuery` | `InboxPage` |
| `unread` | query | `UnreadQuery` | `UnreadView` |
| `mark_read` | command | `MarkRead` | `InboxItem` |
| `mark_all_read` | command | `MarkAllRead` | `MarkedView` |

An inbox belongs to the account that asks: what is addressed to it, and what is addressed to one of its
staff roles in its bureau. Every signed-in account may call all four. Read marks are its own, also on what a
role received.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Form, cursor, identifier, limit

MAX_MARKED = 500


class InboxQuery(Form):
    """Which part of one's own inbox to list, newest first."""

    unread = fields.Boolean(
        load_default=False, metadata={"description": "Only what this account has not yet marked as read."}
    )
    cursor = cursor()
    limit = limit()


class UnreadQuery(Form):
    """How much of one's own inbox is unread; takes nothing."""


class MarkRead(Form):
    """Mark one item as read. Repeating it changes nothing."""

    item = identifier(required=True, metadata={"description": "The item's id."})


class MarkAllRead(Form):
    """Mark an item and everything older as read; what came in since it was listed stays unread."""

    up_to = identifier(required=True, metadata={"description": "Id of the newest item that was seen."})


class InboxAbout(Schema):
    """The object that an item is about."""

    type = fields.String(required=True, metadata={"description": "`outlet`, `invitation` or `import`."})
    id = fields.String(required=True)


class InboxItem(Schema):
    """One message to the account or to one of its roles, in the language of the request."""

    id = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "Stable name, such as `outlet.verified`."})
    title = fields.String(required=True)
    body = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    read = fields.Boolean(required=True)
    address = fields.String(
        required=True, metadata={"description": "`account:<id>` or `role:<role>`: why it is in this inbox."}
    )
    about = fields.Nested(InboxAbout, required=True)
    at = fields.AwareDateTime(required=True, metadata={"description": "When the fact was recorded."})


class InboxPage(Schema):
    """A page of the inbox. A filtered page may be shorter than `limit` and still have a `next`."""

    items = fields.List(fields.Nested(InboxItem), required=True)
    next = fields.String(required=True, allow_none=True)


class UnreadView(Schema):
    """Unread items, and how many of them are urgent."""

    unread = fields.Integer(required=True)
    urgent = fields.Integer(required=True)


class MarkedView(Schema):
    """What `mark_all_read` did."""

    marked = fields.Integer(required=True, metadata={"description": "Items that were unread until now."})
    more = fields.Boolean(
        required=True,
        metadata={"description": f"True when more than {MAX_MARKED} were unread: send the command again."},
    )
