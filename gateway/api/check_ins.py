"""Who came to an activity: checked in by the code of a sign-up, or by hand."""

from __future__ import annotations

from typing import Any

from gateway.api import activity_examples as examples
from gateway.api.activities import KEEPER
from gateway.api.ask import ask
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from shared.contracts import activities as contracts

area = Area("check_ins", zh="活动签到", en="Check-in at activities", service="liaison")

SIGN_UP: dict[str, Any] = {"answer": contracts.SignUpView(), "answer_example": examples.SIGN_UP}


@area.get(
    "/activities/<id:activity>/codes/<id:code>", access=KEEPER, errors=(409,), **SIGN_UP,
    zh="查签到码\n看是谁的签到码，核对本人后再签到；别的活动的签到码指出是哪项活动。",
    en="Look at a code\nWhose it is, so that the person is looked at before they are checked in. Of a code of another "
       "activity its title is told.",
)  # fmt: skip
def look(activity: str, code: str) -> Data:
    return ask("liaison.check_in_code", {"activity": activity, "code": code})


@area.post(
    "/activities/<id:activity>/check-ins", access=KEEPER, body=contracts.CheckIn(exclude=("activity",)),
    if_match=IfMatch.IGNORED, example=examples.CHECK_IN, **SIGN_UP,
    zh="签到\n按签到码（code）或名单上的人员（account）；活动开始前 3 小时起。没有名额、已签到的说明原因。",
    en="Check in\nBy a code or by hand (account), from three hours before it begins. Who has no seat, or was checked "
       "in before, is refused with the reason.",
)  # fmt: skip
def check_in(activity: str, data: Data) -> Data:
    return ask("liaison.check_in", {**data, "activity": activity})


@area.post(
    "/activities/<id:activity>/walk-ins", access=KEEPER, body=contracts.AdmitWalkIn(exclude=("activity",)),
    if_match=IfMatch.IGNORED, example=examples.WALK_IN, answer=contracts.SignUpView(),
    answer_example=examples.WALKED_IN,
    zh="未报名到场的签到\n没有报名、未能参加或仍在候补而到场的人：选媒体，再选其成员（account），没有账号的填姓名（name）。"
       "限已认证媒体。名额已满、媒体未受邀的先拒绝，由现场民警确认（over_capacity、uninvited）后放行，答复中写明。"
       "已有名额的照常签到。",
    en="Check in a walk-in\nOf who came without a seat: nobody replied, they said no, or wait still. Choose the "
       "outlet, which must be verified, then its member (account), or give the name of who has no account. When all "
       "seats are taken, or the outlet is not invited, it is refused unless the officer says so (over_capacity, "
       "uninvited), and the answer tells it. Who has a seat is checked in as usual.",
)  # fmt: skip
def walk_in(activity: str, data: Data) -> Data:
    return ask("liaison.admit_walk_in", {**data, "activity": activity})


@area.post(
    "/activities/<id:activity>/check-ins/<id:account>/undoing", access=KEEPER, if_match=IfMatch.IGNORED, **SIGN_UP,
    zh="撤销签到\n误签的，按名单上的 id；记为已举办之后不能撤销，只能更正到场记录。未报名到场的，恢复原来的答复或候补；"
       "没有答复过的从名单上去掉。",
    en="Undo a check-in\nOf one by mistake, by the id on the list; not after it was marked as held, when "
       "attendance is corrected instead. Of a walk-in the "
       "reply or place on the waiting list before stands again; who had none is off the list.",
)  # fmt: skip
def undo(activity: str, account: str) -> Data:
    return ask("liaison.undo_check_in", {"activity": activity, "account": account})


@area.post(
    "/activities/<id:activity>/check-ins/<id:account>/correction", access=KEEPER, if_match=IfMatch.IGNORED,
    body=contracts.CorrectAttendance(exclude=("activity", "account")), example=examples.CORRECTION,
    answer=contracts.SignUpView(), answer_example=examples.CORRECTED,
    zh="更正到场记录\n记为已举办之后发现误签的，写明理由：参加证明随之失效，核验时显示已撤销；所在媒体没有其他人到场的，"
       "参与记录和所计的积分随之冲回；通知本人和所在媒体。理由中有身份证号、银行卡号或禁用词的不予更正（422，指明位置）。",
    en="Correct attendance\nOf somebody who was checked in and was not there, once it was marked as held, with the "
       "reason: the certificate is withdrawn, and says so to who verifies it; when nobody else of the outlet was "
       "there, its taking part and the points for that are taken back. They and their outlet are told. Refused (422, "
       "with each place) while the reason has an identity number, a bank card or a banned word.",
)  # fmt: skip
def correct(activity: str, account: str, data: Data) -> Data:
    return ask("liaison.correct_attendance", {**data, "activity": activity, "account": account})
