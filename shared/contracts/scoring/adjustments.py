"""Points by hand: what is taken and answered about them."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, Pattern, Text, TrueFalse, cursor, identifier, limit, note
from shared.contracts.scoring.fields import amount, quarter

MAX_REASON = 500
AMOUNT = r"[0-9]{1,6}(\.[0-9]{1,2})?"


class Adjust(Form):
    """Enter a bonus or penalty that the scheme lists."""

    outlet = identifier(required=True)
    rule = identifier(required=True, metadata=note("The id of one of the scheme's `manual` rules."))
    points = ma.String(
        validate=Pattern(AMOUNT, "points"), metadata=note("Such as 12.5; not needed when the rule has one value.")
    )
    period = quarter()
    submission = identifier(metadata=note("The work that it is about."))
    reason = Text(MAX_REASON, multiline=True, required=True)


class ReverseAdjustment(Form):
    """Take an adjustment back."""

    adjustment = identifier(required=True)
    reason = Text(MAX_REASON, multiline=True, required=True)


class AdjustmentsQuery(Form):
    """Points by hand, the newest first: of every outlet for staff, of one's own for others."""

    outlet = identifier()
    period = quarter()
    stands = TrueFalse(metadata=note("Those alone that nothing took back, or that something did."))
    cursor = cursor()
    limit = limit()


class AdjustmentQuery(Form):
    """One bonus or penalty by hand."""

    adjustment = identifier(required=True)


class AdjustmentView(Schema):
    """A bonus or penalty by hand."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    outlet = ma.String(required=True)
    period = ma.String(required=True)
    rule = ma.String(required=True)
    name = ma.String(required=True)
    points = amount()
    submission = ma.String(required=True)
    reason = ma.String(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    entry = ma.String(required=True)
    reversed_at = ma.AwareDateTime(required=True, allow_none=True)
    reversed_in = ma.String(required=True)
    reversal_reason = ma.String(required=True)


class ListedAdjustment(AdjustmentView):
    """A bonus or penalty by hand, and whose it is. Who entered it is not told to people of outlets."""

    outlet_name = ma.String(required=True)
    appeal = ma.String(required=True, metadata=note("The appeal whose answer it is; empty for others."))
    stands = ma.Boolean(required=True, metadata=note("Whether nothing took it back."))
    may = ma.List(
        ma.String(), required=True, metadata=note("What the caller may do with it now, by the names of the commands.")
    )


class AdjustmentPage(Schema):
    """A page of them."""

    items = ma.List(ma.Nested(ListedAdjustment), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("adjust, of who may enter points by hand."))
