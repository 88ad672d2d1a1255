"""Examples that the documentation page shows. Every number in them is made up, with good check digits."""

from __future__ import annotations

from typing import Any

ID = "0190f5d2-7a3e-7c41-9b1d-3f2a5c8e4d10"
CHANNEL = {
    "platform": "wechat_oa",
    "claimed_level": "county",
    "account_name": "滨江播报",
    "url": "https://example.com/binjiang",
    "followers": 12000,
}
REGISTRATION = {
    "name": "滨江播报",
    "category": "self_media",
    "operator": {"name": "王小明", "id_number": "11010519491231002X"},
    "contacts": [{"name": "王小明", "phone": "13912345678"}],
    "region": "浦沿",
    "channels": [CHANNEL],
}
REASON = {"reason": "资料与账号主体不一致，请补充授权书。"}
EVIDENCE = {"proofs": [{"channel": ID, "level": "county", "note": "后台截图与身份证件一致"}], "note": "已当面核验"}
CHANNEL_SHOWN: dict[str, Any] = {
    "id": ID,
    **CHANNEL,
    "level": "county",
    "verified": True,
    "verification": {
        "by": ID, "at": "2026-11-02T09:00:00Z", "level": "county", "files": [], "note": "后台截图与主体一致",
    },
}  # fmt: skip
CHANNEL_WAITING = CHANNEL_SHOWN | {"level": None, "verified": False, "verification": None}
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "name": "滨江播报",
    "category": "self_media",
    "status": "pending",
    "region": "浦沿",
    "liaison": "",
    "platforms": ["wechat_oa"],
    "verified_until": None,
    "created_at": "2026-11-02T08:30:00Z",
}
OUTLET: dict[str, Any] = {
    **{name: value for name, value in SUMMARY.items() if name != "platforms"},
    "reason_code": None,
    "reason": "",
    "liaison_name": "",
    "left_by": "",
    "proofs": [],
    "alike": [],
    "credit_code": "",
    "operator": {"name": "王小明", "id_number": "1101**********002X"},
    "contacts": [{"id": ID, "name": "王小明", "phone": "139****5678", "email": ""}],
    "channels": [CHANNEL_SHOWN],
    "members": [
        {"account": ID, "name": "王小明", "role": "outlet_owner", "joined_at": "2026-11-02T08:30:00Z", "closed": False}
    ],
    "verification": None,
    "updated_at": "2026-11-02T08:30:00Z",
    "may": ["change_profile", "close", "add_channel", "change_channel", "remove_channel", "invite", "leave"],
}
OUTLET_COUNTS: dict[str, Any] = {
    "by_status": {"pending": 3, "verified": 41, "rejected": 1, "suspended": 2, "closed": 4},
    "reverification_due": 5,
    "without_liaison": 1,
    "mine": 17,
}
WAITING_CHANNELS: dict[str, Any] = {
    **{name: SUMMARY[name] for name in ("id", "version", "name", "category", "status")},
    "channels": [CHANNEL_WAITING | {"named_like": [{"id": "rmrb", "name": "人民日报", "level": "central"}]}],
}
INBOX_ITEM = {
    "id": ID,
    "kind": "outlet.verified",
    "title": "媒体认证通过",
    "body": "“滨江播报”已通过认证。",
    "urgent": False,
    "read": False,
    "address": f"account:{ID}",
    "about": {"type": "outlet", "id": ID},
    "at": "2026-11-02T08:31:00Z",
}
BULLETIN_SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "kind": "clarification",
    "title": "关于网传“某路段封闭”的说明",
    "urgent": True,
    "state": "published",
    "published_at": "2026-11-02T08:30:00Z",
    "read": False,
}
BULLETIN: dict[str, Any] = {
    **BULLETIN_SUMMARY,
    "body": "经核实，该路段正常通行，请勿转发不实信息。",
    "attachments": [ID],
    "audience": ["all"],
    "published_by": ID,
    "recalled_at": None,
    "reason": "",
    "clarifies": "",
    "may": ["receipts", "recall"],
}
DRAFT: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "kind": "news",
    "title": "开放日通知",
    "body": "周六上午九时，请提前报名。",
    "attachments": [],
    "urgent": False,
    "audience": ["category:self_media"],
    "clarifies": "",
    "saved_by": ID,
    "saved_at": "2026-11-02T08:30:00Z",
}
RECEIPTS: dict[str, Any] = {
    "bulletin": ID,
    "outlets": 1,
    "members": 2,
    "read": 1,
    "items": [{
        "outlet": ID, "name": "滨江播报", "members": 2, "read": 1,
        "receipts": [{"account": ID, "role": "outlet_owner", "read_at": "2026-11-02T08:35:00Z"}],
    }],
    "next": None,
}  # fmt: skip


def page(item: Any) -> dict[str, Any]:
    """A page with one item."""
    return {"items": [item], "next": None}
