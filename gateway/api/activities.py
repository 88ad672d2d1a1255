"""Where bureau and outlets meet (活动): planned, announced, replied to, held."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.api import activity_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, Access, only
from gateway.current import asking
from gateway.files.references import described
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import activities as contracts
from shared.contracts.submission import MAX_ATTACHMENT

area = Area("activities", zh="活动", en="Activities", service="liaison")

OUTLETS: Final = Access(frozenset({Role.OUTLET_OWNER, Role.OUTLET_MEMBER}))
CONCERNED: Final = Access(OUTLETS.roles | BUSINESS_ROLES)
KEEPER: Final = only(Role.LIAISON)
READERS: Final = only(Role.LIAISON, Role.LEADER)
# Its seats change without a version of its own: what is read has no digest that would call an older answer fresh.
ACTIVITY: dict[str, Any] = {"answer": contracts.ActivityView(), "answer_example": examples.ACTIVITY}


def with_own_files(data: Data, known: list[str]) -> Data:
    """The data, whose files are uploads of one's own, or were in it before. Raises: Invalid."""
    if data.get("files"):
        given = validation.load(contracts.PlanActivity(), data)
        before: dict[str, Data] = {each: {} for each in known}
        described(runtime().files, asking(), given["files"], "/files", MAX_ATTACHMENT, known=before)
    return data


@area.post(
    "/activities", access=KEEPER, status=201, body=contracts.PlanActivity(), location="/v1/activities/{id}",
    example=examples.INPUT, **ACTIVITY,
    zh="拟定活动\n由对接民警；保存为草稿，媒体看不到。地点和线上链接至少填一项；名额为空即不限。",
    en="Plan an activity\nBy a liaison; a draft, which outlets do not see. It has a place or a link; without a "
       "capacity as many may come as like.",
)  # fmt: skip
def plan(data: Data) -> Data:
    return ask("liaison.plan_activity", with_own_files(data, []))


