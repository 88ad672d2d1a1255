"""Examples of scoring for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DATA: dict[str, Any] = {
    "name": "滨江区警媒协作宣传量化考评办法",
    "publications": {
        "points": [
            {"media": ["人民公安报"], "points": "20"},
            {"level": "central", "points": "20"},
            {"level": "county", "points": "2"},
        ],
        "factors": {"grade": {"A": "1.5", "B": "1.2"}, "byline": {"invited": "0", "paid": "0"}},
        "across_media": {"mode": "highest_only"},
        "reprints": "none",
    },
    "metrics": [
        {
            "id": "day7_reads",
            "name": "七日阅读播放量",
            "measure": "reads",
            "day": 7,
            "tiers": [{"at_least": 2000, "points": "2"}, {"at_least": 3000, "points": "4"}],
            "step": {"each": 1000, "points": "1"},
            "cap": "30",
        }
    ],
    "manual": [{"id": "superior_comment", "name": "上级领导批示肯定", "kind": "bonus", "points": "5"}],
    "ideas": {"adopted": "5"},
    "ranking": {"ties": ["total", "a_grades", "earliest"], "minimum_works": 1},
    "year": "sum",
}
SCHEME_INPUT: dict[str, Any] = {"scheme": DATA, "effective_from": "2027-01-01"}
SCHEME_SUMMARY: dict[str, Any] = {
    "id": ID,
    "serial": 1,
    "name": DATA["name"],
    "effective_from": "2027-01-01",
    "in_force": False,
    "by": ID,
    "at": "2026-12-20T02:00:00Z",
}
SCHEME: dict[str, Any] = {**SCHEME_SUMMARY, "scheme": DATA, "may": ["try", "adopt"]}
CHECK: dict[str, Any] = {
    "valid": False,
    "problems": [
        {
            "pointer": "/metrics/0/cap",
            "rule": "scheme.cap_below_tier",
            "params": {},
            "message": "封顶低于最高一档的分值。",
        },
    ],
}
TRIAL: dict[str, Any] = {
    "period": "2026-Q3",
    "scheme": ID,
    "works": 384,
    "late": 2,
    "outlets": 180,
    "points": "2310.50",
    "points_now": "2188.00",
    "items": [
        {
            "outlet": ID,
            "name": "滨江播报",
            "category": "self_media",
            "rank": 1,
            "points": "61.20",
            "works": 7,
            "rank_now": 2,
            "points_now": "55.00",
        }
    ],
}
SIGNATURE: dict[str, Any] = {"account": ID, "name": "王芳", "at": "2026-10-12T02:00:00Z"}
PERIOD: dict[str, Any] = {
    "id": "2026-Q3",
    "version": 2,
    "kind": "quarter",
    "name": "2026年第三季度",
    "starts": "2026-07-01",
    "ends": "2026-09-30",
    "status": "publicised",
    "moves": ["finalise"],
    "may": ["finalise", "rebuild"],
    "counters": {"works": 384, "publications": 590, "metrics": 1770, "ideas": 4, "entries": 1120},
    "scheme": 0,
    "closed": SIGNATURE,
    "publicised": SIGNATURE,
    "working_days": 5,
    "appeals_until": "2026-10-19",
    "appeals_exact": True,
    "appeals": 1,
    "open_appeals": 0,
    "finalised": None,
    "early": "",
    "digest": "",
}
REBUILD: dict[str, Any] = {
    "period": "2026-Q3",
    "identical": True,
    "entries": 1120,
    "rebuilt": 1120,
    "digest": DIGEST,
    "rebuilt_digest": DIGEST,
    "missing": [],
    "surplus": [],
    "different": [],
    "standings": [],
    "ranking": None,
}
SIGNED_PERIOD: dict[str, Any] = {
    "id": "2026-Q3",
    "kind": "quarter",
    "name": "2026年第三季度",
    "name_en": "Q3 2026",
    "digest": DIGEST,
    "signed_by": "王芳",
    "signed_at": "2026-10-20T02:00:00Z",
}
RANKING: dict[str, Any] = {
    "period": "2026-Q3",
    "name": "2026年第三季度",
    "status": "finalised",
    "category": "self_media",
    "digest": DIGEST,
    "signed_by": "王芳",
    "signed_at": "2026-10-20T02:00:00Z",
    "items": [
        {
            "rank": 1,
            "outlet": ID,
            "name": "滨江播报",
            "category": "self_media",
            "points": "61.20",
            "works": 7,
            "publications": 9,
            "a_grades": 2,
            "best_work": "21.60",
            "earliest": "2026-07-03T10:00:00Z",
            "previous": 3,
            "movement": 2,
        }
    ],
    "next": None,
}
ENTRY: dict[str, Any] = {
    "id": "0f3c2f0f3a2a4be19f0c7f6a2bb2f7d1",
    "outlet": ID,
    "period": "2026-Q3",
    "late": "",
    "points": "6.00",
    "rule": "publication",
    "scheme": 0,
    "kind": "fact",
    "cause": ID,
    "at": "2026-07-03T10:05:00Z",
    "submission": ID,
    "publication": ID,
    "reverses": "",
    "reversed": False,
    "reason": "",
    "by": "",
    "text": "刊发：原始值 市级《钱塘晚报》（报纸），计 5 分 → 系数 B（良好）×1.2 → 得分 6.00",
    "working": {
        "verified_by": "",
        "raw": "市级《钱塘晚报》（报纸）",
        "base": "5",
        "factors": [{"name": "grade", "value": "B", "factor": "1.2"}],
        "points": "6.00",
        "share": 1,
        "shares_of": 1,
        "got": "6.00",
    },
}
NOTE: dict[str, Any] = {
    "publication": ID,
    "rule": "metrics:day7_reads",
    "reason": "below_tiers",
    "text": "七日阅读播放量：传播数据未达到起计档",
}
WORK: dict[str, Any] = {
    "submission": ID,
    "number": "2026-000123",
    "title": "夜巡三公里",
    "points": "6.00",
    "counts": True,
    "text": "《夜巡三公里》得 6.00 分（积分流水 1 条）",
    "entries": [ENTRY],
    "notes": [NOTE],
}
EXPLANATION: dict[str, Any] = {
    "period": "2026-Q3",
    "status": "finalised",
    "outlet": ID,
    "name": "滨江播报",
    "category": "self_media",
    "ranked": True,
    "rank": 12,
    "category_rank": 3,
    "points": "6.00",
    "works": 1,
    "publications": 1,
    "a_grades": 0,
    "best_work": "6.00",
    "scheme": 0,
    "scheme_name": "县级警媒协作宣传量化考评办法",
    "text": "滨江播报（自媒体）2026年第三季度积分 6.00 分（已定榜）。计分作品 1 件、刊发 1 篇次，其中 A 级作品 0 件，"
    "单件最高 6.00 分。计分办法：县级警媒协作宣传量化考评办法。自媒体排名第 3，总排名第 12。",
    "by_hand": [],
    "items": [WORK],
    "next": None,
    "may": [],
}
POINTS: dict[str, Any] = {
    "submission": ID,
    "number": "2026-000123",
    "title": "夜巡三公里",
    "grade": "B",
    "points": "6.00",
    "outlets": [{"outlet": ID, "name": "滨江播报", "points": "6.00"}],
    "text": WORK["text"],
    "entries": [ENTRY],
    "notes": [NOTE],
}
ADJUSTMENT_INPUT: dict[str, Any] = {
    "outlet": ID,
    "rule": "superior_comment",
    "period": "2026-Q4",
    "reason": "市局领导批示肯定《夜巡三公里》。",
}
ADJUSTMENT: dict[str, Any] = {
    **ADJUSTMENT_INPUT,
    "id": ID,
    "version": 1,
    "name": "上级领导批示肯定",
    "points": "5.00",
    "submission": "",
    "by": ID,
    "at": "2026-11-02T08:30:00Z",
    "entry": ENTRY["id"],
    "reversed_at": None,
    "reversed_in": "",
    "reversal_reason": "",
}
LISTED_ADJUSTMENT: dict[str, Any] = {
    **ADJUSTMENT, "outlet_name": "滨江播报", "appeal": "", "stands": True, "may": ["reverse_adjustment"],
}  # fmt: skip
