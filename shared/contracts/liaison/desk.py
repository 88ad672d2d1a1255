"""How a bureau works on requests: its units, its times, who is named for what is confidential; as sent and shown."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import (
    Choice,
    Form,
    Name,
    Text,
    TrueFalse,
    cursor,
    identifier,
    limit,
    note,
    several,
    whole,
)
from shared.contracts.liaison_terms import RequestKind
from shared.contracts.review.policies import WorkingHours

MAX_OFFICERS = 50
MAX_HOURS = 400
MAX_DAYS = 90
MAX_TEXTS = 60
MAX_KEPT = 1000


class RequestTimes(Form):
    """Within how many working hours requests of a kind are acknowledged and answered."""

    kind = Choice(RequestKind, required=True)
    acknowledgement = whole(1, MAX_HOURS, required=True)
    answer = whole(1, MAX_HOURS, required=True)


class KeptText(Form):
    """A text that answers to requests of a kind may begin with (常用语)."""

    kind = Choice(RequestKind, required=True)
    name = Name(40, required=True)
    text = Text(MAX_KEPT, multiline=True, required=True)


class AdoptLiaisonPolicy(Form):
    """A new version of the times, for clocks that start from now on. Every kind has one entry."""

    working_hours = several(WorkingHours, 6, least=1, required=True)
    times = several(RequestTimes, len(RequestKind), least=len(RequestKind), required=True)
    near_percent = whole(1, 90, required=True, metadata=note("So much of a time is left when somebody is reminded."))
    lapse_days = whole(2, MAX_DAYS, required=True, metadata=note("An answer is closed so many days later."))
    remind_days = whole(1, MAX_DAYS, required=True, metadata=note("Its asker is reminded so many days before that."))
    texts = several(KeptText, MAX_TEXTS, load_default=list, metadata=note("Texts for answers; none to outlets."))


class LiaisonPolicyView(AdoptLiaisonPolicy):
    """A version of the times. Version 0 is the one that is shipped."""

    version = ma.Integer(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)


class LiaisonPolicyQuery(Form):
    """The times as they are now."""


class UnitInput(Form):
    """A unit that answers requests: its head is told when it is late."""

    name = Name(40, required=True)
    head = identifier(required=True, metadata=note("An open staff account of the bureau."))
    officers = several(identifier(), MAX_OFFICERS, load_default=list)
    active = TrueFalse(load_default=True)


class AddUnit(UnitInput):
    """A new unit."""


class ChangeUnit(UnitInput):
    """A unit as it is from now on. One that is not active gets nothing new."""

    unit = identifier(required=True, metadata=note("The unit's id."))


class UnitsQuery(Form):
    """The units, by name."""

    cursor = cursor()
    limit = limit()


class PersonView(Schema):
    """An account with its name."""

    account = ma.String(required=True)
    name = ma.String(required=True)


class UnitView(Schema):
    """A unit."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    name = ma.String(required=True)
    head = ma.Nested(PersonView, required=True)
    officers = ma.List(ma.Nested(PersonView), required=True)
    active = ma.Boolean(required=True)


class UnitPage(Schema):
    """A page of units. `may`: as of requests."""

    items = ma.List(ma.Nested(UnitView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)


class NameOfficers(Form):
    """Who alone sees rights protection (专办民警): open staff accounts of the bureau, all of them at once."""

    accounts = several(identifier(), 20, required=True)


class NamedOfficersQuery(Form):
    """Who is named."""


class NamedOfficersView(Schema):
    """Who is named, and by whom since when."""

    version = ma.Integer(required=True)
    accounts = ma.List(ma.Nested(PersonView), required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)
