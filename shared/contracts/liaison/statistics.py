"""Statistics of requests: how fast they are acknowledged and answered, how content their askers are."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.liaison.desk import PersonView
from shared.contracts.liaison_terms import RequestKind
from shared.contracts.months import StatisticsQuery


class RequestStatisticsQuery(StatisticsQuery):
    """Some months in a row, both included; what was done in a month is of that month."""

    class Meta(StatisticsQuery.Meta):
        pass


class TimeFigures(Schema):
    """How long a step took since the request was asked, or asked again: working minutes, the nearest rank's, exact."""

    count = ma.Integer(required=True)
    median_minutes = ma.Integer(required=True, allow_none=True)
    p90_minutes = ma.Integer(required=True, allow_none=True, metadata=note("Nine in ten took no longer."))
    in_time = ma.Integer(required=True, metadata=note("Before their time was over."))
    in_time_percent = ma.String(required=True, allow_none=True, metadata=note("One place; null when there were none."))


class SatisfactionFigures(Schema):
    """How content askers are. A rating counts until its asker asks again."""

    count = ma.Integer(required=True)
    mean = ma.String(required=True, allow_none=True, metadata=note("Stars, one place; null when there were none."))
    stars = ma.List(ma.Integer(), required=True, metadata=note("How often one, two, … five."))


class ResponseFigures(Schema):
    """Both times, and how content their askers are."""

    acknowledgement = ma.Nested(TimeFigures, required=True)
    answer = ma.Nested(TimeFigures, required=True)
    satisfaction = ma.Nested(SatisfactionFigures, required=True)


class RequestMonthFigures(ResponseFigures):
    """A month."""

    month = ma.String(required=True)


class RequestKindFigures(ResponseFigures):
    """A kind over all of the months, and the times that its steps may take now. None that is confidential."""

    kind = ma.Enum(RequestKind, by_value=True, required=True)
    acknowledgement_minutes = ma.Integer(required=True)
    answer_minutes = ma.Integer(required=True)


class UnitFigures(ResponseFigures):
    """A unit over all of the months. Empty: what was done before a unit had it, such as most acknowledgements."""

    unit = ma.String(required=True)
    unit_name = ma.String(required=True)


class OfficerFigures(ResponseFigures):
    """Somebody of the bureau, over all of the months."""

    officer = ma.Nested(PersonView, required=True)


class RequestFigures(Schema):
    """Some months: in all, each of them, by kind and by unit. What is confidential is counted nowhere."""

    class Meta:
        include = {"from": ma.String(required=True), "to": ma.String(required=True)}  # noqa: RUF012 (a keyword)

    total = ma.Nested(ResponseFigures, required=True)
    months = ma.List(ma.Nested(RequestMonthFigures), required=True)
    kinds = ma.List(ma.Nested(RequestKindFigures), required=True)
    units = ma.List(ma.Nested(UnitFigures), required=True)


class RequestStatistics(RequestFigures):
    """The months that are asked for, and the period before when that is, too."""

    class Meta(RequestFigures.Meta):
        pass

    officers = ma.List(
        ma.Nested(OfficerFigures), required=True,
        metadata=note("To liaisons and leaders who act for no outlet; empty to everybody else."),
    )  # fmt: skip
    previous = ma.Nested(RequestFigures, required=True, allow_none=True)