@area.get(
    "/activities", access=SIGNED_IN, query=contracts.ActivityListQuery(), paged=True, answer=contracts.ActivityPage(),
    answer_example=page(examples.SUMMARY) | {"may": []},
    zh="活动列表\n按开始时间。媒体看到受邀的；民警看到已发布的；对接民警和领导还看到草稿。"
       "q 为标题、地点、说明或议程的任一部分。",
    en="Activities\nBy when they begin. Outlets see those that invite them, staff all that were announced; liaisons "
       "and leaders drafts, too. q is any part of title, place, text or agenda.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("liaison.activities_list", data)


@area.get(
    "/activities/<id:activity>", access=CONCERNED, **ACTIVITY,
    zh="查看活动\n含议程、名额和本人的答复；有名额的给出签到码。",
    en="One activity\nWith its agenda, its seats and one's own reply; who has a seat is given a code for the door.",
)  # fmt: skip
def one(activity: str) -> Data:
    return ask("liaison.activity", {"activity": activity})


@area.put(
    "/activities/<id:activity>", access=KEEPER, body=contracts.ChangeActivity(exclude=("activity",)),
    example=examples.INPUT, **ACTIVITY,
    zh="修改活动\n已发布的改时间或地点即为改期，通知受邀者；增加名额时候补依次递补，名额不能少于已占用的。",
    en="Change an activity\nAnother time or place of an announced one moves it, and whoever is invited is told. With "
       "more seats those who wait have them in their order; there cannot be fewer than are taken.",
)  # fmt: skip
def change(activity: str, data: Data) -> Data:
    known = ask("liaison.activity", {"activity": activity})["files"] if data.get("files") else []
    return ask("liaison.change_activity", {**with_own_files(data, known), "activity": activity})


@area.post(
    "/activities/<id:activity>/announcement", access=KEEPER, **ACTIVITY,
    zh="发布活动\n通知受邀者，开始接受答复。标题、正文、议程、地点有身份证号、银行卡号或禁用词的不予发布（422，指明位置）。",
    en="Announce\nWhoever is invited is told, and may reply. Refused (422, with each place) while its texts have an "
       "identity number, a bank card or a banned word.",
)  # fmt: skip
def announce(activity: str) -> Data:
    return ask("liaison.announce_activity", {"activity": activity})


@area.post(
    "/activities/<id:activity>/cancellation", access=KEEPER, body=contracts.CancelActivity(exclude=("activity",)),
    example=examples.REASON, **ACTIVITY,
    zh="取消活动\n已发布的通知受邀者及原因。",
    en="Cancel\nWhoever is invited to an announced one is told the reason.",
)  # fmt: skip
def cancel(activity: str, data: Data) -> Data:
    return ask("liaison.cancel_activity", {**data, "activity": activity})


@area.post(
    "/activities/<id:activity>/holding", access=KEEPER, **ACTIVITY,
    zh="记为已举办\n开始之后；已签到的即为参加，可以下载参加证明。",
    en="Mark as held\nOnce it has begun; who was checked in has attended it, and may have a certificate.",
)  # fmt: skip
def hold(activity: str) -> Data:
    return ask("liaison.hold_activity", {"activity": activity})


@area.post(
    "/activities/<id:activity>/closing", access=KEEPER, **ACTIVITY,
    zh="结束活动\n此后不再变动。",
    en="Close\nNothing more is to come of it.",
)  # fmt: skip
def close(activity: str) -> Data:
    return ask("liaison.close_activity", {"activity": activity})


@area.post(
    "/activities/<id:activity>/repetition", access=KEEPER, status=201, location="/v1/activities/{id}",
    if_match=IfMatch.IGNORED, **ACTIVITY,
    zh="明年再办\n以这项活动为底稿拟定下一年的草稿，日期顺延一年。",
    en="Repeat next year\nA draft made from this one, with the same days of next year.",
)  # fmt: skip
def repeat(activity: str) -> Data:
    return ask("liaison.repeat_activity", {"activity": activity})


@area.put(
    "/activities/<id:activity>/reply", access=OUTLETS, body=contracts.ReplyToActivity(exclude=("activity",)),
    if_match=IfMatch.IGNORED, example=examples.REPLY, **ACTIVITY,
    zh="答复是否参加\n由已认证媒体的成员。参加（yes）占一个名额，满额时依次候补；改为不确定或不参加即让出，候补第一位获得名额并得到通知。",
    en="Reply\nBy people of verified outlets. yes takes a seat, or when there is none the next place on the waiting "
       "list; maybe and no give it back: the first who waits has it then, and is told.",
)  # fmt: skip
def reply(activity: str, data: Data) -> Data:
    return ask("liaison.reply_to_activity", {**data, "activity": activity})


@area.get(
    "/activities/<id:activity>/sign-ups", access=READERS, query=contracts.SignUpsQuery(exclude=("activity",)),
    paged=True, answer=contracts.SignUpPage(), answer_example=page(examples.SIGN_UP),
    zh="答复与报名名单\n按先后次序；签到码只给本人看，不在名单上。",
    en="Who replied\nIn their order. The codes are shown to their owners alone, not here.",
)  # fmt: skip
def sign_ups(activity: str, data: Data) -> Data:
    return ask("liaison.sign_ups", {**data, "activity": activity})


@area.get(
    "/activities/<id:activity>/acts", access=CONCERNED, query=contracts.ActivityActsQuery(exclude=("activity",)),
    paged=True, answer=contracts.ActivityActPage(), answer_example=page(examples.ACT),
    zh="办理过程\n由新到旧，含改期前的时间和地点；媒体看不到经办人。",
    en="What happened\nNewest first, with former times and places; outlets are not told by whom.",
)  # fmt: skip
def acts(activity: str, data: Data) -> Data:
    return ask("liaison.activity_acts", {**data, "activity": activity})


@area.get(
    "/activities/<id:activity>/files/<id:file>", access=CONCERNED, media_type="*/*",
    zh="下载活动附件\n限可以查看该活动的人。",
    en="Download a file of an activity\nFor those who may see it.",
)  # fmt: skip
def file(activity: str, file: str) -> Response:
    named = ask("liaison.activity_file", {"activity": activity, "file": file})["file"]
    return served(runtime().files.find(named, asking().bureau))
