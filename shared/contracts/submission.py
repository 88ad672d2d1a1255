"""What the submission service answers so far: who may submit.

| RPC method | kind | input | view |
|---|---|---|---|
| `may_submit` | query | `MaySubmitQuery` | `MaySubmitView` |
"""

from __future__ import annotations

from enum import StrEnum

from marshmallow import Schema, fields

from shared.contracts.fields import Form, identifier


class Obstacle(StrEnum):
    """Why an outlet may not submit now."""

    PENDING = "pending"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class MaySubmitQuery(Form):
    """Whether the account that asks may submit for an outlet."""

    outlet = identifier(required=True, metadata={"description": "The outlet's id."})


class MaySubmitView(Schema):
    """The answer. Somebody who does not act for the outlet gets `not found`."""

    outlet = fields.String(required=True)
    may = fields.Boolean(required=True)
    obstacle = fields.Enum(
        Obstacle, by_value=True, required=True, allow_none=True, metadata={"description": "Null when it may."}
    )
