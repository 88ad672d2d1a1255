"""Examples of the media directory for the documentation page."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

PLACES = [
    {"platform": "newspaper", "account_name": "", "hosts": []},
    {"platform": "website", "account_name": "", "hosts": ["example.com"]},
    {"platform": "wechat_oa", "account_name": "滨江日报", "hosts": []},
]
MEDIUM_INPUT: dict[str, Any] = {
    "name": "滨江日报",
    "level": "county",
    "kind": "daily",
    "aliases": ["滨江报"],
    "platforms": PLACES,
    "reason": "区委机关报，刊号 CN33-0000",
}
MEDIUM: dict[str, Any] = {
    **{name: value for name, value in MEDIUM_INPUT.items() if name != "reason"},
    "id": ID,
    "version": 1,
    "state": "active",
}
CHANGE = {"aliases": ["滨江报", "滨江日报数字报"], "reason": "数字报已上线"}
REASON = {"reason": "已停刊，见区委宣传部通知"}
VERSION: dict[str, Any] = MEDIUM | {
    "act": "add",
    "by": ID,
    "at": "2026-11-02T08:30:00Z",
    "reason": MEDIUM_INPUT["reason"],
}
