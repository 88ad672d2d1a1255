"""发布渠道 / Channels. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]
Level = Literal["central", "provincial", "municipal", "county", "self"]


class Channels(Area):
    """发布渠道 / Channels"""

    def add_channel(
        self, outlet: str, *, platform: Platform, level: Level, account_name: str, version: Version | None = None,
        url: str | Absent = ABSENT, followers: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """添加发布渠道 / Add a channel."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/channels", options, body={"platform": platform, "level": level,
            "account_name": account_name, "url": url, "followers": followers}, version=version,
        )

    def change_channel(
        self, outlet: str, channel: str, *, version: Version, platform: Platform | Absent = ABSENT,
        level: Level | Absent = ABSENT, account_name: str | Absent = ABSENT, url: str | Absent = ABSENT,
        followers: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改发布渠道 / Change a channel."""
        return self._call(
            "PATCH", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}", options, body={"platform": platform,
            "level": level, "account_name": account_name, "url": url, "followers": followers}, version=version,
        )

    def remove_channel(self, outlet: str, channel: str, *, version: Version, **options: Unpack[Options]) -> Answer:
        """移除发布渠道 / Remove a channel."""
        return self._call("DELETE", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}", options, version=version)
