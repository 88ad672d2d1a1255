"""Why a call did not open at its time, as its page tells it."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.review_terms import FindingRule


class HeldFindingView(Schema):
    """What in a draft must not leave: its field, rule, paragraph and character, and an excerpt without numbers."""

    field = ma.String(required=True)
    finding = ma.Enum(FindingRule, by_value=True, required=True)
    line = ma.Integer(required=True)
    column = ma.Integer(required=True)
    excerpt = ma.String(required=True)


class HeldBackView(Schema):
    """That a draft did not open when its time came. Nothing was `found`: its end was over by then."""

    at = ma.AwareDateTime(required=True)
    found = ma.List(ma.Nested(HeldFindingView), required=True)
