"""Examples of activities for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

PERSON: dict[str, Any] = {"account": ID, "name": "王芳"}
INPUT: dict[str, Any] = {
    "kind": "open_day",
    "title": "秋季警营开放日",
    "text": "参观指挥中心、反诈中心，与一线民警座谈。",
    "agenda": "09:00 签到\n09:30 参观指挥中心\n10:30 座谈",
    "starts_at": "2026-10-16T09:00:00+08:00",
    "ends_at": "2026-10-16T11:30:00+08:00",
    "place": "县公安局指挥中心",
    "capacity": 40,
    "sign_up_until": "2026-10-14T18:00:00+08:00",
    "invited": [{"to": "all"}],
}
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "kind": "open_day",
    "state": "announced",
    "title": "秋季警营开放日",
    "starts_at": "2026-10-16T01:00:00Z",
    "ends_at": "2026-10-16T03:30:00Z",
    "place": "县公安局指挥中心",
    "online": False,
    "capacity": 40,
    "taken": 31,
    "waiting": 0,
    "seat": "seated",
}
OWN: dict[str, Any] = {
    "outlet": ID, "reply": "yes", "seat": "seated", "place_in_line": None, "code": "7KQ4-M2XD", "remark": "带摄像机。",
    "attended_at": None, "corrected": None,
}  # fmt: skip
ACTIVITY: dict[str, Any] = {
    **SUMMARY,
    "text": "参观指挥中心、反诈中心，与一线民警座谈。",
    "agenda": "09:00 签到\n09:30 参观指挥中心\n10:30 座谈",
    "link": "",
    "sign_up_until": "2026-10-14T10:00:00Z",
    "invited": [],
    "files": [],
    "reason": "",
    "updated_at": "2026-09-28T02:00:00Z",
    "mine": OWN,
    "comes_for": [ID],
    "may": ["reply", "sign_up"],
}
COUNTS: dict[str, Any] = {
    "invitations": 2, "calls": 1, "today": 0, "unheld": 0, "suggestions": 0, "drafts": 0, "call_drafts": 0,
}  # fmt: skip
REASON: dict[str, Any] = {"reason": "场地临时有警务活动。"}
REPLY: dict[str, Any] = {"outlet": ID, "reply": "yes", "remark": "带摄像机。"}
CHECK_IN: dict[str, Any] = {"code": "7KQ4-M2XD"}
SIGN_UP: dict[str, Any] = {
    "id": ID, "walk_in": None, "person": PERSON, "outlet": ID, "outlet_name": "滨江播报", "reply": "yes",
    "seat": "seated",
    "at": "2026-09-29T03:00:00Z", "remark": "带摄像机。", "attended_at": "2026-10-16T00:52:00Z", "checked_by": "code",
    "checker": {"account": ID, "name": "陈警官"}, "corrected": None,
}  # fmt: skip
WALK_IN: dict[str, Any] = {"outlet": ID, "name": "赵磊", "over_capacity": True}
WALKED_IN: dict[str, Any] = {
    **SIGN_UP, "person": {"account": "", "name": "赵磊"}, "reply": None, "remark": "", "checked_by": "hand",
    "walk_in": {"over_capacity": True, "uninvited": False},
}  # fmt: skip
CORRECTION: dict[str, Any] = {"reason": "当日未到场，误签。"}
CORRECTED: dict[str, Any] = {
    **SIGN_UP, "attended_at": None, "checked_by": None, "checker": None,
    "corrected": {
        "at": "2026-10-19T01:00:00Z", "by": {"account": ID, "name": "陈警官"}, "reason": "当日未到场，误签。",
        "attended_at": "2026-10-16T00:52:00Z",
    },
}  # fmt: skip
ATTENDANCE: dict[str, Any] = {
    "code": "330108-7KQ4-M2XD-9TRA", "bureau": "330108", "issuer": "滨江区公安局", "state": "valid", "kind": "open_day",
    "title": "秋季警营开放日", "held_on": "2026-10-16", "outlet_name": "滨江播报", "person": "王*",
    "withdrawn_on": None,
}  # fmt: skip
ACT: dict[str, Any] = {
    "id": ID, "at": "2026-09-28T02:00:00Z", "act": "announce", "by": PERSON, "state": "announced", "reason": "",
    "details": {},
}  # fmt: skip
MINUTES_INPUT: dict[str, Any] = {
    "text": "商定冬季反诈宣传以短视频为主。",
    "tasks": [{"text": "提供反诈案例素材", "unit": "反诈中心", "due": "2026-10-30"}],
    "photos": [],
}
MINUTES: dict[str, Any] = {
    "version": 1,
    "text": "商定冬季反诈宣传以短视频为主。",
    "tasks": [
        {
            "id": ID,
            "text": "提供反诈案例素材",
            "person": None,
            "unit": "反诈中心",
            "outlet": ID,
            "outlet_name": "滨江播报",
            "due": "2026-10-30",
            "done_at": None,
            "call": "",
            "request": ID,
            "may": ["finish"],
        },
    ],
    "photos": [],
    "at": "2026-10-16T06:00:00Z",
}
SUGGESTION_INPUT: dict[str, Any] = {"outlet": ID, "text": "每月固定一天开放素材库。"}
SUGGESTION_ANSWER: dict[str, Any] = {"adopted": True, "text": "自十一月起，每月第一个周三开放。"}
SUGGESTION: dict[str, Any] = {
    "id": ID, "at": "2026-10-16T02:40:00Z", "outlet": ID, "outlet_name": "滨江播报", "person": PERSON,
    "text": "每月固定一天开放素材库。", "adopted": True, "answer": "自十一月起，每月第一个周三开放。",
    "answered_at": "2026-10-19T01:00:00Z", "may": [],
}  # fmt: skip
FEEDBACK_INPUT: dict[str, Any] = {"stars": 5, "comment": "安排紧凑，收获很大。"}
FEEDBACK: dict[str, Any] = {
    "person": PERSON,
    "at": "2026-10-16T08:00:00Z",
    "stars": 5,
    "comment": "安排紧凑，收获很大。",
}
