"""What outlets ask of the bureau in the demo, and what becomes of it: every kind, through every end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from deploy.demo.people import FINAL, FIRST, LIAISON, SECOND

# Who acts, when it is neither of these somebody's login.
ASKER: Final = ""
OFFICER, PATROL, HEAD, CHIEF = FIRST[0].login, FIRST[1].login, FINAL.login, SECOND.login
DESK: Final = LIAISON.login
# Name, head, officers.
UNITS: Final = (("融媒体中心", HEAD, (DESK, OFFICER)), ("交警大队宣传科", CHIEF, (PATROL,)))
MEDIA, TRAFFIC = (name for name, *_ in UNITS)
NAMED: Final = (DESK, HEAD)


@dataclass(frozen=True)
class Ask:
    """A request. `by`: which of the askers' outlets; it is needed `day` days after the demo began."""

    kind: str
    title: str
    text: str
    by: int = 0
    topic: str = ""
    day: int = 0


@dataclass(frozen=True)
class Act:
    """What somebody does to the request `of` its story; `says` is what is sent with it, by the client's names. A unit
    and an officer are named as above, `file` is a picture that is attached, `days` when one meets, `to` another
    request of the story."""

    who: str
    does: str
    says: dict[str, Any]
    of: int = 0


@dataclass(frozen=True)
class Told:
    """A story of one request, or of several that are answered at once."""

    name: str
    asks: tuple[Ask, ...]
    acts: tuple[Act, ...] = ()


def _given(unit: str, officer: str, reason: str = "", who: str = DESK) -> Act:
    return Act(who, "assign", {"unit": unit, "officer": officer, "reason": reason})


def _rated(stars: int, comment: str = "", of: int = 0) -> Act:
    return Act(ASKER, "rate", {"stars": stars, "comment": comment}, of)


