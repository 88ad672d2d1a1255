"""What waits of activities and calls for whoever asks.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `activity_counts` | query | `CountActivities` | `ActivityCounts` | everybody, of what concerns them |
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, note


class CountActivities(Form):
    """How much of it waits."""


class ActivityCounts(Schema):
    """What waits: for people of outlets replies and works, for liaisons the rest. All else is 0."""

    invitations = ma.Integer(required=True, metadata=note("To come; one is invited, and has not replied."))
    calls = ma.Integer(
        required=True, metadata=note("Open, with an end; a verified outlet of one's own has not answered.")
    )
    today = ma.Integer(required=True, metadata=note("Announced ones that take place today."))
    unheld = ma.Integer(required=True, metadata=note("Announced ones that are over, and not marked as held."))
    suggestions = ma.Integer(required=True, metadata=note("Activities with suggestions that are not answered."))
    drafts = ma.Integer(required=True, metadata=note("Drafts of activities that are to come."))
    call_drafts = ma.Integer(required=True)
