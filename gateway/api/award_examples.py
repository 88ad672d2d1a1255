"""Examples of appeals and awards for the documentation page."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

APPEAL_INPUT = {"outlet": ID, "reason": "7月12日在省级媒体头版刊发的作品未按头版计分。", "entries": [ID]}
APPEAL: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "period": "2026-Q3",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "status": "upheld",
    "reason": APPEAL_INPUT["reason"],
    "submission": "",
    "entries": [ID],
    "evidence": [],
    "opened_by": ID,
    "opened_at": "2026-10-12T02:00:00Z",
    "answer": "经核实，该作品确系头版刊发，予以更正。",
    "answered_by": ID,
    "answered_at": "2026-10-13T02:00:00Z",
    "corrections": [{"entry": ID, "points": "7.00", "reverses": ""}],
    "may": [],
}
ANSWER = {
    "decision": "upheld",
    "answer": APPEAL["answer"],
    "corrections": [{"points": "7.00", "submission": ID, "reason": "头版刊发，补记系数差额"}],
}
GRANT = {"period": "2026-Q3", "granted": 12, "total": 12}
DELIVERY = {
    "delivered_at": "2026-10-30T02:00:00Z",
    "received_by": "王小明",
    "delivered_by": ID,
    "photo": ID,
    "note": "在县融媒体中心交付",
}
AWARD: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "period": "2026-Q3",
    "kind": "certificate",
    "title": "先进协作媒体",
    "rule": "certificate-top3",
    "status": "granted",
    "outlet": ID,
    "outlet_name": "滨江播报",
    "category": "self_media",
    "place": 1,
    "overall": False,
    "points": "1210.00",
    "submission": "",
    "work": "",
    "number": "330108-2026-0001",
    "code": "330108-7KQ4-M2XD-9TRA",
    "digest": "9f2c1e0a",
    "granted_at": "2026-10-23T02:00:00Z",
    "granted_by": ID,
    "delivery": None,
    "may": ["deliver"],
}
CERTIFICATE: dict[str, Any] = {
    "code": AWARD["code"],
    "number": AWARD["number"],
    "bureau": "330108",
    "issuer": "滨江县公安局",
    "period": "2026-Q3",
    "title": AWARD["title"],
    "outlet_name": "滨江播报",
    "category": "self_media",
    "place": 1,
    "overall": False,
    "work": "",
    "granted_on": "2026-10-23",
}
