"""What the submission service takes and answers about what was published without any approval (未经审核发布).

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `record_unapproved` | command | `RecordUnapproved` | `UnapprovedView` | liaison, not of the outlet |
| `object_unapproved` | command | `ObjectUnapproved` | `UnapprovedView` | people of the outlet |
| `rule_unapproved` | command | `RuleUnapproved` | `UnapprovedView` | another liaison or the final reviewer |
| `withdraw_unapproved` | command | `WithdrawUnapproved` | `UnapprovedView` | liaison, not of the outlet |
| `unapproved` | query | `UnapprovedQuery` | `UnapprovedView` | people of the outlet, staff |
| `unapproved_list` | query | `UnapprovedListQuery` | `UnapprovedPage` | any account: what it may see |
| `unapproved_proof` | query | `UnapprovedProofQuery` | `UnapprovedProof` | as `unapproved` |

An illegal move is a `conflict` with code `unapproved.illegal_move`, its params `status`, `action` and `allowed`.
The field `record` is a path parameter.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Moment, Text, cursor, identifier, limit, note, several, url
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission.commands import MAX_REASON, MAX_TITLE, FileInput
from shared.contracts.submission.reports import MAX_MEDIA, MAX_PROOF
from shared.contracts.submission_terms import UnapprovedRuling, UnapprovedStatus


class RecordUnapproved(Form):
    """A piece that an outlet published without any approval, with proof."""

    outlet = identifier(required=True, metadata=note("The outlet that published it."))
    title = Text(MAX_TITLE, required=True)
    platform = Choice(Platform, required=True)
    media = Text(MAX_MEDIA, shortest=0, load_default="", metadata=note("The medium's name; or the channel's."))
    channel = identifier(metadata=note("A channel of the outlet, on the same platform."))
    url = url(shortest=0, load_default="", metadata=note("Not needed for newspaper, tv and radio."))
    published_at = Moment(required=True)
    proof = several(FileInput, MAX_PROOF, least=1, required=True, metadata=note("Such as a dated screenshot."))
    reason = Text(MAX_REASON, multiline=True, required=True)


class _OnRecord(Form):
    record = identifier(required=True, metadata=note("The record's id."))


class ObjectUnapproved(_OnRecord):
    """The outlet objects (申诉)."""

    reason = Text(MAX_REASON, multiline=True, required=True)
    proof = several(FileInput, MAX_PROOF, load_default=list)


class RuleUnapproved(_OnRecord):
    """The objection is upheld: the record is withdrawn; or it is kept."""

    decision = Choice(UnapprovedRuling, required=True)
    reason = Text(MAX_REASON, multiline=True, required=True)


class WithdrawUnapproved(_OnRecord):
    """A record that was a mistake is taken back, before the outlet objects."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class UnapprovedQuery(_OnRecord):
    """One record."""


class UnapprovedProofQuery(_OnRecord):
    """Whether a file is proof of a record that one may see, its objection's included."""

    file = identifier(required=True)


class UnapprovedListQuery(Form):
    """Records that one may see, newest first."""

    state = Choice(UnapprovedStatus)
    outlet = identifier(metadata=note("Of this outlet."))
    cursor = cursor()
    limit = limit()


class UnapprovedStatement(Schema):
    """What was said of a record. Outlets are not told who ruled."""

    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)
    proof = ma.List(ma.String(), required=True)


class UnapprovedView(Schema):
    """A piece that was published without approval. Outlets are not told who recorded it."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    title = ma.String(required=True)
    platform = ma.Enum(Platform, by_value=True, required=True)
    media = ma.String(required=True)
    channel = ma.String(required=True)
    url = ma.String(required=True)
    published_at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)
    proof = ma.List(ma.String(), required=True)
    by = ma.String(required=True)
    recorded_at = ma.AwareDateTime(required=True)
    state = ma.Enum(UnapprovedStatus, by_value=True, required=True)
    objection = ma.Nested(UnapprovedStatement, required=True, allow_none=True)
    ruling = ma.Nested(UnapprovedStatement, required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("object, withdraw, rule: what the caller may do now."))


class UnapprovedPage(Schema):
    """A page of records."""

    items = ma.List(ma.Nested(UnapprovedView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("record, of who may."))


class UnapprovedProof(Schema):
    """A file that proves something, by its id."""

    file = ma.String(required=True)
