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
    "/activities/<id:activity>/check-ins/<id:account>/undoing", access=KEEPER, if_match=IfMatch.IGNORED, **SIGN_UP,
    zh="撤销签到\n误签的；记为已举办之后不能撤销。",
    en="Undo a check-in\nOf one by mistake; not after it was marked as held.",
)  # fmt: skip
def undo(activity: str, account: str) -> Data:
    return ask("liaison.undo_check_in", {"activity": activity, "account": account})
