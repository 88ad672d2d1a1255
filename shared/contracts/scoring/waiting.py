"""What waits for somebody of the bureau: what is taken and answered about it."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, note
from shared.contracts.scoring_terms import PeriodAct


class WaitingQuery(Form):
    """What waits for the caller, by the caller's roles; takes nothing."""


class WaitingPeriod(Schema):
    """A period that the caller can move on today."""

    period = ma.String(required=True)
    name = ma.String(required=True, metadata=note("Such as 2026年第三季度."))
    act = ma.Enum(PeriodAct, by_value=True, required=True)


class WaitingAppeals(Schema):
    """The open appeals of a period."""

    period = ma.String(required=True)
    name = ma.String(required=True)
    open = ma.Integer(required=True)
    appeals_until = ma.Date(
        required=True, allow_none=True, metadata=note("The last day on which appeals are taken (Asia/Shanghai).")
    )
    appeals_exact = ma.Boolean(required=True, metadata=note("False: that day may move to a later one."))


class ScoringWaiting(Schema):
    """What waits. What only others can do is not in it."""

    periods = ma.List(ma.Nested(WaitingPeriod), required=True)
    appeals = ma.List(ma.Nested(WaitingAppeals), required=True)
    awards = ma.Integer(required=True, metadata=note("To be handed over."))
