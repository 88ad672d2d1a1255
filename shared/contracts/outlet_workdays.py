"""What the outlet service takes and answers about a bureau's working days (工作日历).

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `adopt_workdays` | command | `AdoptWorkdays` | `WorkdaysView` | scoring manager |
| `workdays` | query | `WorkdaysQuery` | `WorkdaysView` | any account of the bureau |
| `workdays_list` | query | `WorkdaysListQuery` | `WorkdaysList` | any account of the bureau |
| `workdays_history` | query | `WorkdaysHistoryQuery` | `WorkdaysHistoryPage` | any account of the bureau |

A year counts by what the bureau entered for it, and by nothing else; a year that it did not enter by the notice of the
State Council as the system has it, or by a guess (version 0). The field `year` is a path parameter; a
view carries `version`, its ETag.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.days import Day
from shared.contracts.fields import Choice, Form, Text, cursor, identifier, limit, note, several
from shared.contracts.workday_terms import Basis, DayKind

MAX_DAYS = 120
MAX_NAME = 20
MAX_SOURCE = 100
MAX_REASON = 500


class DayInput(Form):
    """A holiday, weekends within it included, or a day that is worked to make up for one."""

    date = Day(required=True)
    kind = Choice(DayKind, required=True)
    name = Text(MAX_NAME, shortest=0, load_default="", metadata=note("What for, such as 春节."))


class _OnYear(Form):
    year = identifier(required=True, metadata=note("Such as 2027."))


class AdoptWorkdays(_OnYear):
    """Enter the days of a whole year: all of its holidays and make-up days. Any other day is as its weekday is."""

    days = several(DayInput, MAX_DAYS, least=1, required=True)
    source = Text(MAX_SOURCE, required=True, metadata=note("The notice that says so, such as 国办发明电〔2026〕7号."))
    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="", metadata=note("Why it is corrected."))


class WorkdaysQuery(_OnYear):
    """How a year counts."""


class WorkdaysListQuery(Form):
    """This year, the next, and those that were entered."""


class WorkdaysHistoryQuery(_OnYear):
    """The versions of a year, newest first."""

    cursor = cursor()
    limit = limit()


class DayView(Schema):
    """A day that is named."""

    date = ma.Date(required=True)
    kind = ma.Enum(DayKind, by_value=True, required=True)
    name = ma.String(required=True)


class WorkdaysSummary(Schema):
    """By what a year counts."""

    year = ma.Integer(required=True)
    version = ma.Integer(required=True, metadata=note("0: nobody entered it."))
    basis = ma.Enum(Basis, by_value=True, required=True)
    missing = ma.Boolean(required=True, metadata=note("It is time to enter it: dates rest on it, and it is a guess."))
    source = ma.String(required=True)
    by = ma.String(required=True, metadata=note("Account; empty for what nobody entered."))
    at = ma.AwareDateTime(required=True, allow_none=True)
    since = ma.Date(
        required=True, allow_none=True, metadata=note("From when on it counts; days before count as they did.")
    )


class WorkdaysView(WorkdaysSummary):
    """How a year counts: Monday to Friday but for these days."""

    days = ma.List(ma.Nested(DayView), required=True)
    reason = ma.String(required=True)


class WorkdaysList(Schema):
    """All of them, the newest first; `next` is always null."""

    items = ma.List(ma.Nested(WorkdaysSummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("adopt, of who may."))


class WorkdaysHistoryPage(Schema):
    """A page of versions."""

    items = ma.List(ma.Nested(WorkdaysView), required=True)
    next = ma.String(required=True, allow_none=True)
