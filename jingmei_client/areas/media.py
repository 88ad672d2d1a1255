"""媒体名录 / Media directory. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Level = Literal["central", "provincial", "municipal", "county", "self"]
Kind = Literal[
    "daily", "evening_paper", "trade_paper", "periodical", "academic_journal", "broadcaster", "tv_channel", "radio",
    "website", "client", "news_agency", "platform_account",
]
Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]


class Media(Area):
    """媒体名录 / Media directory"""

    def search(
        self, *, q: str | Absent = ABSENT, level: Level | Absent = ABSENT, kind: Kind | Absent = ABSENT,
        platform: Platform | Absent = ABSENT, state: Literal["active", "retired"] | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """查找媒体名录 / Find media."""
        return self._pages(
            "/v1/media", options, query={"q": q, "level": level, "kind": kind, "platform": platform, "state": state,
            "cursor": cursor, "limit": limit},
        )

    def add(
        self, *, name: str, level: Level, kind: Kind, platforms: Sequence[Mapping[str, Any]], reason: str,
        aliases: Sequence[str] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """增加条目 / Add a medium."""
        return self._call(
            "POST", "/v1/media", options, body={"name": name, "level": level, "kind": kind, "platforms": platforms,
            "reason": reason, "aliases": aliases},
        )

    def get(self, medium: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看条目 / One medium."""
        return self._call("GET", f"/v1/media/{part(medium)}", options, known=known)

    def change(
        self, medium: str, *, version: Version, reason: str, name: str | Absent = ABSENT,
        level: Level | Absent = ABSENT, kind: Kind | Absent = ABSENT, aliases: Sequence[str] | Absent = ABSENT,
        platforms: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改条目 / Change a medium."""
        return self._call(
            "PATCH", f"/v1/media/{part(medium)}", options, body={"reason": reason, "name": name, "level": level,
            "kind": kind, "aliases": aliases, "platforms": platforms}, version=version,
        )

    def retire(self, medium: str, *, version: Version, reason: str, **options: Unpack[Options]) -> Answer:
        """停用条目 / Retire a medium."""
        return self._call(
            "POST", f"/v1/media/{part(medium)}/retirement", options, body={"reason": reason}, version=version,
        )

    def reinstate(self, medium: str, *, version: Version, reason: str, **options: Unpack[Options]) -> Answer:
        """恢复条目 / Take a medium into use again."""
        return self._call(
            "POST", f"/v1/media/{part(medium)}/reinstatement", options, body={"reason": reason}, version=version,
        )

    def history(
        self, medium: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """条目各版本 / Versions of a medium."""
        return self._pages(f"/v1/media/{part(medium)}/history", options, query={"cursor": cursor, "limit": limit})
