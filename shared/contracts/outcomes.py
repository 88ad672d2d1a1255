"""What comes of an activity: minutes with tasks and photos, suggestions and their answers, feedback.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `keep_minutes` | command | `KeepMinutes` | `MinutesView` | liaison |
| `finish_task` | command | `FinishTask` | `MinutesView` | liaison, whose task it is |
| `minutes` | query | `MinutesQuery` | `MinutesView` | staff; who is invited, without the tasks |
| `suggest` | command | `Suggest` | `SuggestionView` | who is invited, of a verified outlet |
| `answer_suggestion` | command | `AnswerSuggestion` | `SuggestionView` | liaison |
| `suggestions` | query | `SuggestionsQuery` | `SuggestionPage` | liaison, leader, admin; of outlets their own |
| `rate_activity` | command | `RateActivity` | `FeedbackView` | who attended, once |
| `feedback` | query | `FeedbackQuery` | `FeedbackPage` | liaison, leader, admin |
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.activities.inputs import MAX_FILES, MAX_REASON, MAX_TEXT, OnActivity
from shared.contracts.days import Day
from shared.contracts.fields import Form, Text, TrueFalse, cursor, identifier, limit, note, several, whole
from shared.contracts.liaison.desk import PersonView
from shared.contracts.liaison_terms import MOST_STARS
from shared.contracts.submission.commands import FileInput

MAX_TASKS = 30
MAX_TASK = 200


class TaskInput(Form):
    """Something that is to be done: by an officer, or by a unit that is named in words, or for an outlet."""

    id = identifier(metadata=note("Of a task that is there already; a new one has none."))
    text = Text(MAX_TASK, required=True)
    person = identifier(metadata=note("An open staff account of the bureau, which is told."))
    unit = Text(40, shortest=0, load_default="")
    outlet = identifier(metadata=note("The outlet that it is for; it can become a request of that."))
    due = Day(required=True, metadata=note("Asia/Shanghai."))


class KeepMinutes(OnActivity):
    """The minutes (纪要) of an activity that was held, as they are from now on."""

    text = Text(MAX_TEXT, multiline=True, shortest=0, load_default="")
    tasks = several(TaskInput, MAX_TASKS, load_default=list)
    photos = several(FileInput, MAX_FILES, load_default=list)


class FinishTask(OnActivity):
    """A task is done."""

    task = identifier(required=True)


class MinutesQuery(OnActivity):
    """The minutes."""


class Suggest(OnActivity):
    """Suggest something, at an activity or after it."""

    outlet = identifier(required=True, metadata=note("The outlet that one speaks for."))
    text = Text(MAX_REASON, multiline=True, required=True)


class AnswerSuggestion(OnActivity):
    """Say what comes of a suggestion, once."""

    suggestion = identifier(required=True)
    adopted = TrueFalse(required=True)
    text = Text(MAX_REASON, multiline=True, required=True)


class SuggestionsQuery(OnActivity):
    """Suggestions, newest first."""

    cursor = cursor()
    limit = limit()


class RateActivity(OnActivity):
    """How good it was, of who attended it, once."""

    stars = whole(1, MOST_STARS, required=True)
    comment = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class FeedbackQuery(OnActivity):
    """What those who attended said, newest first."""

    cursor = cursor()
    limit = limit()


class TaskView(Schema):
    """A task."""

    id = ma.String(required=True)
    text = ma.String(required=True)
    person = ma.Nested(PersonView, required=True, allow_none=True)
    unit = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    due = ma.Date(required=True)
    done_at = ma.AwareDateTime(required=True, allow_none=True)
    call = ma.String(required=True, metadata=note("The call that it became."))
    request = ma.String(required=True, metadata=note("The request that it became."))
    may = ma.List(ma.String(), required=True, metadata=note("finish, of whose it is and of who keeps the minutes."))


class MinutesView(Schema):
    """The minutes. Version 0: there are none yet."""

    version = ma.Integer(required=True)
    text = ma.String(required=True)
    tasks = ma.List(ma.Nested(TaskView), required=True)
    photos = ma.List(ma.String(), required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)


class SuggestionView(Schema):
    """A suggestion, and what came of it. `adopted` None: it is not answered."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    person = ma.Nested(PersonView, required=True)
    text = ma.String(required=True)
    adopted = ma.Boolean(required=True, allow_none=True)
    answer = ma.String(required=True)
    answered_at = ma.AwareDateTime(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("answer, of who may say what comes of it."))


class SuggestionPage(Schema):
    """A page of suggestions."""

    items = ma.List(ma.Nested(SuggestionView), required=True)
    next = ma.String(required=True, allow_none=True)


class FeedbackView(Schema):
    """What somebody who attended said."""

    person = ma.Nested(PersonView, required=True)
    at = ma.AwareDateTime(required=True)
    stars = ma.Integer(required=True)
    comment = ma.String(required=True)


class FeedbackPage(Schema):
    """A page of feedback, with how many there are in all and their mean."""

    items = ma.List(ma.Nested(FeedbackView), required=True)
    next = ma.String(required=True, allow_none=True)
    count = ma.Integer(required=True)
    mean = ma.Float(required=True, allow_none=True)
