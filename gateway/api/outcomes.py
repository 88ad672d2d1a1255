"""What comes of activities: minutes with tasks, suggestions and their answers, feedback."""

from __future__ import annotations

from typing import Any

from gateway.api import activity_examples as examples
from gateway.api.activities import CONCERNED, KEEPER, OUTLETS, READERS
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import STAFF
from gateway.current import asking
from gateway.files.references import PICTURES, require_own
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.contracts import outcomes as contracts
from shared.contracts.submission import MAX_ATTACHMENT

area = Area("outcomes", zh="活动成果", en="What comes of activities", service="liaison")

MINUTES: dict[str, Any] = {"answer": contracts.MinutesView(), "answer_example": examples.MINUTES}
SUGGESTION: dict[str, Any] = {"answer": contracts.SuggestionView(), "answer_example": examples.SUGGESTION}


def with_own_photos(data: Data, known: list[str]) -> Data:
    """The data, whose photos are pictures of one's own, or were there before. Raises: Invalid."""
    if data.get("photos"):
        given = validation.load(contracts.KeepMinutes(), data)["photos"]
        named = [(f"/photos/{number}/file", each["file"]) for number, each in enumerate(given)]
        require_own(runtime().files, asking(), named, MAX_ATTACHMENT, types=PICTURES, known=known)
    return data


@area.get(
    "/activities/<id:activity>/minutes", access=CONCERNED, etag=True, **MINUTES,
    zh="活动纪要\n纪要和照片，受邀者可看；任务只给民警看。还没有的，版本为 0。",
    en="The minutes\nText and photos for who is invited; the tasks for staff alone. Version 0 until there are some.",
)  # fmt: skip
def minutes(activity: str) -> Data:
    return ask("liaison.minutes", {"activity": activity})


@area.put(
    "/activities/<id:activity>/minutes", access=KEEPER, body=contracts.KeepMinutes(exclude=("activity",)),
    example=examples.MINUTES_INPUT, etag=True, **MINUTES,
    zh="记纪要\n已举办的活动；任务落实到民警或单位，有期限，新交办的通知本人；照片为图片文件。",
    en="Keep the minutes\nOf an activity that was held. Each task is an officer's or a unit's, by a day; an officer "
       "who has a new one is told. Photos are pictures.",
)  # fmt: skip
def keep_minutes(activity: str, data: Data) -> Data:
    known = ask("liaison.minutes", {"activity": activity})["photos"] if data.get("photos") else []
    given = {**data, "activity": activity}
    return ask("liaison.keep_minutes", with_own_photos(given, known))


@area.post(
    "/activities/<id:activity>/minutes/tasks/<id:task>/completion", access=STAFF, if_match=IfMatch.IGNORED, **MINUTES,
    zh="完成任务\n由承办的民警或对接民警。",
    en="Finish a task\nBy who has it, or a liaison.",
)  # fmt: skip
def finish_task(activity: str, task: str) -> Data:
    return ask("liaison.finish_task", {"activity": activity, "task": task})


@area.post(
    "/activities/<id:activity>/suggestions", access=OUTLETS, status=201, if_match=IfMatch.IGNORED, errors=(429,),
    body=contracts.Suggest(exclude=("activity",)), example=examples.SUGGESTION_INPUT, **SUGGESTION,
    zh="提建议\n受邀媒体的成员，活动结束前；每条都会答复。有频次限制。",
    en="Suggest\nBy people of outlets that are invited, until it is closed. Each one is answered. So many an hour.",
)  # fmt: skip
def suggest(activity: str, data: Data) -> Data:
    runtime().rates.hit("suggestion", asking().account)
    return ask("liaison.suggest", {**data, "activity": activity})


@area.get(
    "/activities/<id:activity>/suggestions", access=CONCERNED, paged=True, answer=contracts.SuggestionPage(),
    query=contracts.SuggestionsQuery(exclude=("activity",)), answer_example=page(examples.SUGGESTION),
    zh="建议列表\n由新到旧；媒体看到本媒体的，对接民警和领导看到全部。",
    en="Suggestions\nNewest first; outlets see their own, liaisons and leaders all.",
)  # fmt: skip
def suggestions(activity: str, data: Data) -> Data:
    return ask("liaison.suggestions", {**data, "activity": activity})


@area.post(
    "/activities/<id:activity>/suggestions/<id:suggestion>/answer", access=KEEPER, if_match=IfMatch.IGNORED,
    body=contracts.AnswerSuggestion(exclude=("activity", "suggestion")), example=examples.SUGGESTION_ANSWER,
    **SUGGESTION,
    zh="答复建议\n采纳或不采纳，说明理由，限一次；不能答复本人所属媒体的。",
    en="Answer a suggestion\nAdopted or not, with words, once; not one of one's own outlet.",
)  # fmt: skip
def answer(activity: str, suggestion: str, data: Data) -> Data:
    return ask("liaison.answer_suggestion", {**data, "activity": activity, "suggestion": suggestion})


@area.post(
    "/activities/<id:activity>/feedback", access=OUTLETS, status=201, if_match=IfMatch.IGNORED,
    body=contracts.RateActivity(exclude=("activity",)), example=examples.FEEDBACK_INPUT,
    answer=contracts.FeedbackView(), answer_example=examples.FEEDBACK,
    zh="评价活动\n参加过的人，一至五星，限一次。",
    en="Say how it was\nBy who attended it, one star to five, once.",
)  # fmt: skip
def rate(activity: str, data: Data) -> Data:
    return ask("liaison.rate_activity", {**data, "activity": activity})


@area.get(
    "/activities/<id:activity>/feedback", access=READERS, paged=True, answer=contracts.FeedbackPage(),
    query=contracts.FeedbackQuery(exclude=("activity",)),
    answer_example=page(examples.FEEDBACK) | {"count": 1, "mean": 5.0},
    zh="评价列表\n附人数和平均星级。",
    en="What was said of it\nWith how many said something, and the mean of their stars.",
)  # fmt: skip
def feedback(activity: str, data: Data) -> Data:
    return ask("liaison.feedback", {**data, "activity": activity})
