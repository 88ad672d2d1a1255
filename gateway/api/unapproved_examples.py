"""Examples of unapproved publications for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

RECORD_INPUT: dict[str, Any] = {
    "outlet": ID,
    "title": "凌晨突查酒驾",
    "platform": "douyin",
    "url": "https://www.douyin.com/video/7301234567890123456",
    "published_at": "2026-11-04T07:30:00+08:00",
    "proof": [{"file": ID}],
    "reason": "未经投稿审核即发布。",
}
RECORD: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "outlet": ID,
    "outlet_name": "滨江播报",
    "title": "凌晨突查酒驾",
    "platform": "douyin",
    "media": "滨江播报",
    "channel": "",
    "url": "https://www.douyin.com/video/7301234567890123456",
    "published_at": "2026-11-03T23:30:00Z",
    "reason": "未经投稿审核即发布。",
    "proof": [ID],
    "by": ID,
    "recorded_at": "2026-11-04T01:00:00Z",
    "state": "recorded",
    "objection": None,
    "ruling": None,
    "may": ["withdraw"],
}
OBJECTION: dict[str, Any] = {"reason": "该视频由市局授权发布，附授权书。", "proof": [{"file": ID}]}
RULING: dict[str, Any] = {"decision": "withdrawn", "reason": "授权书属实。"}
WITHDRAWAL: dict[str, Any] = {"reason": "该作品已投稿并审核通过，记录有误。"}
