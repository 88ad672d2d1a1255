"""Examples of submissions for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
INPUT: dict[str, Any] = {
    "outlet": ID,
    "kind": "work",
    "title": "夜巡三公里",
    "body": "晚上十点，浦沿派出所的巡逻车准时出发。",
    "genre": "article",
    "topic": "平安建设",
    "authors": [{"outlet": ID, "share": 100, "name": "王芳"}],
    "shares_of": 100,
    "attachments": [{"file": ID}],
}
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "number": "2026-000123",
    "kind": "work",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "status": "draft",
    "title": "夜巡三公里",
    "genre": "article",
    "topic": "平安建设",
    "round": 0,
    "revision": 1,
    "publications": 0,
    "created_at": "2026-11-02T08:30:00Z",
    "updated_at": "2026-11-02T08:30:00Z",
    "submitted_at": None,
}
COUNTS: dict[str, Any] = {
    "by_status": {
        "draft": 2, "submitted": 1, "in_review": 3, "changes_requested": 1, "approved": 2, "rejected": 0, "revoked": 0,
        "published": 31, "withdrawn": 1, "adopted": 0, "declined": 0, "implemented": 0,
    },
    "approved_unreported": 2,
    "changes_requested": 1,
    "metrics_due": 4,
    "queues": None,
}  # fmt: skip
SUBMISSION: dict[str, Any] = {
    **SUMMARY,
    "submitter": ID,
    "content_hash": HASH,
    "body": INPUT["body"],
    "original": True,
    "campaign": "",
    "planned": ["滨江发布微信公众号", "浙江日报"],
    "call": "",
    "call_title": "",
    "authors": [{**each, "outlet_name": "滨江播报", "accepted": True} for each in INPUT["authors"]],
    "shares_of": 100,
    "attachments": [{"file": ID, "name": "夜巡.jpg", "media_type": "image/jpeg", "sha256": HASH, "size": 482133}],
    "moves": ["revise", "submit", "withdraw"],
    "may": ["revise", "submit", "withdraw"],
    "approval": None,
    "ruling": None,
}
PUBLICATION_INPUT: dict[str, Any] = {
    "medium": "《大众日报》",
    "platform": "wechat_oa",
    "url": "https://example.com/s/1",
    "published_at": "2026-11-03T18:00:00+08:00",
}
PUBLICATION: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "submission": ID,
    "outlet": ID,
    "platform": "wechat_oa",
    "level": "provincial",
    "media": "大众日报",
    "medium": "dzrb",
    "channel": "",
    "url": "https://example.com/s/1",
    "published_at": "2026-11-03T10:00:00Z",
    "placement": "normal",
    "byline": "own",
    "length": 0,
    "reprint": False,
    "reprint_of": "",
    "material": "",
    "material_number": "",
    "source": "",
    "group": ID,
    "before_permit": False,
    "before_embargo": False,
    "before_source": False,
    "host_differs": True,
    "twice_of": "",
    "earlier": False,
    "proof": [],
    "by": ID,
    "reported_at": "2026-11-03T10:05:00Z",
    "state": "reported",
    "basis": None,
    "rule": "",
    "rule_version": 0,
    "ruled_at": None,
    "reason": "",
    "permit_revoked": False,
    "correction": None,
    "may": ["correct_publication", "withdraw_publication", "report_metrics"],
}
PUBLICATION_WORTH: dict[str, Any] = {
    **PUBLICATION, "expected": {"points": "2.40", "outlets": [{"outlet": ID, "points": "2.40"}]},
}  # fmt: skip
QUEUED_PUBLICATION: dict[str, Any] = {
    **PUBLICATION_WORTH, "title": "夜巡三公里", "number": "2026-000123", "outlet_name": "滨江播报",
    "level_now": PUBLICATION_WORTH["level"], "level_differs": False,
}  # fmt: skip
PUBLICATION_VERSION: dict[str, Any] = {
    **{name: value for name, value in PUBLICATION.items() if name != "may"},
    "act": "publish",
    "side": "outlet",
    "acted_by": ID,
    "acted_at": "2026-11-03T10:05:00Z",
    "act_reason": "",
}
VERIFICATION_POLICY_INPUT: dict[str, Any] = {
    "title": "本媒体认证渠道自核",
    "metrics_proof_from": 10000,
    "rules": [
        {
            "id": "own_channel",
            "name": "官方媒体在本媒体认证渠道刊发",
            "conditions": ["own_channel", "channel_verified", "at_channel_level", "on_channel_host", "in_time"],
            "categories": ["official_media"],
            "covers": [],
        }
    ],
}
VERIFICATION_POLICY: dict[str, Any] = {
    **VERIFICATION_POLICY_INPUT,
    "id": "1",
    "version": 1,
    "current": True,
    "by": ID,
    "at": "2026-11-02T08:30:00Z",
}
METRICS_INPUT: dict[str, Any] = {
    "observed_at": "2026-11-10T18:00:00+08:00",
    "reads": 100001,
    "likes": 820,
    "shares": 411,
    "comments": 96,
    "in_views": 305,
}
# A paragraph that was moved to the end, with one word of it changed.
_FIRST, _MOVED, _NOW = "晚上八点，民警出门。", "巡逻路线全长三公里。", "巡逻路线全长四公里。"
_EQUAL = {"op": "equal", "old": [_FIRST], "new": [_FIRST], "pieces": []}
COMPARISON: dict[str, Any] = {
    "submission": ID,
    "older": {"revision": 1, "hash": "ab" * 32, "title": "夜巡三公里", "by": ID, "at": "2026-11-02T08:30:00Z"},
    "newer": {"revision": 2, "hash": "cd" * 32, "title": "夜巡四公里", "by": ID, "at": "2026-11-03T01:10:00Z"},
    "same": False,
    "title": [
        {"op": "equal", "text": "夜巡"},
        {"op": "delete", "text": "三"},
        {"op": "insert", "text": "四"},
        {"op": "equal", "text": "公里"},
    ],
    "body": [
        {"op": "delete", "old_start": 1, "new_start": 1, "old": [_MOVED], "new": [], "pieces": []},
        {**_EQUAL, "old_start": 2, "new_start": 1},
        {"op": "insert", "old_start": 3, "new_start": 2, "old": [], "new": [_NOW], "pieces": []},
    ],
    "moves": [
        {
            "old_start": 1,
            "new_start": 2,
            "pieces": [
                [
                    {"op": "equal", "text": "巡逻路线全长"},
                    {"op": "delete", "text": "三"},
                    {"op": "insert", "text": "四"},
                    {"op": "equal", "text": "公里。"},
                ]
            ],
        }
    ],
    "unified": f"--- revision 1\n+++ revision 2\n@@ -1,2 +1,2 @@\n-{_MOVED}\n {_FIRST}\n+{_NOW}",
    "added": [],
    "removed": [],
    "changed": [],
}
METRICS: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "publication": ID,
    "submission": ID,
    "outlet": ID,
    "platform": "wechat_oa",
    "observed_at": "2026-11-10T10:00:00Z",
    "reads": 100001,
    "reads_shown": "10万+",
    "capped": True,
    "likes": 820,
    "shares": 411,
    "comments": 96,
    "in_views": 305,
    "flags": [],
    "state": "reported",
    "reason": "",
    "publication_state": "verified",
    "publication_reason": "",
    "proof": [],
    "without_proof": False,
    "by": ID,
    "reported_at": "2026-11-10T10:05:00Z",
    "ruled_at": None,
    "correction": None,
}
QUEUED_METRICS: dict[str, Any] = {
    **METRICS, "title": "夜巡三公里", "number": "2026-000123", "outlet_name": "滨江播报", "media": "大众日报",
    "url": PUBLICATION["url"], "published_at": PUBLICATION["published_at"],
    "before": {
        "id": ID, "observed_at": "2026-11-06T10:00:00Z", "reads": 5200, "reads_shown": "5,200", "capped": False,
        "likes": 310, "shares": 120, "comments": 41, "in_views": 96, "state": "verified",
    },
    "may": ["verify_metrics", "refuse_metrics"],
}  # fmt: skip
_WORKS: dict[str, Any] = {
    "all": 12,
    "by_category": {"official_media": 7, "department": 2, "self_media": 3, "influencer": 0},
    "by_topic": {"反诈": 8, "平安建设": 4},
    "by_kind": {"work": 11, "golden_idea": 1},
}
_PLATFORMS = (
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
)  # fmt: skip
_TALLY: dict[str, Any] = {
    "handed_in": _WORKS,
    "approved": _WORKS,
    "published": _WORKS,
    "publications": {
        "all": 9,
        "by_level": {"central": 0, "provincial": 2, "municipal": 3, "county": 4, "self": 0},
        "by_platform": dict.fromkeys(_PLATFORMS, 0) | {"wechat_oa": 9},
    },
    "reach": [
        {
            "platform": "wechat_oa", "measured": 8, "reads": 48210, "likes": 3100, "shares": 812, "comments": 240,
            "in_views": 655,
        }
    ],
    "active_outlets": 5,
}  # fmt: skip
STATISTICS: dict[str, Any] = {
    "total": {"from": "2026-07", "to": "2026-07", **_TALLY},
    "months": [{"month": "2026-07", **_TALLY}],
    "previous": {"from": "2026-06", "to": "2026-06", **_TALLY},
}
