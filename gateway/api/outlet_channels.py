"""Publication channels (发布渠道) of an outlet. They are part of it: the ETag is the outlet's."""

from __future__ import annotations

from typing import Any

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.outlets import MANAGES, VIEW
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.contracts import outlet as contracts

area = Area("channels", zh="发布渠道", en="Channels", service="outlet")

CHANGE: dict[str, Any] = {"access": MANAGES, "answer": VIEW, "etag": True, "answer_example": examples.OUTLET}


@area.post(
    "/outlets/<id:outlet>/channels", body=contracts.AddChannel(exclude=("outlet",)), status=201,
    example=examples.CHANNEL, **CHANGE,
    zh="添加发布渠道\n同一平台上的同一账号只能登记一次。",
    en="Add a channel\nAn account of a platform is listed once.",
)  # fmt: skip
def add_channel(outlet: str, data: Data) -> Data:
    return ask("outlet.add_channel", {**data, "outlet": outlet})


@area.patch(
    "/outlets/<id:outlet>/channels/<id:channel>", body=contracts.ChangeChannel(exclude=("outlet", "channel")),
    example={"followers": 13500}, **CHANGE,
    zh="修改发布渠道\n只改给出的字段。",
    en="Change a channel\nWhat is left out stays.",
)  # fmt: skip
def change_channel(outlet: str, channel: str, data: Data) -> Data:
    return ask("outlet.change_channel", {**data, "outlet": outlet, "channel": channel})


@area.delete(
    "/outlets/<id:outlet>/channels/<id:channel>", **CHANGE,
    zh="移除发布渠道\n返回移除后的媒体。",
    en="Remove a channel\nGives the outlet as it is then.",
)  # fmt: skip
def remove_channel(outlet: str, channel: str) -> Data:
    return ask("outlet.remove_channel", {"outlet": outlet, "channel": channel})
