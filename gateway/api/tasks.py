"""Tasks of minutes become calls for works and requests of outlets."""

from __future__ import annotations

from gateway.api import call_examples, requests_examples
from gateway.api.activities import KEEPER
from gateway.api.ask import ask
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from shared.contracts import liaison_tasks as contracts

area = Area("tasks", zh="纪要任务", en="Tasks of minutes", service="liaison")


@area.post(
    "/activities/<id:activity>/minutes/tasks/<id:task>/call", access=KEEPER, status=201, if_match=IfMatch.IGNORED,
    location="/v1/calls/{id}", answer=contracts.CallView(), answer_example=call_examples.CALL,
    zh="任务转为约稿\n生成约稿草稿，带任务内容和期限；一项任务只能转一次。",
    en="Make a call of a task\nA draft with the task's text and day. A task becomes one thing, once.",
)  # fmt: skip
def call(activity: str, task: str) -> Data:
    return ask("liaison.call_of_task", {"activity": activity, "task": task})


@area.post(
    "/activities/<id:activity>/minutes/tasks/<id:task>/request", access=KEEPER, status=201, if_match=IfMatch.IGNORED,
    body=contracts.RequestOfTask(exclude=("activity", "task")), example={"kind": "material"},
    location="/v1/requests/{id}", answer=contracts.RequestView(), answer_example=requests_examples.REQUEST,
    zh="任务转为需求\n为任务所属媒体提出需求，以到场的人（没有时为第一名成员）的名义，并通知其本人；限素材、采访、授课。",
    en="Make a request of a task\nOf the outlet that the task is for, in the name of who was there of it, else of its "
       "first member, who is told. Material, interviews and experts alone.",
)  # fmt: skip
def request(activity: str, task: str, data: Data) -> Data:
    return ask("liaison.request_of_task", {**data, "activity": activity, "task": task})
