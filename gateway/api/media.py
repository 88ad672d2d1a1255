"""The media directory (媒体名录): which media there are, at which level, and where they publish."""

from __future__ import annotations

from typing import Any

from gateway.api import media_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, only
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import submission_media as contracts

area = Area("media", zh="媒体名录", en="Media directory", service="submission")

KEEPS = only(Role.LIAISON)
PATH = ("medium",)
ONE: dict[str, Any] = {"answer": contracts.MediumView(), "etag": True, "answer_example": examples.MEDIUM}
MOVES: dict[str, Any] = {"access": KEEPS, "if_match": IfMatch.REQUIRED, "example": examples.REASON, **ONE}


@area.get(
    "/media", access=SIGNED_IN, query=contracts.SearchMedia(), answer=contracts.MediumPage(), paged=True,
    answer_example=page(examples.MEDIUM) | {"may": ["add"]},
    zh="查找媒体名录\n按名称排序；q 为名称、别名、账号名或主机名的一部分，书名号、繁简与空格不影响。",
    en="Find media\nBy name; q is part of a name, alias, account name or host, whatever its quotation marks, script "
       "and blanks.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("submission.media", data)


@area.post(
    "/media", access=KEEPS, body=contracts.AddMedium(), status=201, location="/v1/media/{id}",
    example=examples.MEDIUM_INPUT, **ONE,
    zh="增加条目\n名称与别名不得与在用的其他条目相同；自此可按它上报刊发，级别以名录为准。",
    en="Add a medium\nIts names are no other active entry's. Publications can be reported in it, at the level that "
       "stands here.",
)  # fmt: skip
def add(data: Data) -> Data:
    return ask("submission.add_medium", data)


@area.get(
    "/media/<id:medium>", access=SIGNED_IN, answer=contracts.OneMedium(), etag=True,
    answer_example=examples.MEDIUM | {"may": ["change", "retire"]},
    zh="查看条目\n第 0 版为随系统提供的内容。",
    en="One medium\nVersion 0 is what is shipped.",
)  # fmt: skip
def get(medium: str) -> Data:
    return ask("submission.medium", {"medium": medium})


@area.patch(
    "/media/<id:medium>", access=KEEPS, body=contracts.ChangeMedium(exclude=PATH), example=examples.CHANGE, **ONE,
    zh="修改条目\n只改给出的字段，列表整体替换；每次修改形成新的一版，已上报的刊发不受影响。",
    en="Change a medium\nWhat is left out stays, lists are given whole. Each change is a new version; what was "
       "reported stays as it is.",
)  # fmt: skip
def change(medium: str, data: Data) -> Data:
    return ask("submission.change_medium", {**data, "medium": medium})


@area.post(
    "/media/<id:medium>/retirement", body=contracts.RetireMedium(exclude=PATH), **MOVES,
    zh="停用条目\n此后不能按它上报刊发；已上报的不受影响。",
    en="Retire a medium\nNothing new is reported in it; what was reported stays.",
)  # fmt: skip
def retire(medium: str, data: Data) -> Data:
    return ask("submission.retire_medium", {**data, "medium": medium})


@area.post(
    "/media/<id:medium>/reinstatement", body=contracts.ReinstateMedium(exclude=PATH), **MOVES,
    zh="恢复条目\n停用的条目恢复使用。",
    en="Take a medium into use again\nAfter it was retired.",
)  # fmt: skip
def reinstate(medium: str, data: Data) -> Data:
    return ask("submission.reinstate_medium", {**data, "medium": medium})


@area.get(
    "/media/<id:medium>/history", access=SIGNED_IN, query=contracts.MediumHistoryQuery(exclude=PATH),
    answer=contracts.MediumHistoryPage(), paged=True, answer_example=page(examples.VERSION),
    zh="条目各版本\n由新到旧：谁、何时、为何改成了什么；是谁只有民警可见。",
    en="Versions of a medium\nNewest first: who made it so (for staff alone), when and why.",
)  # fmt: skip
def history(medium: str, data: Data) -> Data:
    return ask("submission.medium_history", {**data, "medium": medium})
