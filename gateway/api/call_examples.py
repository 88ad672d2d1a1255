"""Examples of calls for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

CHANGE: dict[str, Any] = {
    "title": "全民反诈百日行",
    "brief": "以真实案例（隐去身份）讲清一种新骗局，图文、视频不限。",
    "topic": "反诈",
    "closes_at": "2026-11-30T18:00:00+08:00",
    "files": [],
    "extra_points": 5,
    "invited": "categories",
    "categories": ["self_media", "influencer"],
}
INPUT: dict[str, Any] = CHANGE | {"kind": "call"}
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "kind": "call",
    "title": "全民反诈百日行",
    "topic": "反诈",
    "state": "open",
    "opens_at": None,
    "closes_at": "2026-11-30T10:00:00Z",
    "closed_at": None,
    "days_left": 12,
    "extra_points": 5,
    "invited": "categories",
    "answered": 3,
}
CALL: dict[str, Any] = SUMMARY | {
    "brief": "以真实案例（隐去身份）讲清一种新骗局，图文、视频不限。",
    "files": [],
    "categories": ["self_media", "influencer"],
    "outlets": [],
    "reason": "",
    "opened_at": "2026-11-01T01:00:00Z",
    "by": {"account": ID, "name": "陈警官"},
    "closed_by": None,
    "held_back": None,
    "moves": ["change", "close", "cancel"],
    "may": ["change", "close", "cancel"],
}
REASON: dict[str, Any] = {"reason": "与上级活动合并开展。"}
FIGURES: dict[str, Any] = {"outlets": 3, "works": 5, "published": 4, "publications": 6, "reads": 52000}
ANSWER: dict[str, Any] = {
    "submission": ID,
    "number": "2026-000123",
    "title": "一通“班主任”电话的背后",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "status": "published",
    "submitted_at": "2026-11-05T02:00:00Z",
    "publications": 2,
    "reads": 18000,
}
RESULT: dict[str, Any] = {
    "total": FIGURES,
    "outlets": [{"outlet": ID, "name": "滨江播报", "figures": FIGURES | {"outlets": 1}}],
    "invited": 4,
    "missing": [{"outlet": ID, "name": "西兴社区号"}],
}
RESULTS: dict[str, Any] = {
    "calls": [{"call": ID, "kind": "call", "title": "全民反诈百日行", "figures": FIGURES}],
    "topics": [{"topic": "反诈", "figures": FIGURES}],
}
