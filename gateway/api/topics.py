"""The bureau's list of topics (议题): what works are about, under which names."""

from __future__ import annotations

from typing import Any

from gateway.api.ask import ask
from gateway.api.examples import ID
from gateway.auth.access import SIGNED_IN, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import liaison_topics as contracts

area = Area("topics", zh="议题", en="Topics", service="liaison")

KEEPS = only(Role.LIAISON)
INPUT: dict[str, Any] = {"name": "反诈", "aliases": ["反诈骗", "反电诈"]}
TOPIC: dict[str, Any] = INPUT | {"id": ID, "version": 2, "active": True, "into": ""}
LIST: dict[str, Any] = {"version": 1, "strict": False, "items": [TOPIC], "may": []}
ONE: dict[str, Any] = {"answer": contracts.TopicView(), "etag": True, "answer_example": TOPIC}


@area.get(
    "/topics", access=SIGNED_IN, answer=contracts.TopicsView(), answer_example=LIST,
    zh="议题名单\n在用的在前，按名称排序；strict 为 true 时作品只能用名单内的议题。",
    en="Topics\nThose in use first, by name. Where strict is true works name topics of the list alone.",
)  # fmt: skip
def search() -> Data:
    return ask("liaison.topics", {})


@area.put(
    "/topics", access=KEEPS, body=contracts.RuleTopics(), answer=contracts.TopicsView(), etag=True,
    example={"strict": True}, answer_example=LIST,
    zh="规定议题是否限于名单\nstrict 为 true 时，此后的作品只能用名单内的议题或其别名，其他的不予接受并列出最接近的；"
       "已有的作品不受影响。",
    en="Say whether topics are of the list alone\nWith strict, works from then on name one of the list or an alias; "
       "others are refused with the nearest ones. What there is stays.",
)  # fmt: skip
def rule(data: Data) -> Data:
    return ask("liaison.rule_topics", data)


@area.post(
    "/topics", access=KEEPS, body=contracts.AddTopic(), status=201, location="/v1/topics", example=INPUT, **ONE,
    zh="增加议题\n名称与别名不得与其他在用的议题相同；写了别名的作品归到名称之下。",
    en="Add a topic\nIts names are no other active topic's. Works that write an alias get its name.",
)  # fmt: skip
def add(data: Data) -> Data:
    return ask("liaison.add_topic", data)


@area.put(
    "/topics/<id:topic>", access=KEEPS, body=contracts.ChangeTopic(exclude=("topic",)), example=INPUT, **ONE,
    zh="修改议题\n作品上写的不变，列表与统计随之归并；计分办法里写的别名照样有效。",
    en="Change a topic\nWorks keep what they say; lists and figures follow. A scheme that names what outlets write "
       "goes on meeting it.",
)  # fmt: skip
def change(topic: str, data: Data) -> Data:
    return ask("liaison.change_topic", {**data, "topic": topic})


@area.post(
    "/topics/<id:topic>/retirement", access=KEEPS, **ONE,
    zh="停用议题\n不再提供选择；已有的作品不受影响。",
    en="Retire a topic\nIt is offered no more; works that have it keep it.",
)  # fmt: skip
def retire(topic: str) -> Data:
    return ask("liaison.retire_topic", {"topic": topic})


@area.post(
    "/topics/<id:topic>/reinstatement", access=KEEPS, **ONE,
    zh="恢复议题\n名称、别名此间已归其他议题的，不能恢复。",
    en="Take a topic into use again\nUnless another one has one of its names meanwhile.",
)  # fmt: skip
def reinstate(topic: str) -> Data:
    return ask("liaison.reinstate_topic", {"topic": topic})


@area.post(
    "/topics/<id:topic>/merging", access=KEEPS, body=contracts.MergeTopic(exclude=("topic",)), example={"into": ID},
    **ONE,
    zh="并入另一议题\n名称和别名成为那一议题的别名，本议题停用；列表与统计随之归并。",
    en="Merge a topic into another\nIts names become aliases of that one, and it is retired; lists and figures follow.",
)  # fmt: skip
def merge(topic: str, data: Data) -> Data:
    return ask("liaison.merge_topic", {**data, "topic": topic})
