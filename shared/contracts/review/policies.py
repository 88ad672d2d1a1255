"""A bureau's review policy and word lists: data with versions, as they are sent and shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

from shared.context import Role
from shared.contracts.fields import Choice, Form, Pattern, Text, note, several, whole
from shared.contracts.outlet_terms import Category
from shared.contracts.review_terms import Sensitivity, Stage, WordLevel

TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
LIST = r"^[a-z][a-z0-9_-]{0,39}$"
MAX_ROUTES = 24
MAX_WORDS = 5000
MAX_WORD = 40
# Texts of a trial, if they are not too long together.
MAX_TRIED = 500
MAX_HOURS = 400
MAX_REASON = 500
CONFIRMED_BY = "Who confirmed it; empty of what is shipped, or stood before two persons were needed."
POINTS = r"^(100(\.00?)?|[0-9]{1,2}(\.[0-9]{1,2})?)$"


class Points(ma.String):
    """Points from 0 to 100 in text, with at most two places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=Pattern(POINTS, "policy.points"), **options)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **options: Any) -> Any:
        """The text as a decimal with two places. Raises: ValidationError."""
        text = super().deserialize(value, attr, data, **options)
        return Decimal(text).quantize(Decimal("0.01")) if isinstance(text, str) else text


def _time(**options: Any) -> ma.String:
    return ma.String(validate=Pattern(TIME, "policy.time"), metadata=note("HH:MM, Asia/Shanghai."), **options)


def _why() -> Text:
    return Text(MAX_REASON, required=True, metadata=note("Why, for who confirms it."))


def _choices(enum: Any, most: int, **options: Any) -> Any:
    return several(Choice(enum), most, least=1, required=True, **options)


class WorkingHours(Form):
    """A part of the working day."""

    class Meta(Form.Meta):
        include = {"from": _time(required=True), "to": _time(required=True)}  # noqa: RUF012 (`from` is a keyword)


class PolicyStage(Form):
    """A stage, the working hours that it may take, and who decides."""

    stage = Choice(Stage, required=True)
    hours = whole(1, MAX_HOURS, required=True)
    roles = _choices(Role, 3)


class PolicyRoute(Form):
    """The stages of works of some categories and sensitivities, in order: the final one last, or before a leader's."""

    categories = _choices(Category, len(Category))
    sensitivities = _choices(Sensitivity, len(Sensitivity))
    stages = several(PolicyStage, 4, least=1, required=True)


class IdeaWeights(Form):
    """Parts of their sum."""

    novelty = whole(0, 100, required=True)
    feasibility = whole(0, 100, required=True)
    benefit = whole(0, 100, required=True)


class PolicyIdeas(Form):
    """How golden ideas are assessed."""

    hours = whole(1, MAX_HOURS, required=True)
    roles = _choices(Role, 3)
    minimum = whole(2, 9, required=True, metadata=note("How many different assessors are needed."))
    threshold = Points(required=True, metadata=note("A mean of this much or more is adopted."))
    weights = ma.Nested(IdeaWeights, required=True)


class PolicyRules(Form):
    """What a bureau's policy says. Every category and sensitivity has exactly one route; a major work takes all three
    stages."""

    title = Text(100, required=True)
    working_hours = several(WorkingHours, 6, least=1, required=True)
    lease_minutes = whole(5, 480, required=True, metadata=note("How long an item is kept for who has taken it."))
    remind_hours = whole(0, 40, required=True, metadata=note("Working hours before a stage's time is over."))
    duplicate_percent = whole(50, 100, required=True, metadata=note("So alike is a near-duplicate."))
    routes = several(PolicyRoute, MAX_ROUTES, least=1, required=True)
    ideas = ma.Nested(PolicyIdeas, required=True)


class ProposePolicy(PolicyRules):
    """A new version of the policy, for rounds that begin once somebody else has confirmed it."""

    reason = _why()


