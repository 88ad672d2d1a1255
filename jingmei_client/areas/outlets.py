"""媒体 / Outlets. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Status = Literal["pending", "verified", "rejected", "suspended", "closed"]
Category = Literal["official_media", "department", "self_media", "influencer"]
Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]


class Outlets(Area):
    """媒体 / Outlets"""

    def search(
        self, *, status: Status | Absent = ABSENT, category: Category | Absent = ABSENT, region: str | Absent = ABSENT,
        liaison: str | Absent = ABSENT, platform: Platform | Absent = ABSENT, q: str | Absent = ABSENT,
        mine: bool | Absent = ABSENT, without_liaison: bool | Absent = ABSENT,
        reverification_due: bool | Absent = ABSENT, sort: Literal["newest", "name"] | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """查找媒体 / Find outlets."""
        return self._pages(
            "/v1/outlets", options, query={"status": status, "category": category, "region": region, "liaison": liaison,
            "platform": platform, "q": q, "mine": mine, "without_liaison": without_liaison,
            "reverification_due": reverification_due, "sort": sort, "cursor": cursor, "limit": limit},
        )

    def register(
        self, *, name: str, category: Category, contacts: Sequence[Mapping[str, Any]], region: str,
        credit_code: str | Absent = ABSENT, operator: Mapping[str, Any] | Absent = ABSENT,
        channels: Sequence[Mapping[str, Any]] | Absent = ABSENT, proofs: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """登记媒体 / Register an outlet."""
        return self._call(
            "POST", "/v1/outlets", options, body={"name": name, "category": category, "contacts": contacts,
            "region": region, "credit_code": credit_code, "operator": operator, "channels": channels, "proofs": proofs},
        )

    def counts(self, **options: Unpack[Options]) -> Answer:
        """媒体数量 / Counts of outlets."""
        return self._call("GET", "/v1/outlets/counts", options)

    def names(self, *, q: str, **options: Unpack[Options]) -> Answer:
        """按名称找媒体 / Outlets by name."""
        return self._call("GET", "/v1/outlets/names", options, query={"q": q})

    def left(self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options]) -> Pages:
        """待指定对接民警的媒体 / Outlets without a liaison."""
        return self._pages("/v1/outlets/left", options, query={"cursor": cursor, "limit": limit})

    def mine(self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options]) -> Pages:
        """我的媒体 / One's own outlets."""
        return self._pages("/v1/outlets/mine", options, query={"cursor": cursor, "limit": limit})

    def get(self, outlet: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看媒体 / One outlet."""
        return self._call("GET", f"/v1/outlets/{part(outlet)}", options, known=known)

    def change_profile(
        self, outlet: str, *, version: Version, name: str | Absent = ABSENT, category: Category | Absent = ABSENT,
        credit_code: str | Absent | None = ABSENT, operator: Mapping[str, Any] | Absent | None = ABSENT,
        contacts: Sequence[Mapping[str, Any]] | Absent = ABSENT, region: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修改媒体资料 / Change the profile."""
        return self._call(
            "PATCH", f"/v1/outlets/{part(outlet)}", options, body={"name": name, "category": category,
            "credit_code": credit_code, "operator": operator, "contacts": contacts, "region": region}, version=version,
        )

    def assign_liaison(self, outlet: str, *, version: Version, liaison: str, **options: Unpack[Options]) -> Answer:
        """指定对接民警 / Put a liaison officer in charge."""
        return self._call(
            "PUT", f"/v1/outlets/{part(outlet)}/liaison", options, body={"liaison": liaison}, version=version,
        )

    def resubmit(
        self, outlet: str, *, version: Version | None = None, proofs: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        note: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """重新提交登记 / Send a registration again."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/resubmission", options, body={"proofs": proofs, "note": note},
            version=version,
        )

    def verify(
        self, outlet: str, *, version: Version | None = None, licence_number: str | Absent = ABSENT,
        proofs: Sequence[Mapping[str, Any]] | Absent = ABSENT, note: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """认证媒体 / Verify an outlet."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/verification", options, body={"licence_number": licence_number,
            "proofs": proofs, "note": note}, version=version,
        )

    def reverify(
        self, outlet: str, *, version: Version | None = None, licence_number: str | Absent = ABSENT,
        proofs: Sequence[Mapping[str, Any]] | Absent = ABSENT, note: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """年度复核 / Renew the verification."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/reverification", options, body={"licence_number": licence_number,
            "proofs": proofs, "note": note}, version=version,
        )

    def reject(self, outlet: str, *, reason: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """驳回登记 / Reject a registration."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/rejection", options, body={"reason": reason}, version=version,
        )

    def suspend(
        self, outlet: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """暂停媒体 / Suspend an outlet."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/suspension", options, body={"reason": reason}, version=version,
        )

    def reinstate(
        self, outlet: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """恢复媒体 / End a suspension."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/reinstatement", options, body={"reason": reason}, version=version,
        )

    def close(self, outlet: str, *, reason: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """注销媒体 / Close an outlet."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/closure", options, body={"reason": reason}, version=version,
        )

    def history(
        self, outlet: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """变更历史 / History."""
        return self._pages(f"/v1/outlets/{part(outlet)}/history", options, query={"cursor": cursor, "limit": limit})

    def reveal(
        self, outlet: str, *, version: Version | None = None, password: str | Absent = ABSENT,
        code: str | Absent = ABSENT, credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """查看完整个人信息 / Personal data in full."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/revelation", options, body={"password": password, "code": code,
            "credential": credential}, version=version,
        )

    def file(self, outlet: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options]) -> Download:
        """下载媒体的材料 / Download a file of an outlet."""
        return self._download(f"/v1/outlets/{part(outlet)}/files/{part(file)}", options, query={"inline": inline})
