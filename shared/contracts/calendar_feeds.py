"""What the liaison service takes and answers about calendar feeds (日历订阅): a private address of one's own.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `make_feed` | command | `MakeFeed` | `FeedView` | any account, its own |
| `end_feed` | command | `EndFeed` | `FeedView` | any account, its own |
| `feed` | query | `FeedQuery` | `FeedView` | any account, its own |
| `feed_activities` | query | `FeedActivitiesQuery` | `FeedActivities` | who has the address |

The token of an address is random and known to its owner alone: here is its SHA-256.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.activity_terms import ActivityStatus
from shared.contracts.fields import Form, Pattern

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


class FeedActivities(Schema):
    """Activities of a calendar."""

    items = ma.List(ma.Nested(FeedActivityView), required=True)
