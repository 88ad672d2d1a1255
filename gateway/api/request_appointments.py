"""Dates and places that requests were answered with: moved, called off."""

from __future__ import annotations

from gateway.api import requests_examples as examples
from gateway.api.ask import ask
from gateway.api.requests import REQUEST, area
from gateway.auth.access import STAFF
from gateway.http.reading import Data
from shared.contracts import liaison as contracts


@area.post(
    "/requests/<id:request>/rescheduling", access=STAFF, body=contracts.RescheduleRequest(exclude=("request",)),
    example=examples.MOVED, **REQUEST,
    zh="约定改期\n以约定时间地点答复的，在约定时间之前由办理人或其单位负责人改时间、地点，不必重新提出；合并答复、约定未另改的一并"
       "改期。通知媒体，日历随之更新。已办结的不能改。",
    en="Move an appointment\nBefore its time, by who it is assigned to or the head of the unit, without asking again: "
       "another time or place; of requests that got the same answer, too, while they have the same appointment. The "
       "outlet is told, calendars follow. Not of what is closed.",
)  # fmt: skip
def reschedule(request: str, data: Data) -> Data:
    return ask("liaison.reschedule_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/calling-off", access=STAFF, body=contracts.CallOffRequest(exclude=("request",)),
    example=examples.OFF, **REQUEST,
    zh="取消约定\n在约定时间之前由办理人或其单位负责人取消，说明原因；需求仍为已答复，媒体可以评价或重新提出。日历中标为取消。",
    en="Call an appointment off\nBefore its time, by who it is assigned to or the head of the unit, with the reason; "
       "the request stays answered, its asker may rate it or ask again. Calendars have it as cancelled.",
)  # fmt: skip
def call_off(request: str, data: Data) -> Data:
    return ask("liaison.call_off_request", {**data, "request": request})
