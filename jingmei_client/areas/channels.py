"""发布渠道 / Channels. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]
ClaimedLevel = Literal["central", "provincial", "municipal", "county", "self"]


class Channels(Area):
    """发布渠道 / Channels"""

    def add_channel(
        self, outlet: str, *, platform: Platform, account_name: str, version: Version | None = None,
        claimed_level: ClaimedLevel | Absent = ABSENT, url: str | Absent = ABSENT, followers: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """添加发布渠道 / Add a channel."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/channels", options, body={"platform": platform,
            "account_name": account_name, "claimed_level": claimed_level, "url": url, "followers": followers},
            version=version,
        )

    def change_channel(
        self, outlet: str, channel: str, *, version: Version, platform: Platform | Absent = ABSENT,
        claimed_level: ClaimedLevel | Absent | None = ABSENT, account_name: str | Absent = ABSENT,
        url: str | Absent = ABSENT, followers: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改发布渠道 / Change a channel."""
        return self._call(
            "PATCH", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}", options, body={"platform": platform,
            "claimed_level": claimed_level, "account_name": account_name, "url": url, "followers": followers},
            version=version,
        )

    def remove_channel(self, outlet: str, channel: str, *, version: Version, **options: Unpack[Options]) -> Answer:
        """移除发布渠道 / Remove a channel."""
        return self._call("DELETE", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}", options, version=version)

    def queue(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """待核验的渠道 / Channels to verify."""
        return self._pages("/v1/channels/queue", options, query={"cursor": cursor, "limit": limit})

    def verify(
        self, outlet: str, channel: str, *, level: ClaimedLevel, version: Version | None = None,
        files: Sequence[str] | Absent = ABSENT, note: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """核验发布渠道 / Verify a channel."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}/verification", options, body={"level": level,
            "files": files, "note": note}, version=version,
        )

    def unverify(
        self, outlet: str, channel: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤销渠道核验 / Take the verification of a channel back."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/channels/{part(channel)}/unverification", options,
            body={"reason": reason}, version=version,
        )
