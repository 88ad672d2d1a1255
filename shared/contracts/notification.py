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

from marshmallow import Schema, fields, validate

PAGE = 20
MAX_PAGE = 100
MAX_MARKED = 500
IDENTIFIER = validate.Length(min=1, max=64)
CURSOR = validate.Length(min=1, max=500)


class InboxQuery(Schema):
    """Which part of one's own inbox to list, newest first."""

    unread = fields.Boolean(
        load_default=False, metadata={"description": "Only what this account has not yet marked as read."}
    )
    cursor = fields.String(validate=CURSOR, metadata={"description": "The `next` of the page before."})
    limit = fields.Integer(
        load_default=PAGE,
        validate=validate.Range(min=1, max=MAX_PAGE),
        metadata={"description": "Most items on one page."},
    )


class UnreadQuery(Schema):
    """How much of one's own inbox is unread; takes nothing."""


class MarkRead(Schema):
    """Mark one item as read. Repeating it changes nothing."""

    item = fields.String(required=True, validate=IDENTIFIER, metadata={"description": "The item's id."})


class MarkAllRead(Schema):
    """Mark an item and everything older as read; what came in since it was listed stays unread."""

    up_to = fields.String(
        required=True, validate=IDENTIFIER, metadata={"description": "Id of the newest item that was seen."}
    )


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