class PolicyView(PolicyRules):
    """A version of the policy. Version 0 is the one that is shipped."""

    id = ma.String(required=True, metadata=note("The version, as it stands in a path."))
    version = ma.Integer(required=True)
    current = ma.Boolean(required=True)
    by = ma.String(required=True, metadata=note("Who proposed it."))
    confirmed_by = ma.String(required=True, metadata=note(CONFIRMED_BY))
    reason = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True, metadata=note("From when it holds."))


class PolicyPage(Schema):
    """A page of versions."""

    items = ma.List(ma.Nested(PolicyView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("propose_policy, of who may."))


class ListedWordInput(Form):
    """A word, and what to write instead."""

    word = Text(MAX_WORD, required=True)
    suggestion = Text(100, shortest=0, load_default="")


class WordListRules(Form):
    """What a word list says. A list without words finds nothing."""

    list = ma.String(required=True, validate=Pattern(LIST, "word_list.name"), metadata=note("Such as banned."))
    title = Text(60, required=True)
    level = Choice(WordLevel, required=True)
    words = several(ListedWordInput, MAX_WORDS, required=True)


class ProposeWordList(WordListRules):
    """A new version of a list, or a new list, for what is handed in once somebody else has confirmed it."""

    reason = _why()


class WordListSummary(Schema):
    """A version of a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    list = ma.String(required=True)
    title = ma.String(required=True)
    level = ma.Enum(WordLevel, by_value=True, required=True)
    count = ma.Integer(required=True)
    current = ma.Boolean(required=True)
    by = ma.String(required=True, metadata=note("Who proposed it."))
    confirmed_by = ma.String(required=True, metadata=note(CONFIRMED_BY))
    reason = ma.String(required=True)
    at = ma.AwareDateTime(required=True, metadata=note("From when it holds."))


class ListedWordView(Schema):
    """A word, and what to write instead."""

    word = ma.String(required=True)
    suggestion = ma.String(required=True)


class WordListView(WordListSummary):
    """A version of a list with its words."""

    words = ma.List(ma.Nested(ListedWordView), required=True)
    may = ma.List(ma.String(), required=True, metadata=note("propose_word_list, of who may."))


class ShippedWordList(Schema):
    """A list that comes with the system. It finds nothing before the bureau has adopted it as its own."""

    list = ma.String(required=True)
    title = ma.String(required=True)
    level = ma.Enum(WordLevel, by_value=True, required=True)
    words = ma.List(ma.Nested(ListedWordView), required=True)
    version = ma.Integer(required=True, metadata=note("Of the bureau's list of that name that is in use; 0: none."))


class ShippedWordLists(Schema):
    """All of them."""

    items = ma.List(ma.Nested(ShippedWordList), required=True)
    may = ma.List(ma.String(), required=True, metadata=note("propose_word_list, of who may."))


class TryWords(Form):
    """What words would find in the texts that were handed in last; nothing is kept of it."""

    words = several(ListedWordInput, MAX_WORDS, least=1, required=True)
    texts = whole(1, MAX_TRIED, load_default=MAX_TRIED, metadata=note("How many texts, the newest first."))


class TriedWord(Schema):
    """How often a word was found, and in how many texts."""

    word = ma.String(required=True)
    texts = ma.Integer(required=True)
    times = ma.Integer(required=True)
    reviews = ma.List(ma.String(), required=True, metadata=note("Ids of up to three rounds, the newest."))


class WordsTrial(Schema):
    """What they would have found."""

    texts = ma.Integer(
        required=True, metadata=note("How many texts were read; of very long ones fewer than were asked for.")
    )
    marked = ma.Integer(required=True, metadata=note("In how many of them there is one of the words, or more."))
    since = ma.AwareDateTime(required=True, allow_none=True, metadata=note("When the oldest of them was handed in."))
    words = ma.List(ma.Nested(TriedWord), required=True, metadata=note("Those that were found, most frequent first."))


class WordListPage(Schema):
    """A page of versions."""

    items = ma.List(ma.Nested(WordListSummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("propose_word_list, of who may."))
