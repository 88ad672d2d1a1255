"""What the review service answers so far: where a reviewer would judge their own.

| RPC method | kind | input | view |
|---|---|---|---|
| `conflicts_of_interest` | query | `ConflictsQuery` | `ConflictsView` |
"""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Form, identifier, several

MAX_OUTLETS = 100


class ConflictsQuery(Form):
    """Which of these outlets the account that asks may not review."""

    outlets = several(identifier(), MAX_OUTLETS, least=1, required=True, metadata={"description": "Ids of outlets."})


class ConflictsView(Schema):
    """The outlets among those asked about that the account acts for; ids that are unknown are left out."""

    conflicts = fields.List(fields.String(), required=True)
