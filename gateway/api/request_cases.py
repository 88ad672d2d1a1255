"""What becomes of cases of rights protection (媒体维权) elsewhere: handed over, and what came of it there."""

from __future__ import annotations

from gateway.api import requests_examples as examples
from gateway.api.ask import ask
from gateway.api.requests import REQUEST, area
from gateway.auth.access import STAFF
from gateway.http.declaration import Veiled
from gateway.http.reading import Data
from shared.contracts import liaison as contracts


@area.post(
    "/requests/<id:request>/hand-over", access=STAFF, veiled=Veiled.EVERYBODY,
    body=contracts.HandOverCase(exclude=("request",)),
    example=examples.HAND_OVER, **REQUEST,
    zh="移送\n媒体维权事项移送刑侦等部门，记录接收人；由专办民警，限一次。",
    en="Hand over\nRecord that a case of rights protection went to the criminal side, and who took it there; by who is "
       "named, once.",
)  # fmt: skip
def hand_over(request: str, data: Data) -> Data:
    return ask("liaison.hand_over_case", {**data, "request": request})


@area.post(
    "/requests/<id:request>/outcome", access=STAFF, veiled=Veiled.EVERYBODY,
    body=contracts.RecordOutcome(exclude=("request",)), example=examples.OUTCOME, **REQUEST,
    zh="记录处理结果\n已移送的媒体维权事项在接收部门的结果（立案、不予立案、调解处理、其他）和日期，由专办民警，办结后也可以，可以多次；"
       "提出人看得到结果和说明，看不到移送给谁，收到的通知不写内容。说明与留言一样先经筛查，选“其他”的须填写。",
    en="Record what came of it\nOf a case that was handed over: filed, not filed, settled, other, and the day; by who "
       "is named, also of one that is closed, and more than once. Its asker reads it, but not who took the case, and "
       "is told that there is something new and nothing else. The text is screened as messages are; other needs one.",
)  # fmt: skip
def record_outcome(request: str, data: Data) -> Data:
    return ask("liaison.record_outcome", {**data, "request": request})
