"""How many rounds wait, beside the filters of the queue: each number is the length of the list beside it."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note


class StageCounts(Schema):
    """By the stage that waits."""

    first = ma.Integer(required=True)
    second = ma.Integer(required=True)
    final = ma.Integer(required=True)
    leader = ma.Integer(required=True)
    assessment = ma.Integer(required=True)


class KindCounts(Schema):
    """By kind."""

    work = ma.Integer(required=True)
    golden_idea = ma.Integer(required=True)


class SensitivityCounts(Schema):
    """By sensitivity."""

    normal = ma.Integer(required=True)
    sensitive = ma.Integer(required=True)
    major = ma.Integer(required=True)


class ReviewCounts(Schema):
    """How many rounds the queue of whoever asks has, in all and by each of its filters."""

    waiting = ma.Integer(required=True, metadata=note("All of the queue."))
    free = ma.Nested(StageCounts, required=True, metadata=note("Those that nobody has claimed, by stage."))
    mine = ma.Integer(required=True)
    overdue = ma.Integer(required=True)
    mine_overdue = ma.Integer(required=True)
    returned = ma.Integer(required=True)
    stage = ma.Nested(StageCounts, required=True)
    kind = ma.Nested(KindCounts, required=True)
    sensitivity = ma.Nested(SensitivityCounts, required=True)
    left = ma.Integer(
        required=True,
        allow_none=True,
        metadata=note("Left open by who had them in hand; null unless one reassigns."),
    )
    proposals = ma.Integer(
        required=True,
        allow_none=True,
        metadata=note("Proposals of other rules to confirm or refuse; null unless one may."),
    )
