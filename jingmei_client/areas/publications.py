"""刊发与传播数据 / Publications and metrics. Made from the OpenAPI document by `make client`: not to be edited."""

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
Level = Literal["central", "provincial", "municipal", "county", "self"]


class Publications(Area):
    """刊发与传播数据 / Publications and metrics"""

    def publications(self, submission: str, **options: Unpack[Options]) -> Answer:
        """刊发列表 / Publications."""
        return self._call("GET", f"/v1/submissions/{part(submission)}/publications", options)

    def publish(
        self, submission: str, *, published_at: str | datetime, version: Version | None = None,
        medium: str | Absent = ABSENT, channel: str | Absent = ABSENT, platform: Platform | Absent = ABSENT,
        url: str | Absent = ABSENT, earlier: bool | Absent = ABSENT,
        placement: Literal["normal", "front_page", "headline", "prime_time"] | Absent = ABSENT,
        byline: Literal["own", "joint", "invited", "paid"] | Absent = ABSENT, length: int | Absent = ABSENT,
        reprint: bool | Absent = ABSENT, reprint_of: str | Absent = ABSENT, material: str | Absent = ABSENT,
        source: str | Absent = ABSENT, proof: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """上报刊发 / Report a publication."""
        return self._call(
            "POST", f"/v1/submissions/{part(submission)}/publications", options, body={"published_at": published_at,
            "medium": medium, "channel": channel, "platform": platform, "url": url, "earlier": earlier,
            "placement": placement, "byline": byline, "length": length, "reprint": reprint, "reprint_of": reprint_of,
            "material": material, "source": source, "proof": proof}, version=version,
        )

    def publications_queue(
        self, *, state: Literal["reported", "verified", "refused", "withdrawn"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, platform: Platform | Absent = ABSENT, host_differs: bool | Absent = ABSENT,
        sort: Literal["oldest", "newest"] | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """待核实的刊发 / Publications to verify."""
        return self._pages(
            "/v1/publications", options, query={"state": state, "outlet": outlet, "platform": platform,
            "host_differs": host_differs, "sort": sort, "cursor": cursor, "limit": limit},
        )

    def publication(self, publication: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看刊发 / One publication."""
        return self._call("GET", f"/v1/publications/{part(publication)}", options, known=known)

    def correct_publication(
        self, publication: str, *, version: Version, medium: str | Absent = ABSENT, channel: str | Absent = ABSENT,
        platform: Platform | Absent = ABSENT, url: str | Absent = ABSENT,
        published_at: str | datetime | Absent = ABSENT, earlier: bool | Absent = ABSENT,
        placement: Literal["normal", "front_page", "headline", "prime_time"] | Absent = ABSENT,
        byline: Literal["own", "joint", "invited", "paid"] | Absent = ABSENT, length: int | Absent = ABSENT,
        reprint: bool | Absent = ABSENT, reprint_of: str | Absent = ABSENT, material: str | Absent = ABSENT,
        source: str | Absent = ABSENT, proof: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """更正刊发 / Correct a publication."""
        return self._call(
            "PATCH", f"/v1/publications/{part(publication)}", options, body={"medium": medium, "channel": channel,
            "platform": platform, "url": url, "published_at": published_at, "earlier": earlier, "placement": placement,
            "byline": byline, "length": length, "reprint": reprint, "reprint_of": reprint_of, "material": material,
            "source": source, "proof": proof, "reason": reason}, version=version,
        )

    def publication_versions(
        self, publication: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """刊发的各版本 / Versions of a publication."""
        return self._pages(
            f"/v1/publications/{part(publication)}/versions", options, query={"cursor": cursor, "limit": limit},
        )

    def verify_publications(self, *, publications: Sequence[Mapping[str, Any]], **options: Unpack[Options]) -> Answer:
        """批量核实刊发 / Verify many publications."""
        return self._call("POST", "/v1/publications/verification", options, body={"publications": publications})

    def verify_publication(
        self, publication: str, *, version: Version, level: Level | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """核实刊发 / Verify a publication."""
        return self._call(
            "POST", f"/v1/publications/{part(publication)}/verification", options, body={"level": level},
            version=version,
        )

    def refuse_publication(
        self, publication: str, *, version: Version, reason: str, **options: Unpack[Options],
    ) -> Answer:
        """不予核实 / Refuse a publication."""
        return self._call(
            "POST", f"/v1/publications/{part(publication)}/refusal", options, body={"reason": reason}, version=version,
        )

    def withdraw_publication(
        self, publication: str, *, version: Version, reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """撤回刊发 / Withdraw a publication."""
        return self._call(
            "POST", f"/v1/publications/{part(publication)}/withdrawal", options, body={"reason": reason},
            version=version,
        )

    def publication_metrics(self, publication: str, **options: Unpack[Options]) -> Answer:
        """一次刊发的传播数据 / Metrics of a publication."""
        return self._call("GET", f"/v1/publications/{part(publication)}/metrics", options)

    def report_metrics(
        self, publication: str, *, observed_at: str | datetime, reads: int, version: Version | None = None,
        likes: int | Absent = ABSENT, shares: int | Absent = ABSENT, comments: int | Absent = ABSENT,
        in_views: int | Absent = ABSENT, proof: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """上报传播数据 / Report metrics."""
        return self._call(
            "POST", f"/v1/publications/{part(publication)}/metrics", options, body={"observed_at": observed_at,
            "reads": reads, "likes": likes, "shares": shares, "comments": comments, "in_views": in_views,
            "proof": proof}, version=version,
        )

    def metrics_queue(
        self, *, state: Literal["reported", "verified", "refused", "lapsed"] | Absent = ABSENT,
        flag: Literal["drop", "jump", "differs"] | Absent = ABSENT, flagged: bool | Absent = ABSENT,
        outlet: str | Absent = ABSENT, platform: Platform | Absent = ABSENT,
        sort: Literal["oldest", "newest"] | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """待核实的传播数据 / Metrics to verify."""
        return self._pages(
            "/v1/metrics", options, query={"state": state, "flag": flag, "flagged": flagged, "outlet": outlet,
            "platform": platform, "sort": sort, "cursor": cursor, "limit": limit},
        )

    def metrics(self, metrics: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看一次传播数据 / One snapshot."""
        return self._call("GET", f"/v1/metrics/{part(metrics)}", options, known=known)

    def correct_metrics(
        self, metrics: str, *, version: Version, reads: int | Absent = ABSENT, likes: int | Absent = ABSENT,
        shares: int | Absent = ABSENT, comments: int | Absent = ABSENT, in_views: int | Absent = ABSENT,
        proof: Sequence[Mapping[str, Any]] | Absent = ABSENT, reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """更正传播数据 / Correct metrics."""
        return self._call(
            "PATCH", f"/v1/metrics/{part(metrics)}", options, body={"reads": reads, "likes": likes, "shares": shares,
            "comments": comments, "in_views": in_views, "proof": proof, "reason": reason}, version=version,
        )

    def verify_many(self, *, metrics: Sequence[Mapping[str, Any]], **options: Unpack[Options]) -> Answer:
        """批量核实传播数据 / Verify many."""
        return self._call("POST", "/v1/metrics/verification", options, body={"metrics": metrics})

    def verify(self, metrics: str, *, version: Version, **options: Unpack[Options]) -> Answer:
        """核实传播数据 / Verify metrics."""
        return self._call("POST", f"/v1/metrics/{part(metrics)}/verification", options, version=version)

    def refuse(self, metrics: str, *, version: Version, reason: str, **options: Unpack[Options]) -> Answer:
        """不予采信 / Refuse metrics."""
        return self._call(
            "POST", f"/v1/metrics/{part(metrics)}/refusal", options, body={"reason": reason}, version=version,
        )

    def publication_proof(
        self, publication: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载刊发凭证 / Download proof of a publication."""
        return self._download(
            f"/v1/publications/{part(publication)}/proof/{part(file)}", options, query={"inline": inline},
        )

    def publication_proof_thumbnail(
        self, publication: str, file: str, *, size: Literal[256, 512] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """刊发凭证缩略图 / A small picture of proof of a publication."""
        return self._download(
            f"/v1/publications/{part(publication)}/proof/{part(file)}/thumbnail", options, query={"size": size},
        )

    def metrics_proof(
        self, metrics: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载传播数据凭证 / Download proof of metrics."""
        return self._download(f"/v1/metrics/{part(metrics)}/proof/{part(file)}", options, query={"inline": inline})

    def metrics_proof_thumbnail(
        self, metrics: str, file: str, *, size: Literal[256, 512] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """传播数据凭证缩略图 / A small picture of proof of metrics."""
        return self._download(
            f"/v1/metrics/{part(metrics)}/proof/{part(file)}/thumbnail", options, query={"size": size},
        )
