"""Publication channels (发布渠道) of an outlet. They are part of it: the ETag is the outlet's."""

from __future__ import annotations

from typing import Any

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.channels_called import CalledQueuePage, with_media
from gateway.api.outlets import MANAGES, RULES, VIEW, files_of
from gateway.auth.access import STAFF
from gateway.current import asking
from gateway.files.references import require_own
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.contracts import outlet as contracts

area = Area("channels", zh="发布渠道", en="Channels", service="outlet")

ONE: dict[str, Any] = {"answer": VIEW, "etag": True, "answer_example": examples.OUTLET}
CHANGE: dict[str, Any] = {"access": MANAGES, **ONE}
PATH = ("outlet", "channel")
VERIFY = contracts.VerifyChannel(exclude=PATH)


@area.post(
    "/outlets/<id:outlet>/channels", body=contracts.AddChannel(exclude=("outlet",)), status=201,
    example=examples.CHANNEL, **CHANGE,
    zh="添加发布渠道\n同一平台上的同一账号只能登记一次；级别由对接民警核验时确定。",
    en="Add a channel\nAn account of a platform is listed once; its level is set by who verifies it.",
)  # fmt: skip
def add_channel(outlet: str, data: Data) -> Data:
    return ask("outlet.add_channel", {**data, "outlet": outlet})


@area.patch(
    "/outlets/<id:outlet>/channels/<id:channel>", body=contracts.ChangeChannel(exclude=PATH),
    example={"followers": 13500}, **CHANGE,
    zh="修改发布渠道\n只改给出的字段；平台、账号名称或链接有变更的，核验随即失效。",
    en="Change a channel\nWhat is left out stays. Another platform, account name or URL ends its verification.",
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


@area.get(
    "/channels/queue", access=STAFF, query=contracts.ChannelQueue(), answer=CalledQueuePage(), paged=True,
    answer_example=examples.page(examples.WAITING_CHANNELS),
    zh="待核验的渠道\n按媒体列出，先登记的在前；每页的数量按媒体计。与媒体名录中的媒体同名的，named_like 列出该媒体："
       "请先核对账号是否为其所有。",
    en="Channels to verify\nBy outlet, those registered first first; a page counts outlets. `named_like` has the media "
       "of the directory that are called like a channel: see whether the account is theirs.",
)  # fmt: skip
def queue(data: Data) -> Data:
    page = ask("outlet.channel_queue", data)
    return page | {"items": with_media(page["items"])}


@area.post(
    "/outlets/<id:outlet>/channels/<id:channel>/verification", access=RULES, body=VERIFY,
    example={"level": "county", "note": "后台截图与主体一致"}, **ONE,
    zh="核验发布渠道\n凭截图等材料或说明确认归属并确定级别；再次核验即更正。不能核验本人所属媒体的渠道。",
    en="Verify a channel\nOn files or a note that it is the outlet's, with its level; verifying again corrects it. Not "
       "for an outlet that one belongs to.",
)  # fmt: skip
def verify(outlet: str, channel: str, data: Data) -> Data:
    return ask("outlet.verify_channel", {**_with_evidence(outlet, data), "outlet": outlet, "channel": channel})


@area.post(
    "/outlets/<id:outlet>/channels/<id:channel>/unverification", access=RULES,
    body=contracts.UnverifyChannel(exclude=PATH), example={"reason": "账号已转让他人，请更新归属材料。"}, **ONE,
    zh="撤销渠道核验\n须说明理由；其级别随之取消，重新核验前不能按该渠道上报刊发。",
    en="Take the verification of a channel back\nWith a reason; it has no level then, and no publication is reported "
       "on it until it is verified again.",
)  # fmt: skip
def unverify(outlet: str, channel: str, data: Data) -> Data:
    return ask("outlet.unverify_channel", {**data, "outlet": outlet, "channel": channel})


def _with_evidence(outlet: str, data: Data) -> Data:
    """The data, whose files are one's own or the outlet's. Raises: Invalid, NotFound."""
    if data.get("files"):
        given = validation.load(VERIFY, data)["files"]
        named = [(f"/files/{number}", file) for number, file in enumerate(given)]
        require_own(runtime().files, asking(), named, known=files_of(outlet))
    return data
