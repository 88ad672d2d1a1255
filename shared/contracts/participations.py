"""How outlets take part in the work together (参与协作): what a scheme may count.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `record_participation` | command | `RecordParticipation` | `ParticipationView` | liaison |
| `withdraw_participation` | command | `WithdrawParticipation` | `ParticipationView` | liaison |
| `participations` | query | `ParticipationListQuery` | `ParticipationPage` | staff; outlets: their own |

Who attended an activity, answered a call, or made a suggestion that was adopted (at an activity, or as a request) is
recorded by itself, once for each outlet and thing. What an outlet lent when it was asked is recorded by a liaison.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.days import Day
from shared.contracts.fields import Choice, Form, Name, Text, cursor, identifier, limit, note
from shared.contracts.participation_terms import ParticipationKind

MAX_TITLE = 80
MAX_REASON = 500


class RecordParticipation(Form):
    """An outlet lent material that it was asked for."""

    outlet = identifier(required=True)
    title = Name(MAX_TITLE, required=True, metadata=note("What was lent, and for what; the outlet reads it."))
    day = Day(required=True, metadata=note("The day (Asia/Shanghai), today or before."))


class WithdrawParticipation(Form):
    """It is not so, or should not count."""

    participation = identifier(required=True)
    reason = Text(MAX_REASON, multiline=True, required=True)


class ParticipationListQuery(Form):
    """What outlets took part in, newest first."""

    outlet = identifier()
    kind = Choice(ParticipationKind)
    cursor = cursor()
    limit = limit()


class ParticipationView(Schema):
    """One outlet took part in one thing. `object`: the id of the activity or call; of what else it is of no use."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    kind = ma.Enum(ParticipationKind, by_value=True, required=True)
    object = ma.String(required=True)
    title = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    withdrawn_at = ma.AwareDateTime(required=True, allow_none=True)
    reason = ma.String(required=True, metadata=note("Why it was withdrawn; empty: nothing of it is left."))
    may = ma.List(ma.String(), required=True, metadata=note("withdraw, of who may."))


class ParticipationPage(Schema):
    """A page of them. `may`: add, of who may record something, though of no outlet of their own."""

    items = ma.List(ma.Nested(ParticipationView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)
