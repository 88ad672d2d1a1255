"""The audit trail (审计) of one's bureau."""

from __future__ import annotations

from gateway.api import examples
from gateway.audit.reading import AuditPage, AuditQuery, search
from gateway.auth.access import only
from gateway.current import asking
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role

area = Area("audit", zh="审计", en="Audit")
ROW = {
    "id": examples.ID,
    "at": "2026-11-02T08:30:00.120Z",
    "ended": "2026-11-02T08:30:00.141Z",
    "account": examples.ID,
    "name": "李静",
    "roles": ["liaison"],
    "session": examples.ID,
    "method": "POST",
    "route": "/v1/outlets/<id:outlet>/verification",
    "operation": "outlets.verify",
    "object": examples.ID,
    "status": 200,
    "reason": "",
    "address": "10.0.0.8",
    "agent": "Mozilla/5.0",
    "request": examples.ID,
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "key": "",
    "seq": 1042,
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


@area.get(
    "/audit", access=only(Role.ADMIN), query=AuditQuery(), answer=AuditPage(), paged=True,
    answer_example=examples.page(ROW),
    zh="审计记录\n本局的每次变更（含被拒绝的）与个人信息查看，由新到旧；至少保存 180 天，按哈希链封存。",
    en="The audit trail\nEvery change in the bureau, refused ones too, and every look at personal data, newest first. "
       "Kept for 180 days at least, sealed in a hash chain.",
)  # fmt: skip
def audit(data: Data) -> Data:
    return search(runtime().store.db, asking().bureau, data)
