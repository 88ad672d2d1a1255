"""导出 / Export. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Unpack

from jingmei_client.answers import Download
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part

Status = Literal[
    "draft", "submitted", "in_review", "changes_requested", "approved", "rejected", "revoked", "published", "withdrawn",
    "adopted", "declined", "implemented",
]
Category = Literal["official_media", "department", "self_media", "influencer"]
Level = Literal["central", "provincial", "municipal", "county", "self"]
Genre = Literal["article", "photo_set", "video", "audio", "livestream_plan"]
Platform = Literal[
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
]
State = Literal["opened", "acknowledged", "assigned", "answered", "closed", "withdrawn"]
Kind = Literal["material", "interview", "expert", "rights", "rumour", "suggestion"]


class Exports(Area):
    """导出 / Export"""

    def submissions(
        self, *, q: str | Absent = ABSENT, outlet: str | Absent = ABSENT,
        kind: Literal["work", "golden_idea"] | Absent = ABSENT, status: Sequence[Status] | Absent = ABSENT,
        category: Category | Absent = ABSENT, level: Level | Absent = ABSENT, topic: str | Absent = ABSENT,
        genre: Genre | Absent = ABSENT, number: str | Absent = ABSENT, submitted_from: str | datetime | Absent = ABSENT,
        submitted_to: str | datetime | Absent = ABSENT, period: str | Absent = ABSENT, mine: bool | Absent = ABSENT,
        approved_unreported: bool | Absent = ABSENT, changes_requested: bool | Absent = ABSENT,
        metrics_due: bool | Absent = ABSENT, sort: Literal["newest", "oldest", "title", "changed"] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Download:
        """导出投稿 / Export submissions."""
        return self._download(
            "/v1/submissions.xlsx", options, query={"q": q, "outlet": outlet, "kind": kind, "status": status,
            "category": category, "level": level, "topic": topic, "genre": genre, "number": number,
            "submitted_from": submitted_from, "submitted_to": submitted_to, "period": period, "mine": mine,
            "approved_unreported": approved_unreported, "changes_requested": changes_requested,
            "metrics_due": metrics_due, "sort": sort},
        )

    def metrics(
        self, *, state: Literal["reported", "verified", "refused", "lapsed"] | Absent = ABSENT,
        flag: Literal["drop", "jump", "differs"] | Absent = ABSENT, flagged: bool | Absent = ABSENT,
        outlet: str | Absent = ABSENT, platform: Platform | Absent = ABSENT,
        sort: Literal["oldest", "newest"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """导出传播数据 / Export metrics."""
        return self._download(
            "/v1/metrics.xlsx", options, query={"state": state, "flag": flag, "flagged": flagged, "outlet": outlet,
            "platform": platform, "sort": sort},
        )

    def requests(
        self, *, q: str | Absent = ABSENT, state: State | Absent = ABSENT, kind: Kind | Absent = ABSENT,
        outlet: str | Absent = ABSENT, unit: str | Absent = ABSENT, mine: bool | Absent = ABSENT,
        desk: bool | Absent = ABSENT, headed: bool | Absent = ABSENT, open: bool | Absent = ABSENT,
        overdue: bool | Absent = ABSENT, released: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """导出对接需求 / Export requests."""
        return self._download(
            "/v1/requests.xlsx", options, query={"q": q, "state": state, "kind": kind, "outlet": outlet, "unit": unit,
            "mine": mine, "desk": desk, "headed": headed, "open": open, "overdue": overdue, "released": released},
        )

    def replies(
        self, activity: str, *, seat: Literal["seated", "waiting", "none"] | Absent = ABSENT,
        reply: Literal["yes", "maybe", "no"] | Absent = ABSENT, attended: bool | Absent = ABSENT,
        walk_in: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """导出报名与签到 / Export who replied and who came."""
        return self._download(
            f"/v1/activities/{part(activity)}/replies.xlsx", options, query={"seat": seat, "reply": reply,
            "attended": attended, "walk_in": walk_in},
        )
