"""What publications would earn if they were verified."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.fields import Choice, Form, Moment, Text, TrueFalse, identifier, note, several, whole
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.scoring.fields import amount
from shared.contracts.submission_terms import Byline, Placement

MAX_ASKED = 200


class StatedPublication(Form):
    """A publication as it is stated, of which nobody has to have heard here."""

    submission = identifier(required=True)
    publication = identifier(required=True)
    platform = Choice(Platform, required=True)
    level = Choice(Level, required=True)
    media = Text(200, shortest=0, required=True)
    medium = Text(64, shortest=0, load_default="", metadata=note("Its entry in the directory; empty: on a channel."))
    published_at = Moment(required=True)
    placement = Choice(Placement, required=True)
    byline = Choice(Byline, required=True)
    length = whole(0, 10_000_000, required=True)
    reprint = TrueFalse(required=True)
    group = Text(64, shortest=0, required=True)
    before_permit = TrueFalse(required=True)
    before_embargo = TrueFalse(required=True)


class ExpectedQuery(Form):
    """What each of these would earn, one by one."""

    publications = several(StatedPublication, MAX_ASKED, required=True)


class ExpectedShare(Schema):
    """What one outlet would get, or lose."""

    outlet = fields.String(required=True)
    points = amount()


class ExpectedPoints(Schema):
    """What verifying a publication would add to the ledger, by the scheme in force."""

    points = amount("Of all outlets.")
    outlets = fields.List(fields.Nested(ExpectedShare), required=True, metadata=note("Those that it is not 0 for."))


class ExpectedItem(ExpectedPoints):
    """That of one of the publications that were asked about."""

    publication = fields.String(required=True)


class ExpectedView(Schema):
    """In the order in which was asked; without those that the asker may not see the points of."""

    items = fields.List(fields.Nested(ExpectedItem), required=True)
