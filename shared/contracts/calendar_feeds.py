"""What the liaison service takes and answers about calendar feeds (日历订阅): a private address of one's own.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `make_feed` | command | `MakeFeed` | `FeedView` | any account, its own |
| `end_feed` | command | `EndFeed` | `FeedView` | any account, its own |
| `feed` | query | `FeedQuery` | `FeedView` | any account, its own |
| `feed_activities` | query | `FeedActivitiesQuery` | `FeedActivities` | who has the address |
| `appointments` | query | `AppointmentsQuery` | `Appointments` | any account, those that concern it |

The token of an address is random and known to its owner alone: here is its SHA-256.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.activity_terms import ActivityStatus
from shared.contracts.fields import Form, Moment, Pattern, Rule, note
from shared.contracts.liaison_terms import RequestKind

DIGEST = r"[0-9a-f]{64}\Z"


class MakeFeed(Form):
    """A new address; the one before is good no more."""

    digest = ma.String(required=True, validate=Pattern(DIGEST, "id"))


class EndFeed(Form):
    """No address any more."""


class FeedQuery(Form):
    """Whether one has an address."""


class FeedActivitiesQuery(Form):
    """What whoever has the address may see."""

    digest = ma.String(required=True, validate=Pattern(DIGEST, "id"))


class AppointmentsQuery(Form):
    """Appointments of one's own requests, or that one is to keep for the bureau, which begin in a time."""

    since = Moment(required=True)
    until = Moment(required=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["until"] <= data["since"]:
            raise ValidationError({"until": [Rule("range.order")]})


class FeedView(Schema):
    """Since when there is an address; None: there is none."""

    made_at = ma.AwareDateTime(required=True, allow_none=True)


class MadeFeedView(FeedView):
    """A new address, which is shown this once."""

    address = ma.String(required=True)


class FeedActivityView(Schema):
    """An activity as a calendar has it."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    state = ma.Enum(ActivityStatus, by_value=True, required=True)
    title = ma.String(required=True)
    text = ma.String(required=True)
    starts_at = ma.AwareDateTime(required=True)
    ends_at = ma.AwareDateTime(required=True)
    place = ma.String(required=True)
    link = ma.String(required=True)
    updated_at = ma.AwareDateTime(required=True)


class AppointmentView(Schema):
    """A date and place that a request was answered with."""

    id = ma.String(required=True, metadata=note("Stays when it is moved."))
    request = ma.String(required=True)
    number = ma.String(required=True)
    kind = ma.Enum(RequestKind, by_value=True, required=True)
    title = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    starts_at = ma.AwareDateTime(required=True)
    place = ma.String(required=True)
    off = ma.Boolean(
        required=True, metadata=note("Called off, or asked again before it began, and at no other date yet.")
    )


class Appointments(Schema):
    """Appointments by when they begin."""

    items = ma.List(ma.Nested(AppointmentView), required=True)


class FeedAppointmentView(AppointmentView):
    """An appointment as a calendar has it."""

    version = ma.Integer(required=True)
    text = ma.String(required=True)
    updated_at = ma.AwareDateTime(required=True)


class FeedActivities(Schema):
    """Activities and appointments of a calendar."""

    items = ma.List(ma.Nested(FeedActivityView), required=True)
    appointments = ma.List(ma.Nested(FeedAppointmentView), required=True)
