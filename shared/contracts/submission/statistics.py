"""Statistics of works, publications and how far they reached: by month, in Asia/Shanghai."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.contracts.submission_terms import SubmissionKind


def _counts(terms: type[StrEnum], told: str = "") -> ma.Dict:
    keys = ma.Enum(terms, by_value=True)
    return ma.Dict(keys=keys, values=ma.Integer(), required=True, metadata=note(told) if told else {})


class WorksCount(Schema):
    """How many submissions, and of which kinds."""

    all = ma.Integer(required=True)
    by_category = _counts(Category, "Of the outlet, when the work was begun.")
    by_topic = ma.Dict(
        keys=ma.String(), values=ma.Integer(), required=True, metadata=note("Empty: those that name none.")
    )
    by_kind = _counts(SubmissionKind)


class PublicationsCount(Schema):
    """How many verified publications, and where."""

    all = ma.Integer(required=True)
    by_level = _counts(Level)
    by_platform = _counts(Platform)


class ReachView(Schema):
    """What verified publications on a platform reached, by the newest verified snapshot of each."""

    platform = ma.Enum(Platform, by_value=True, required=True)
    measured = ma.Integer(required=True, metadata=note("So many publications have one."))
    reads = ma.Integer(required=True)
    likes = ma.Integer(required=True)
    shares = ma.Integer(required=True)
    comments = ma.Integer(required=True)
    in_views = ma.Integer(required=True)


class WorkTally(Schema):
    """What happened in some months."""

    handed_in = ma.Nested(WorksCount, required=True, metadata=note("For the first time."))
    approved = ma.Nested(
        WorksCount, required=True, metadata=note("As long as the approval holds; of ideas, those adopted.")
    )
    published = ma.Nested(WorksCount, required=True, metadata=note("Works, in the month of their first publication."))
    publications = ma.Nested(PublicationsCount, required=True, metadata=note("In the month in which they appeared."))
    reach = ma.List(ma.Nested(ReachView), required=True)
    active_outlets = ma.Integer(required=True, metadata=note("Outlets that handed something in."))


class MonthTally(WorkTally):
    """One month."""

    month = ma.String(required=True)


class SpanTally(WorkTally):
    """Some months together."""

    class Meta:
        include = {  # noqa: RUF012 (`from` cannot be the name of an attribute)
            "from": ma.String(required=True),
            "to": ma.String(required=True),
        }


class WorkStatistics(Schema):
    """The months together and each by itself, and if wanted as many before, together."""

    total = ma.Nested(SpanTally, required=True)
    months = ma.List(ma.Nested(MonthTally), required=True)
    previous = ma.Nested(SpanTally, required=True, allow_none=True)
