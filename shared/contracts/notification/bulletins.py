"""Inputs and views of bulletins (信息推送)."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import ID, Choice, FileId, Form, Pattern, Text, cursor, identifier, limit, note, several
from shared.contracts.notification_terms import BulletinKind, BulletinState
from shared.contracts.outlet_terms import Category

MOST_ADDRESSES = 500
MOST_ATTACHMENTS = 20
NO_ID = rf"^$|{ID}"
CLARIFIES = (
    "辟谣所答复的不实信息举报 / The open rumour report that a clarification answers; its outlet is told. Empty: none."
)
ADDRESS = rf"^(?:all|category:(?:{'|'.join(Category)})|outlet:[A-Za-z0-9_-]{{1,64}})$"


class PublishBulletin(Form):
    """Publish a bulletin to an audience; it reaches everybody at once."""

    kind = Choice(BulletinKind, required=True)
    title = Text(100, required=True)
    body = Text(10_000, multiline=True, required=True)
    attachments = several(FileId(), MOST_ATTACHMENTS, load_default=[], metadata=note("Ids of uploaded files."))
    urgent = fields.Boolean(load_default=False)
    audience = several(
        fields.String(validate=Pattern(ADDRESS, "bulletin.address")), MOST_ADDRESSES, least=1, required=True,
        metadata=note("`all` (verified outlets), `category:<category>`, `outlet:<id>`; any of several."),
    )  # fmt: skip
    clarifies = fields.String(validate=Pattern(NO_ID, "id"), load_default="", metadata=note(CLARIFIES))


class BulletinsQuery(Form):
    """The bulletins that reach the caller; all of the bureau's for its staff. Urgent ones first, then the newest."""

    kind = Choice(BulletinKind)
    state = Choice(BulletinState)
    cursor = cursor()
    limit = limit()


class BulletinQuery(Form):
    """One bulletin."""

    bulletin = identifier(required=True)


class ReadBulletin(Form):
    """Say that one has read a bulletin; repeating it changes nothing."""

    bulletin = identifier(required=True)


class RecallBulletin(Form):
    """Take a bulletin back: its text is shown no more, its audience is told why."""

    bulletin = identifier(required=True)
    reason = Text(500, required=True)


class ReceiptsQuery(Form):
    """Who of a bulletin's audience has read it, outlet by outlet."""

    bulletin = identifier(required=True)
    cursor = cursor()
    limit = limit(50)


class BulletinSummary(Schema):
    """A bulletin in a list."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = Choice(BulletinKind, required=True)
    title = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    state = Choice(BulletinState, required=True)
    published_at = fields.AwareDateTime(required=True)
    read = fields.Boolean(required=True, metadata=note("Whether the caller has said so."))


class BulletinView(BulletinSummary):
    """A bulletin. Of a recalled one the audience sees neither text nor attachments."""

    body = fields.String(required=True)
    attachments = fields.List(fields.String(), required=True)
    audience = fields.List(fields.String(), required=True, metadata=note("Empty for the audience itself."))
    published_by = fields.String(required=True, metadata=note("Empty for the audience."))
    recalled_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, metadata=note("Why it was recalled."))
    clarifies = fields.String(
        required=True, metadata=note("The rumour report that it answers; empty for the audience.")
    )
    may = fields.List(
        fields.String(), required=True, metadata=note("What the caller may do with it now: read, receipts, recall.")
    )


class BulletinPage(Schema):
    """A page of bulletins."""

    items = fields.List(fields.Nested(BulletinSummary), required=True)
    next = fields.String(required=True, allow_none=True)
    may = fields.List(fields.String(), required=True, metadata=note("publish, of who may."))


class Receipt(Schema):
    """One member of an outlet in the audience."""

    account = fields.String(required=True)
    role = fields.String(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class OutletReceipts(Schema):
    """One outlet of the audience as it is now."""

    outlet = fields.String(required=True)
    name = fields.String(required=True)
    members = fields.Integer(required=True)
    read = fields.Integer(required=True)
    receipts = fields.List(fields.Nested(Receipt), required=True)


class ReceiptsView(Schema):
    """The delivery report. The totals count people: who acts for two outlets counts once."""

    bulletin = fields.String(required=True)
    outlets = fields.Integer(required=True)
    members = fields.Integer(required=True)
    read = fields.Integer(required=True)
    items = fields.List(fields.Nested(OutletReceipts), required=True)
    next = fields.String(required=True, allow_none=True)
