"""Examples of reviews, policies and permits for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 3,
    "submission": ID,
    "number": "2026-000123",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "kind": "work",
    "title": "夜巡三公里",
    "round": 1,
    "revision": 1,
    "sensitivity": "normal",
    "status": "open",
    "stage": "first",
    "due_at": "2026-11-02T09:30:00Z",
    "due_exact": True,
    "overdue": False,
    "claimed_by": ID,
    "claimed_until": "2026-11-02T09:00:00Z",
    "left_by": "",
    "claimed_by_other": False,
    "findings_open": 1,
    "returned": False,
    "opened_at": "2026-11-02T00:30:00Z",
    "updated_at": "2026-11-02T08:30:00Z",
}
STAGES: dict[str, int] = {"first": 5, "second": 0, "final": 1, "leader": 0, "assessment": 2}
COUNTS: dict[str, Any] = {
    "waiting": 10,
    "free": STAGES,
    "mine": 2,
    "overdue": 1,
    "mine_overdue": 0,
    "returned": 3,
    "stage": {**STAGES, "first": 7},
    "kind": {"work": 8, "golden_idea": 2},
    "sensitivity": {"normal": 7, "sensitive": 2, "major": 1},
    "left": None,
    "proposals": None,
}
WORKLOAD: dict[str, Any] = {
    "items": [{"account": ID, "roles": ["reviewer_first"], "in_hand": 3, "overdue": 1, "decided": 42}],
    "days": 30,
}
FINDING: dict[str, Any] = {
    "id": "f1",
    "rule": "phone",
    "field": "body",
    "start": 24,
    "end": 35,
    "excerpt": "13*******78",
    "suggestion": "疑为电话号码；如非公开的服务电话，请删除或遮盖。",
    "source": "",
    "other": "",
    "percent": 0,
    "severity": "high",
    "statutes": ["personal_data_28"],
    "blocking": True,
    "state": "open",
    "by": "",
    "at": None,
    "reason": "",
}
ACT: dict[str, Any] = {
    "id": ID,
    "act": "claim",
    "by": ID,
    "at": "2026-11-02T08:30:00Z",
    "stage": "first",
    "status": "open",
    "version": 3,
    "reason": "",
    "details": {},
    "events": [],
}
REVIEW: dict[str, Any] = {
    **SUMMARY,
    "submitter": ID,
    "outlets": [ID],
    "category": "self_media",
    "genre": "article",
    "topic": "警营开放",
    "call": "",
    "content_hash": HASH,
    "body": "晚上十点，浦沿派出所的巡逻车准时出发。爆料请拨 13912345678。",
    "attachments": [{"file": ID, "name": "夜巡.jpg", "media_type": "image/jpeg", "sha256": HASH, "size": 482133}],
    "policy": 0,
    "stages": [
        {"stage": "first", "hours": 7, "roles": ["reviewer_first"], "done": False},
        {"stage": "final", "hours": 7, "roles": ["reviewer_final"], "done": False},
    ],
    "decisions": [],
    "assessments": [],
    "score": None,
    "findings": [FINDING],
    "findings_left_out": 0,
    "recused": [],
    "permit": "",
    "embargo_before": None,
    "published": False,
    "moves": ["claim", "release", "reassign", "recuse", "decide", "set_sensitivity", "confirm", "dismiss"],
    "may": [
        "claim",
        "release",
        "recuse",
        "set_sensitivity",
        "confirm_finding",
        "dismiss_finding",
        "dismiss_findings",
        "decide",
    ],
    "history": [ACT],
}
FIGURES: list[dict[str, Any]] = [
    {
        "stage": stage,
        "decided": 12,
        "passed": 0 if stage == "assessment" else 9,
        "changes": 0 if stage == "assessment" else 2,
        "rejected": 0 if stage == "assessment" else 1,
        "adopted": 8 if stage == "assessment" else 0,
        "declined": 4 if stage == "assessment" else 0,
        "timed": 12,
        "median_minutes": 95,
        "p90_minutes": 402,
        "overdue": 1,
        "overdue_percent": "8.3",
    }
    for stage in STAGES
]
PERIOD: dict[str, Any] = {
    "from": "2026-09",
    "to": "2026-09",
    "stages": FIGURES,
    "months": [{"month": "2026-09", "stages": FIGURES}],
    "categories": [{"category": "self_media", "stages": FIGURES}],
    "topics": [{"topic": "反诈", "stages": FIGURES}],
}
STATISTICS: dict[str, Any] = {**PERIOD, "previous": None}
CHANGES: dict[str, Any] = {
    "decision": "changes",
    "reason": "请删去电话号码。",
    "comments": [{"text": "个人电话", "field": "body", "start": 24, "end": 35}],
}
POLICY_RULES: dict[str, Any] = {
    "title": "滨江区审核规程（2026 年修订）",
    "working_hours": [{"from": "08:30", "to": "12:00"}, {"from": "14:00", "to": "17:30"}],
    "lease_minutes": 30,
    "remind_hours": 2,
    "duplicate_percent": 80,
    "routes": [
        {
            "categories": ["official_media", "department", "self_media", "influencer"],
            "sensitivities": ["normal", "sensitive", "major"],
            "stages": [
                {"stage": "first", "hours": 7, "roles": ["reviewer_first"]},
                {"stage": "second", "hours": 7, "roles": ["reviewer_second"]},
                {"stage": "final", "hours": 7, "roles": ["reviewer_final"]},
            ],
        }
    ],
    "ideas": {
        "hours": 35,
        "roles": ["reviewer_first", "reviewer_second", "reviewer_final"],
        "minimum": 2,
        "threshold": "60.00",
        "weights": {"novelty": 1, "feasibility": 1, "benefit": 1},
    },
}
POLICY_INPUT: dict[str, Any] = {**POLICY_RULES, "reason": "重大节点前从严"}
POLICY: dict[str, Any] = {
    **POLICY_INPUT,
    "id": "1",
    "version": 1,
    "current": True,
    "by": ID,
    "confirmed_by": ID,
    "at": "2026-11-02T08:30:00Z",
}
WORDS_RULES: dict[str, Any] = {
    "list": "banned",
    "title": "新闻报道禁用词",
    "level": "banned",
    "words": [{"word": "黑老大", "suggestion": "涉黑组织头目"}],
}
WORDS_INPUT: dict[str, Any] = {**WORDS_RULES, "reason": "市局通报"}
WORDS_SUMMARY: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "list": "banned",
    "title": "新闻报道禁用词",
    "level": "banned",
    "count": 1,
    "current": True,
    "by": ID,
    "confirmed_by": ID,
    "reason": "市局通报",
    "at": "2026-11-02T08:30:00Z",
}
WORDS: dict[str, Any] = {**WORDS_SUMMARY, "words": WORDS_INPUT["words"], "may": ["propose_word_list"]}
SHIPPED: dict[str, Any] = {
    "items": [
        {
            "list": "misnomers",
            "title": "涉警涉法用语规范（随系统提供）",
            "level": "sensitive",
            "words": [{"word": "电信诈骗", "suggestion": "电信网络诈骗"}],
            "version": 0,
        }
    ],
    "may": ["propose_word_list"],
}
TRY_WORDS: dict[str, Any] = {
    "words": [{"word": "电信诈骗", "suggestion": "电信网络诈骗"}, {"word": "协警"}],
    "texts": 200,
}
WORDS_TRIAL: dict[str, Any] = {
    "texts": 200,
    "marked": 12,
    "since": "2026-09-14T01:20:00Z",
    "words": [{"word": "电信诈骗", "texts": 12, "times": 17, "reviews": [ID]}],
}
PROPOSAL_SUMMARY: dict[str, Any] = {
    "id": ID, "version": 1, "kind": "word_list", "list": "banned", "title": "新闻报道禁用词", "base": 0,
    "state": "open", "by": ID, "at": "2026-11-02T08:30:00Z", "until": "2026-11-16T08:30:00Z", "reason": "市局通报",
    "decided_by": "", "decided_at": None, "decided_reason": "",
}  # fmt: skip
PROPOSAL: dict[str, Any] = PROPOSAL_SUMMARY | {
    "policy": None,
    "word_list": WORDS_RULES,
    "changes": [
        {
            "field": "word", "category": "", "sensitivity": "", "word": "黑老大", "before": None,
            "after": "涉黑组织头目", "before_stages": [], "after_stages": [],
        }
    ],
    "may": ["confirm", "refuse"],
}  # fmt: skip
CODE = "330108-8M2K-QX7T-0ZPC-4WQZ"
PERMIT: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "code": CODE,
    "number": "330108-2026-000012",
    "year": 2026,
    "submission": ID,
    "review": ID,
    "outlet": ID,
    "outlet_name": "滨江播报",
    "title": "夜巡三公里",
    "content_hash": HASH,
    "issued_at": "2026-11-02T08:30:00Z",
    "embargo_until": None,
    "conditions": ["不得改动标题"],
    "planned": ["滨江发布微信公众号"],
    "state": "valid",
    "revoked_at": None,
    "revoked_by": "",
    "reason": "",
}
PUBLIC_PERMIT: dict[str, Any] = {
    "number": "330108-2026-000012",
    "title": "夜巡三公里",
    "outlet_name": "滨江播报",
    "issued_on": "2026-11-02",
    "state": "valid",
    "embargo_until": None,
    "conditions": ["不得改动标题"],
    "planned": ["滨江发布微信公众号"],
}
