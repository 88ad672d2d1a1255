"""Inputs and views of drafts of bulletins, and of whom an audience reaches."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from shared.contracts.fields import Choice, FileId, Form, Pattern, Text, cursor, identifier, limit, note, several
from shared.contracts.notification.bulletins import (
    ADDRESS,
    CLARIFIES,
    MOST_ADDRESSES,
    MOST_ATTACHMENTS,
    NO_ID,
)
from shared.contracts.notification_terms import BulletinKind


def _addresses(**options: Any) -> Any:
    return several(fields.String(validate=Pattern(ADDRESS, "bulletin.address")), MOST_ADDRESSES, **options)


class AudienceQuery(Form):
    """Whom an audience would reach now."""

    audience = _addresses(least=1, required=True)


class AudienceView(Schema):
    """How many it reaches: who acts for two outlets counts once."""

    outlets = fields.Integer(required=True)
    members = fields.Integer(required=True)


class ChangeDraft(Form):
    """Change a draft; what is left out stays."""

    draft = identifier(required=True)
    kind = Choice(BulletinKind, allow_none=True)
    title = Text(100, shortest=0)
    body = Text(10_000, shortest=0, multiline=True)
    attachments = several(FileId(), MOST_ATTACHMENTS, metadata=note("Ids of uploaded files."))
    urgent = fields.Boolean()
    audience = _addresses()
    clarifies = fields.String(validate=Pattern(NO_ID, "id"), metadata=note(CLARIFIES))


class NewDraft(Form):
    """Keep a draft; nothing of it needs to be there yet."""

    kind = Choice(BulletinKind, allow_none=True, load_default=None)
    title = Text(100, shortest=0, load_default="")
    body = Text(10_000, shortest=0, multiline=True, load_default="")
    attachments = several(FileId(), MOST_ATTACHMENTS, load_default=[], metadata=note("Ids of uploaded files."))
    urgent = fields.Boolean(load_default=False)
    audience = _addresses(load_default=[])
    clarifies = fields.String(validate=Pattern(NO_ID, "id"), load_default="", metadata=note(CLARIFIES))


class DraftQuery(Form):
    """One draft."""

    draft = identifier(required=True)


class DraftsQuery(Form):
    """The drafts of the bureau, the newest first."""

    cursor = cursor()
    limit = limit()


class DeleteDraft(Form):
    """Throw a draft away."""

    draft = identifier(required=True)


class PublishDraft(Form):
    """Publish a draft as it is: it must have all that a bulletin needs, and is a draft no longer."""

    draft = identifier(required=True)


class DraftView(Schema):
    """A bulletin that nobody was told of yet."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = Choice(BulletinKind, required=True, allow_none=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    attachments = fields.List(fields.String(), required=True)
    urgent = fields.Boolean(required=True)
    audience = fields.List(fields.String(), required=True)
    clarifies = fields.String(required=True, metadata=note("The rumour report that it would answer, or empty."))
    saved_by = fields.String(required=True)
    saved_at = fields.AwareDateTime(required=True)


class DraftPage(Schema):
    """A page of drafts."""

    items = fields.List(fields.Nested(DraftView), required=True)
    next = fields.String(required=True, allow_none=True)
