"""Examples of requests for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

PERSON: dict[str, Any] = {"account": ID, "name": "陈警官"}
REQUEST_INPUT: dict[str, Any] = {
    "kind": "material",
    "outlet": ID,
    "title": "国庆交通疏导现场画面",
    "text": "拟做节前出行专题，需横版视频一段、照片三张。",
    "needed_by": "2026-09-25",
    "topic": "交通安全",
}
CLOCK: dict[str, Any] = {
    "target": "answer", "due_at": "2026-09-22T09:30:00Z", "exact": True, "overdue": False, "near": False,
}  # fmt: skip
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 3,
    "number": "2026-X00012",
    "kind": "material",
    "state": "assigned",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "title": "国庆交通疏导现场画面",
    "topic": "交通安全",
    "needed_by": "2026-09-25",
    "opened_at": "2026-09-21T01:30:00Z",
    "updated_at": "2026-09-21T02:10:00Z",
    "clock": CLOCK,
    "unit": ID,
    "unit_name": "交警大队",
    "officer": PERSON,
    "stars": None,
    "same_as": "",
    "embargo_until": None,
    "adopted": None,
}
REQUEST: dict[str, Any] = {
    **SUMMARY,
    "text": "拟做节前出行专题，需横版视频一段、照片三张。",
    "files": [],
    "asker": {"account": ID, "name": "王芳"},
    "acknowledged_at": "2026-09-21T02:10:00Z",
    "answered_at": None,
    "closed_at": None,
    "closing": None,
    "answer": None,
    "earlier_answers": [],
    "rating": None,
    "took": [{"target": "acknowledgement", "at": "2026-09-21T02:10:00Z", "minutes": 40, "overdue": False}],
    "reopened": 0,
    "joined": [],
    "handed_over": None,
    "outcomes": [],
    "used_by": [
        {
            "publication": ID,
            "submission": ID,
            "number": "2026-000012",
            "title": "夜巡三公里",
            "media": "大众日报",
            "platform": "wechat_oa",
            "url": "https://example.com/s/1",
            "published_at": "2026-11-03T10:00:00Z",
            "state": "verified",
            "reads": 3200,
        }
    ],
    "may": ["assign", "answer", "join"],
    "speaks": True,
}
ASSIGNMENT: dict[str, Any] = {"unit": ID, "officer": ID, "reason": "属交警大队职责。"}
ANSWER: dict[str, Any] = {
    "kind": "material",
    "text": "画面已脱敏，可横竖屏使用。",
    "files": [{"file": ID}],
    "embargo_until": "2026-09-24T00:00:00+08:00",
    "source_line": "滨江公安",
}
MOVED: dict[str, Any] = {"starts_at": "2026-09-25T14:30:00+08:00", "place": "交警大队二楼", "reason": "当日有勤务。"}
OFF: dict[str, Any] = {"reason": "当日有勤务，另行安排。"}
BACK: dict[str, Any] = {"reason": "此事由交警大队办理。"}
FILES: dict[str, Any] = {
    "items": [{
        "file": ID, "name": "夜查现场.jpg", "media_type": "image/jpeg", "size": 482_130,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }],
}  # fmt: skip
JOINING: dict[str, Any] = {"to": ID}
HAND_OVER: dict[str, Any] = {
    "to": "刑侦大队", "taken_by": "张警官", "number": "刑移〔2026〕12号", "remark": "附聊天记录与转账凭证。",
}  # fmt: skip
OUTCOME: dict[str, Any] = {"outcome": "filed", "on": "2026-10-12", "text": "已立案侦查。"}
RATING: dict[str, Any] = {"stars": 5, "comment": "响应很快。"}
REASON: dict[str, Any] = {"reason": "画面分辨率不够。"}
MESSAGE_INPUT: dict[str, Any] = {"text": "请问需要横屏还是竖屏？"}
MESSAGE: dict[str, Any] = {
    "id": ID,
    "at": "2026-09-21T02:12:00Z",
    "from_bureau": True,
    "by": None,
    "text": "请问需要横屏还是竖屏？",
    "files": [],
    "looked_at": [],
}
NOTE: dict[str, Any] = MESSAGE | {"by": PERSON, "text": "画面须先由法制审核。"}
ACT: dict[str, Any] = {
    "id": ID, "at": "2026-09-21T02:10:00Z", "act": "assign", "by": PERSON, "state": "assigned",
    "reason": "属交警大队职责。", "details": {"unit": ID, "officer": ID},
}  # fmt: skip
COUNTS: dict[str, Any] = {
    "unacknowledged": 2, "unassigned": 1, "mine": 3, "overdue": 1, "mine_overdue": 0, "unit_overdue": 0, "to_rate": 0,
    "cases": 0,
}  # fmt: skip
POLICY_INPUT: dict[str, Any] = {
    "working_hours": [{"from": "08:30", "to": "12:00"}, {"from": "14:00", "to": "17:30"}],
    "times": [
        {"kind": "material", "acknowledgement": 2, "answer": 14},
        {"kind": "interview", "acknowledgement": 2, "answer": 21},
        {"kind": "expert", "acknowledgement": 4, "answer": 35},
        {"kind": "rights", "acknowledgement": 2, "answer": 21},
        {"kind": "rumour", "acknowledgement": 1, "answer": 7},
        {"kind": "suggestion", "acknowledgement": 7, "answer": 70},
    ],
    "near_percent": 25,
    "lapse_days": 7,
    "remind_days": 2,
    "texts": [{"kind": "material", "name": "画面已备", "text": "画面已脱敏，可横竖屏使用，请注明来源。"}],
}
POLICY: dict[str, Any] = POLICY_INPUT | {"version": 1, "by": ID, "at": "2026-09-01T01:00:00Z", "may": []}
UNIT_INPUT: dict[str, Any] = {"name": "交警大队", "head": ID, "officers": [ID], "active": True}
UNIT: dict[str, Any] = {
    "id": ID, "version": 1, "name": "交警大队", "head": PERSON, "officers": [PERSON], "active": True,
}  # fmt: skip
NAMED_INPUT: dict[str, Any] = {"accounts": [ID]}
NAMED: dict[str, Any] = {"version": 1, "accounts": [PERSON], "by": ID, "at": "2026-09-01T01:00:00Z", "may": []}
