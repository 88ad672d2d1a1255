"""Calls for works, campaigns and brand columns (约稿、主题活动、品牌栏目), and what came of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Response
from marshmallow import Schema

from gateway.api import call_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, STAFF, Access, only
from gateway.current import asking
from gateway.files.references import require_own
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import liaison_calls as contracts

area = Area("calls", zh="约稿与征集", en="Calls for works", service="liaison")

KEEPS = only(Role.LIAISON)
CONCERNED = Access(BUSINESS_ROLES | {Role.OUTLET_OWNER, Role.OUTLET_MEMBER})
PATH = ("call",)
ONE: dict[str, Any] = {"answer": contracts.CallView(), "etag": True, "answer_example": examples.CALL}


@area.get(
    "/calls", access=SIGNED_IN, query=contracts.CallListQuery(), paged=True, answer=contracts.CallPage(),
    answer_example=page(examples.SUMMARY) | {"may": []},
    zh="征集列表\n由新到旧。媒体看到邀请了自己的和投过稿的；"
       "mine=true 为有截止时间、征集中而自己（已认证的媒体）尚未投稿的；长期栏目不算待办。q 为标题或要求的任一部分。",
    en="Calls\nNewest first. Outlets see those that they are invited to or have answered; mine=true: open ones that "
       "verified ones have not answered. A column without an end waits for nobody. q is any part of title or brief.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("liaison.calls", data)


@area.post(
    "/calls", access=KEEPS, body=contracts.AddCall(), status=201, location="/v1/calls/{id}", example=examples.INPUT,
    **ONE,
    zh="起草征集\n草稿只有民警可见；填写 opens_at 的到时自动开始，其标题和要求保存时即按开始征集检查。"
       "到时因新的禁用词等不能开始的，仍是草稿，通知对接民警，held_back 写明原因。",
    en="Write a call\nA draft, which staff alone see. With opens_at it opens by itself, and is screened as it is kept. "
       "What cannot open then (a word was banned meanwhile) stays a draft: liaisons are told, held_back says why.",
)  # fmt: skip
def add(data: Data) -> Data:
    _require_own(contracts.AddCall(), data)
    return ask("liaison.add_call", data)


@area.get(
    "/calls/<id:call>", access=CONCERNED, **ONE,
    zh="查看征集\n媒体限受邀或投过稿的。",
    en="One call\nOutlets: when invited, or after they answered.",
)  # fmt: skip
def one(call: str) -> Data:
    return ask("liaison.call", {"call": call})


@area.put(
    "/calls/<id:call>", access=KEEPS, body=contracts.ChangeCall(exclude=PATH), example=examples.CHANGE, **ONE,
    zh="修改征集\n整体替换；征集中的，截止时间或范围变动时通知受邀媒体。",
    en="Change a call\nAll of it at once; of an open one those who are invited hear when its end or "
       "its audience moves.",
)  # fmt: skip
def change(call: str, data: Data) -> Data:
    _require_own(contracts.ChangeCall(exclude=PATH), data, ask("liaison.call", {"call": call})["files"])
    return ask("liaison.change_call", {**data, "call": call})


@area.post(
    "/calls/<id:call>/opening", access=KEEPS, **ONE,
    zh="开始征集\n通知受邀媒体，自此可以投稿。标题、要求有身份证号、银行卡号或禁用词的不予开始（422，指明位置）。",
    en="Open a call\nThose who are invited are told, and works can be handed in for it. Refused (422, with each place) "
       "while its texts have an identity number, a bank card or a banned word.",
)  # fmt: skip
def begin(call: str) -> Data:
    return ask("liaison.open_call", {"call": call})


@area.post(
    "/calls/<id:call>/closing", access=KEEPS, **ONE,
    zh="提前截止\n不再收稿，通知受邀媒体；已投的照常审核。",
    en="Close a call\nNo further works, which those who are invited are told; what was handed in goes on.",
)  # fmt: skip
def close(call: str) -> Data:
    return ask("liaison.close_call", {"call": call})


@area.post(
    "/calls/<id:call>/cancellation", access=KEEPS, body=contracts.CancelCall(exclude=PATH), example=examples.REASON,
    **ONE,
    zh="取消征集\n说明原因，通知受邀媒体；已投的稿件照常审核。",
    en="Cancel a call\nWith the reason, which those who are invited are told; what was handed in goes on.",
)  # fmt: skip
def cancel(call: str, data: Data) -> Data:
    return ask("liaison.cancel_call", {**data, "call": call})


@area.get(
    "/calls/<id:call>/answers", access=CONCERNED, query=contracts.CallAnswersQuery(exclude=PATH), paged=True,
    answer=contracts.CallAnswerPage(), answer_example=page(examples.ANSWER),
    zh="应征稿件\n由新到旧；媒体只看到自己的。",
    en="Works for a call\nNewest first; outlets see their own.",
)  # fmt: skip
def answers(call: str, data: Data) -> Data:
    return ask("liaison.call_answers", {**data, "call": call})


@area.get(
    "/calls/<id:call>/result", access=STAFF, answer=contracts.CallResultView(), answer_example=examples.RESULT,
    zh="征集结果\n各媒体的投稿、刊发和阅读，以及受邀而未投稿的媒体。",
    en="What came of a call\nWorks, publications and reads by outlet, and who was invited and has not answered.",
)  # fmt: skip
def result(call: str) -> Data:
    return ask("liaison.call_result", {"call": call})


@area.get(
    "/call-results", access=STAFF, query=contracts.CallResultsQuery(), answer=contracts.CallResultsView(),
    answer_example=examples.RESULTS,
    zh="征集与议题成效\n某月、季度或年度内首次投出的作品，按征集和议题统计。",
    en="What came of calls and topics\nOf works that were handed in first within a month, quarter or year.",
)  # fmt: skip
def results(data: Data) -> Data:
    return ask("liaison.call_results", data)


@area.get(
    "/calls/<id:call>/files/<id:file>", access=CONCERNED, media_type="*/*",
    zh="下载征集附件\n限可以查看该征集的人。",
    en="Download a file of a call\nFor those who may see the call.",
)  # fmt: skip
def file(call: str, file: str) -> Response:
    named = ask("liaison.call_file", {"call": call, "file": file})["file"]
    return served(runtime().files.find(named, asking().bureau))


def _require_own(form: Schema, data: Data, known: Collection[str] = ()) -> None:
    """Files are uploads of one's own, or were there before. Raises: Invalid."""
    if data.get("files"):
        given = validation.load(form, data)["files"]
        named = [(f"/files/{number}/file", each["file"]) for number, each in enumerate(given)]
        require_own(runtime().files, asking(), named, known=known)