TAKEN: Final = Act(DESK, "acknowledge", {})
STORIES: Final = (
    Told(
        "material",
        (Ask("material", "国庆交通疏导现场画面", "拟做节前出行专题，需照片三张，标注路段。", topic="交通安全", day=5),),
        (
            TAKEN,
            _given(TRAFFIC, PATROL, "属交警大队职责。"),
            Act(PATROL, "say", {"text": "高架入口和收费站两处都有，需要白天还是夜间的？"}),
            Act(ASKER, "say", {"text": "夜间的更好，谢谢。"}),
            Act(PATROL, "note", {"text": "车牌已作遮挡处理，发出前请法制再看一眼。"}),
            Act(PATROL, "answer", {
                "kind": "material", "text": "夜间疏导照片，车牌已遮挡。", "file": "夜间疏导.png",
                "source_line": "滨江交警供图",
            }),
            _rated(5, "当天就给了，很及时。"),
        ),
    ),
    Told(
        "interview",
        (Ask("interview", "采访反诈中心值班民警", "想跟一个夜班，做一期人物短视频。", by=1, topic="反诈", day=9),),
        (
            _given(MEDIA, OFFICER),
            Act(OFFICER, "answer", {
                "kind": "appointment", "text": "请带记者证，机位不超过两个。", "days": 6, "place": "反诈中心一楼接待室",
            }),
            _rated(4),
        ),
    ),
    Told(
        "forwarded",
        (Ask("interview", "采访护学岗的交警和志愿者", "早高峰在校门口拍，约一小时。", by=2, topic="交通安全", day=8),),
        (
            TAKEN,
            _given(MEDIA, OFFICER),
            _given(TRAFFIC, PATROL, "现场由交警大队安排，转请办理。"),
            Act(PATROL, "answer", {
                "kind": "appointment", "text": "七点二十到岗，请穿反光背心。", "days": 4, "place": "实验小学东门",
            }),
            _rated(5, "安排得很细。"),
        ),
    ),
    Told(
        "expert",
        (Ask("expert", "请禁毒民警来授课", "给新记者讲一堂毒品报道的边界，两小时。", by=1, topic="禁毒", day=20),),
        (
            _given(MEDIA, OFFICER),
            Act(OFFICER, "answer", {
                "kind": "appointment", "text": "由禁毒大队讲师团授课，投影请提前备好。", "days": 12,
                "place": "报社三楼会议室",
            }),
            _rated(5),
        ),
    ),
    Told(
        "rumour",
        (Ask("rumour", "网传“江边有人抢孩子”", "多个群在转同一段视频，请核实。", by=2, topic="社会治安"),),
        (
            _given(MEDIA, OFFICER),
            Act(OFFICER, "answer", {
                "kind": "reply", "text": "不属实。视频为外地家庭纠纷，本地未接到此类警情，欢迎据此辟谣。",
            }),
            _rated(5, "半小时就有回音。"),
        ),
    ),
    Told(
        "refused",
        (Ask("material", "盗窃案审讯画面", "想在法治栏目里用一分钟。", topic="社会治安"),),
        (
            _given(MEDIA, OFFICER),
            Act(OFFICER, "answer", {"kind": "refusal", "text": "案件在侦查阶段，审讯画面不能提供。"}),
            Act(ASKER, "reopen", {"reason": "审讯画面不用了，能否提供追回赃物发还的照片？"}),
            Act(OFFICER, "answer", {
                "kind": "material", "text": "发还仪式照片，失主已同意。", "file": "发还仪式.png",
                "source_line": "滨江警方供图",
            }),
            _rated(4, "换个角度也成稿了。"),
        ),
    ),
    Told(
        "joined",
        (
            Ask("material", "冬季防火宣传海报", "想在公众号首图使用，要能印刷的大图。", topic="安全防范"),
            Ask("material", "防火宣传海报原图", "社区橱窗要换，需要大图。", by=2, topic="安全防范"),
        ),
        (
            _given(MEDIA, OFFICER),
            Act(DESK, "join", {"to": 0}, 1),
            Act(OFFICER, "answer", {
                "kind": "material", "text": "海报原图，可自行加台标，不得改动文字。", "file": "防火海报.png",
                "source_line": "滨江县公安局",
            }),
            _rated(5, of=0),
        ),
    ),
    Told(
        "case",
        (Ask("rights", "采访车祸现场时被推搡", "出示记者证后仍被人推倒，相机镜头损坏，有视频。", by=1),),
        (
            _given(MEDIA, HEAD, "请按媒体维权事项办理。"),
            Act(HEAD, "say", {"text": "情况已了解，请保留原始视频，民警今天与您联系。"}),
            Act(HEAD, "hand_over", {"to": "长河派出所", "taken_by": "方警官", "remark": "已受案，另有书面材料。"}),
        ),
    ),
    # What waits: for the desk, for officers, for the asker.
    Told("new", (Ask("material", "年终反诈数据", "年终盘点要用，按类型和金额各一张表。", topic="反诈", day=14),)),
    Told("unassigned", (Ask("expert", "请心理民警谈网络谣言", "访谈节目，四十分钟。", by=2, day=21),), (TAKEN,)),
    Told(
        "at_work",
        (Ask("interview", "采访社区民警的一天", "图文，想跟拍半天。", by=1, topic="社会治安", day=10),),
        (_given(MEDIA, OFFICER),),
    ),
    Told(
        "at_traffic",
        (Ask("rumour", "网传“元旦起电动车一律禁行”", "来电询问很多，请核实。", topic="交通安全"),),
        (TAKEN, _given(TRAFFIC, PATROL)),
    ),
    Told(
        "to_rate",
        (Ask("suggestion", "建议每月固定一天开放采访", "各媒体统一安排，少打扰基层。"),),
        (
            _given(MEDIA, OFFICER),
            Act(OFFICER, "answer", {
                "kind": "reply", "adopted": True, "text": "自明年一月起，每月第二个周三为媒体开放采访日。",
            }),
        ),
    ),
    Told(
        "withdrawn",
        (Ask("material", "旧版宣传片", "做回顾用。", by=2),),
        (Act(ASKER, "withdraw", {"reason": "已在资料库找到。"}),),
    ),
)  # fmt: skip
