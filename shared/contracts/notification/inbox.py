"""Inputs and views of one's own inbox."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Form, Length, cursor, identifier, limit, note

MAX_MARKED = 500
# A place in the inbox holds what was shown of the last seconds, 6 bytes each.
MAX_PLACE = 6_000
# More addresses than this are not named one by one.
MAX_CHANGED = 5_000


class InboxQuery(Form):
    """Which part of one's own inbox to list, newest first."""

    unread = fields.Boolean(load_default=False, metadata=note("Only what this account has not yet marked as read."))
    cursor = cursor()
    limit = limit()


class UnreadQuery(Form):
    """How much of one's own inbox is unread; takes nothing."""


class StreamQuery(Form):
    """What came into one's own inbox since a place in it, the oldest first."""

    after = fields.String(
        validate=Length(max=MAX_PLACE), metadata=note("The `place` of the answer before; absent: now.")
    )


class ChangesQuery(Form):
    """Which addresses of the bureau got something since a moment. For the gateway itself: no endpoint asks it."""

    since = fields.AwareDateTime(required=True)


class MarkRead(Form):
    """Mark one item as read. Repeating it changes nothing."""

    item = identifier(required=True, metadata=note("The item's id."))


class MarkAllRead(Form):
    """Mark an item and everything older as read; what came in since it was listed stays unread."""

    up_to = identifier(required=True, metadata=note("Id of the newest item that was seen."))


class InboxAbout(Schema):
    """The object that an item is about."""

    type = fields.String(required=True, metadata=note("Such as `outlet`, `submission`, `bulletin`."))
    id = fields.String(required=True)


class InboxItem(Schema):
    """One message to the account or to one of its roles, in the language of the request."""

    id = fields.String(required=True)
    kind = fields.String(required=True, metadata=note("Stable name, such as `outlet.verified`."))
    title = fields.String(required=True)
    body = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    read = fields.Boolean(required=True)
    address = fields.String(
        required=True,
        metadata={
            "description": "Why it is in this inbox: `account:<id>`, `role:<role>`, `all`, `category:<category>` or "
            "`outlet:<id>`."
        },
    )
    about = fields.Nested(InboxAbout, required=True)
    at = fields.AwareDateTime(required=True, metadata=note("When the fact was recorded."))


class InboxPage(Schema):
    """A page of the inbox. A filtered page may be shorter than `limit` and still have a `next`."""

    items = fields.List(fields.Nested(InboxItem), required=True)
    next = fields.String(required=True, allow_none=True)


class UnreadView(Schema):
    """Unread items, and how many of them are urgent."""

    unread = fields.Integer(required=True)
    urgent = fields.Integer(required=True)


class StreamView(Schema):
    """New items, and what the inbox then is. `more`: ask again at once; `addresses`: what reaches the reader."""

    items = fields.List(fields.Nested(InboxItem), required=True)
    places = fields.List(fields.String(), required=True, metadata=note("Where each item leaves one."))
    place = fields.String(required=True)
    more = fields.Boolean(required=True)
    unread = fields.Integer(required=True)
    urgent = fields.Integer(required=True)
    addresses = fields.List(fields.String(), required=True)


class ChangesView(Schema):
    """Addresses with something new; `many`: there are more than are named."""

    addresses = fields.List(fields.String(), required=True)
    many = fields.Boolean(required=True)


class MarkedView(Schema):
    """What `mark_all_read` did."""

    marked = fields.Integer(required=True, metadata=note("Items that were unread until now."))
    more = fields.Boolean(
        required=True,
        metadata=note(f"True when more than {MAX_MARKED} were unread: send the command again."),
    )
