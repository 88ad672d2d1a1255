"""导入与导出 / Import and export. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, File, Options, part

Status = Literal["pending", "verified", "rejected", "suspended", "closed"]
Category = Literal["official_media", "department", "self_media", "influencer"]
Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]


class Imports(Area):
    """导入与导出 / Import and export"""

    def imports(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """导入记录 / Imports."""
        return self._pages("/v1/outlet-imports", options, query={"cursor": cursor, "limit": limit})

    def import_outlets(self, file: File, **options: Unpack[Options]) -> Answer:
        """导入媒体 / Import outlets."""
        return self._upload("/v1/outlet-imports", options, file)

    def status(self, import_id: str, **options: Unpack[Options]) -> Answer:
        """导入进度 / An import's progress."""
        return self._call("GET", f"/v1/outlet-imports/{part(import_id)}", options)

    def report(
        self, import_id: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """导入报告 / An import's report."""
        return self._pages(
            f"/v1/outlet-imports/{part(import_id)}/report", options, query={"cursor": cursor, "limit": limit},
        )

    def report_sheet(self, import_id: str, **options: Unpack[Options]) -> Download:
        """导入报告（表格） / An import's report as a sheet."""
        return self._download(f"/v1/outlet-imports/{part(import_id)}/report.xlsx", options)

    def export(
        self, *, reason: str, status: Status | Absent = ABSENT, category: Category | Absent = ABSENT,
        region: str | Absent = ABSENT, liaison: str | Absent = ABSENT, platform: Platform | Absent = ABSENT,
        q: str | Absent = ABSENT, mine: bool | Absent = ABSENT, without_liaison: bool | Absent = ABSENT,
        reverification_due: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """导出媒体 / Export outlets."""
        return self._download(
            "/v1/outlets/export", options, query={"status": status, "category": category, "region": region,
            "liaison": liaison, "platform": platform, "q": q, "mine": mine, "without_liaison": without_liaison,
            "reverification_due": reverification_due, "reason": reason},
        )
