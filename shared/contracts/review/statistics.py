"""Statistics of review: how many stages were decided and how, how long they took, how many too late."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Pattern, note
from shared.contracts.review_terms import Comparison, Stage

MOST_TOPICS = 100
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


def _month(**options: Any) -> ma.String:
    return ma.String(validate=Pattern(MONTH, "review.month"), metadata=note("YYYY-MM, Asia/Shanghai."), **options)


class ReviewStatisticsQuery(Form):
    """What was decided in some months in a row, both included, 36 at most."""

    class Meta(Form.Meta):
        include = {"from": _month(required=True), "to": _month(required=True)}  # noqa: RUF012 (`from` is a keyword)

    compare = Choice(Comparison, metadata=note("Put the period of the same length before beside it."))


class StageFigures(Schema):
    """What was decided at a stage. Times are working minutes from when the stage began, the nearest rank's, exact."""

    stage = ma.Enum(Stage, by_value=True, required=True)
    decided = ma.Integer(required=True)
    passed = ma.Integer(required=True)
    changes = ma.Integer(required=True)
    rejected = ma.Integer(required=True, metadata=note("Works of grade D among them."))
    adopted = ma.Integer(required=True, metadata=note("Golden ideas, whose last assessment decided."))
    declined = ma.Integer(required=True)
    timed = ma.Integer(required=True, metadata=note("Of how many it is known how long they took."))
    median_minutes = ma.Integer(required=True, allow_none=True)
    p90_minutes = ma.Integer(required=True, allow_none=True, metadata=note("Nine in ten were decided within it."))
    overdue = ma.Integer(required=True, metadata=note("Decided after the stage's time was over."))
    overdue_percent = ma.String(
        required=True, allow_none=True, metadata=note("Of those decided, one place; null when there were none.")
    )


class MonthFigures(Schema):
    """A month."""

    month = ma.String(required=True)
    stages = ma.List(ma.Nested(StageFigures), required=True)


class CategoryFigures(Schema):
    """A category of outlets, over all of the months."""

    category = ma.String(required=True)
    stages = ma.List(ma.Nested(StageFigures), required=True)


class TopicFigures(Schema):
    """A topic, over all of the months; empty: of works without one, and of rounds from before it was kept."""

    topic = ma.String(required=True)
    stages = ma.List(ma.Nested(StageFigures), required=True)


class ReviewFigures(Schema):
    """Some months: in all, each of them, and by category and topic where something was decided."""

    class Meta:
        include = {"from": ma.String(required=True), "to": ma.String(required=True)}  # noqa: RUF012 (as above)

    stages = ma.List(ma.Nested(StageFigures), required=True)
    months = ma.List(ma.Nested(MonthFigures), required=True)
    categories = ma.List(ma.Nested(CategoryFigures), required=True)
    topics = ma.List(
        ma.Nested(TopicFigures), required=True, metadata=note(f"The most decided first, {MOST_TOPICS} at most.")
    )


class ReviewStatistics(ReviewFigures):
    """The months that are asked for, and the period before when that is, too."""

    class Meta(ReviewFigures.Meta):
        pass

    previous = ma.Nested(ReviewFigures, required=True, allow_none=True)
