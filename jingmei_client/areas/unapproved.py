"""未经审核发布 / Unapproved publications. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]


class Unapproved(Area):
    """未经审核发布 / Unapproved publications"""

    def records(
        self, *, state: Literal["recorded", "objected", "kept", "withdrawn"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """未经审核发布记录 / Unapproved publications."""
        return self._pages(
            "/v1/unapproved-publications", options, query={"state": state, "outlet": outlet, "cursor": cursor,
            "limit": limit},
        )

    def add(
        self, *, outlet: str, title: str, platform: Platform, published_at: str | datetime,
        proof: Sequence[Mapping[str, Any]], reason: str, media: str | Absent = ABSENT, channel: str | Absent = ABSENT,
        url: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """记录未经审核发布 / Record an unapproved publication."""
        return self._call(
            "POST", "/v1/unapproved-publications", options, body={"outlet": outlet, "title": title,
            "platform": platform, "published_at": published_at, "proof": proof, "reason": reason, "media": media,
            "channel": channel, "url": url},
        )

    def record(self, record: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看一条记录 / One record."""
        return self._call("GET", f"/v1/unapproved-publications/{part(record)}", options, known=known)

    def proof(self, record: str, file: str, **options: Unpack[Options]) -> Download:
        """下载证据 / Download proof."""
        return self._download(f"/v1/unapproved-publications/{part(record)}/proof/{part(file)}", options)

    def object_to(
        self, record: str, *, reason: str, version: Version | None = None,
        proof: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """申诉 / Object."""
        return self._call(
            "POST", f"/v1/unapproved-publications/{part(record)}/objection", options, body={"reason": reason,
            "proof": proof}, version=version,
        )

    def withdraw(
        self, record: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤回记录 / Withdraw a record."""
        return self._call(
            "POST", f"/v1/unapproved-publications/{part(record)}/withdrawal", options, body={"reason": reason},
            version=version,
        )

    def rule_on(
        self, record: str, *, decision: Literal["kept", "withdrawn"], reason: str, version: Version | None = None,
        **options: Unpack[Options],
    ) -> Answer:
        """裁定申诉 / Rule on an objection."""
        return self._call(
            "POST", f"/v1/unapproved-publications/{part(record)}/ruling", options, body={"decision": decision,
            "reason": reason}, version=version,
        )
