"""What outlets took part in (参与协作), which a scheme may count."""

from __future__ import annotations

from typing import Any

from gateway.api.ask import ask
from gateway.api.examples import ID, page
from gateway.auth.access import SIGNED_IN, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import participations as contracts

area = Area("participations", zh="参与协作", en="Taking part", service="liaison")

INPUT: dict[str, Any] = {"outlet": ID, "title": "提供夜巡航拍素材，用于反诈宣传片", "day": "2026-09-18"}
ONE: dict[str, Any] = {
    "id": ID, "version": 1, "outlet": ID, "outlet_name": "滨江发布", "kind": "lent", "object": ID,
    "title": INPUT["title"], "at": "2026-09-17T16:00:00Z", "withdrawn_at": None, "reason": "", "may": [],
}  # fmt: skip
VIEW: dict[str, Any] = {"answer": contracts.ParticipationView(), "etag": True, "answer_example": ONE}


@area.get(
    "/participations", access=SIGNED_IN, query=contracts.ParticipationListQuery(), paged=True,
    answer=contracts.ParticipationPage(), answer_example=page(ONE) | {"may": []},
    zh="参与协作记录\n参加活动、响应约稿、建议获采纳自动记录，应邀提供素材由对接民警登记；媒体成员看到本媒体的。由新到旧。"
       "是否计分、计多少分由计分办法规定。",
    en="What outlets took part in\nActivities attended, calls answered and suggestions adopted are recorded by "
       "themselves, lent material by a liaison; people of outlets see their own. Newest first. Whether it counts, and "
       "how much, a scheme says.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("liaison.participations", data)


@area.post(
    "/participations", access=only(Role.LIAISON), body=contracts.RecordParticipation(), status=201,
    location="/v1/participations", example=INPUT, **VIEW,
    zh="登记应邀提供素材\n由对接民警登记，本人所属媒体的除外。",
    en="Record lent material\nBy a liaison, never for an outlet of one's own.",
)  # fmt: skip
def add(data: Data) -> Data:
    return ask("liaison.record_participation", data)


@area.post(
    "/participations/<id:participation>/withdrawal", access=only(Role.LIAISON),
    body=contracts.WithdrawParticipation(exclude=("participation",)), example={"reason": "登记有误。"}, **VIEW,
    zh="撤销参与记录\n已计的积分随之冲回；参加活动的，参加证明随之失效。",
    en="Withdraw a record\nPoints that it gave are reversed; of an activity, certificates of attendance are "
       "withdrawn with it.",
)  # fmt: skip
def withdraw(participation: str, data: Data) -> Data:
    return ask("liaison.withdraw_participation", {**data, "participation": participation})
