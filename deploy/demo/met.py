"""What activities there are in the demo, who replied what, and what came of the one that was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

LASTS: Final = timedelta(hours=2)


@dataclass(frozen=True)
class Replied:
    """What one of the outlets' people replied; `by` is their place among those who speak for outlets."""

    by: int
    says: str = "yes"
    remark: str = ""


@dataclass(frozen=True)
class Answered:
    """What the bureau says to a suggestion."""

    text: str
    adopted: bool


@dataclass(frozen=True)
class Meeting:
    """An activity `day` days from now, or at once; `says` is what else there is to it, by the client's names."""

    kind: str
    title: str
    says: dict[str, Any]
    replies: tuple[Replied, ...]
    day: int = 0


# Four seats: two wait, and one of them has the seat of whoever cannot come after all.
HELD: Final = Meeting(
    "planning",
    "冬季反诈宣传策划会",
    {
        "text": "商定年终反诈宣传的题目、分工和素材。请带上近期读者来电中问得最多的三个问题。",
        "agenda": "一、通报近期警情\n二、各媒体选题\n三、分工与时间",
        "place": "县公安局融媒体中心二楼会议室",
        "capacity": 4,
    },
    (
        Replied(0, remark="带一名摄影记者。"),
        Replied(1),
        Replied(2),
        Replied(3),
        Replied(4),
        Replied(5),
        Replied(6, "maybe", "视当天直播安排。"),
        Replied(7, "no"),
        Replied(2, "no", "临时出差。"),
    ),
)
COMING: Final = Meeting(
    "open_day",
    "冬季警营开放日",
    {
        "text": "走进指挥中心、反诈中心和警犬基地，全程可拍摄，个别区域请听从引导。",
        "agenda": "9:30 签到\n9:45 指挥中心\n10:30 反诈中心\n11:00 警犬表演与提问",
        "place": "县公安局指挥中心",
        "capacity": 30,
    },
    (Replied(1), Replied(3), Replied(4, "maybe"), Replied(7, "no"), Replied(8, remark="需要停一辆转播车。")),
    day=10,
)
# Who came, and whether by the code; the one with the fourth seat did not.
ARRIVED: Final = ((0, True), (1, True), (4, False))
MINUTES: Final = (
    "到会媒体三家。商定年终以“共享屏幕”和“购物返利”两类骗局为主，短视频优先。\n"
    "各媒体十日内报选题，案例由反诈中心脱敏后提供；统一使用“滨江反诈”话题。"
)
TASKS: Final = ("整理三个可公开的交通类诈骗案例", "设“滨江反诈”素材文件夹并每周更新")
SUGGESTED: Final = (
    (1, "每月固定开放一次素材库，集中答复选题。", Answered("采纳。自下月起，每月第一个周二开放。", adopted=True)),
    (4, "案例能否连同当事人联系方式一起提供？", Answered("不采纳：当事人信息不提供，采访由我们联系。", adopted=False)),
    (0, "希望提前一周发会议材料。", None),
)
# Who attended first has not said yet how it was.
FEEDBACK: Final = ((1, 5, "当场就定下了选题。"), (4, 4, "时间可以再紧凑些。"))
LENT: Final = "提供江堤航拍素材"
LENDER: Final = 1
