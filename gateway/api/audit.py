"""The audit trail (审计) of one's bureau."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from flask import current_app
from marshmallow import Schema
from marshmallow import fields as ma

from gateway import messages
from gateway.api import examples
from gateway.audit import verify
from gateway.audit.readers import Reader
from gateway.audit.reading import AuditPage, AuditQuery, search
from gateway.auth.access import only
from gateway.current import asking, current
from gateway.errors import ServiceUnavailable
from gateway.http.area import Area
from gateway.http.declaration import Declaration, summary
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role
from shared.contracts.fields import MAX_PAGE
from shared.errors import DeadlineExceeded

area = Area("audit", zh="审计", en="Audit")
AUDITORS = only(Role.AUDITOR)
# What nobody asked for over HTTP.
BY_ITSELF: Final = (
    "accounts.appoint", "accounts.erase", "audit.prune", "files.collect", "imports.expire", "second_factors.rescue",
)  # fmt: skip
# Seconds that the trail is read for at a request; the operator's command has all the time that it takes.
WITHIN: Final = 4.0
# Seconds that it waits for whether the reader belongs to an outlet.
PATIENCE: Final = 2.0
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
    "within": "",
    "status": 200,
    "reason": "",
    "purpose": "",
    "address": "10.0.0.8",
    "agent": "Mozilla/5.0",
    "request": examples.ID,
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "key": "",
    "seq": 1042,
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


@area.get(
    "/audit", access=AUDITORS, query=AuditQuery(), answer=AuditPage(), paged=True, audited=True,
    answer_example={**examples.page(ROW), "left_out": False},
    zh="审计记录\n本局的每次变更（含被拒绝的）与个人信息查看，由新到旧；至少保存 180 天，按带密钥的哈希链封存。"
       "查看本记录也留痕。属于媒体的人看不到民警在媒体事务中的操作（left_out 为真），其他媒体本身的除外。",
    en="The audit trail\nEvery change in the bureau, refused ones too, and every look at personal data, newest first. "
       "Kept for 180 days at least, sealed in a chain that is signed. Each look at it is on it, too. Whoever belongs "
       "to an outlet is not told what staff did in the affairs of outlets (`left_out`), but for what was done to "
       "another outlet itself.",
)  # fmt: skip
def audit(data: Data) -> Data:
    who = asking()
    return search(runtime().store.db, Reader(who.bureau, who.account, _own_outlets()), data)


def _own_outlets() -> frozenset[str] | None:
    """The outlets that the reader belongs to; None when the service that knows it is away: nothing of outlets then."""
    now, own, place = current(), set[str](), dict[str, str]()
    context = replace(now.context(), deadline=min(now.deadline, time.time() + PATIENCE))
    while True:
        try:
            page: Data = runtime().rpc.call("outlet.mine", {"limit": MAX_PAGE, **place}, context)[0]
        except (ServiceUnavailable, DeadlineExceeded):
            return None
        own |= {each["id"] for each in page["items"]}
        if page["next"] is None:
            return frozenset(own)
        place = {"cursor": page["next"]}


class OperationsView(Schema):
    """What the operations of the trail are called, by their codes."""

    operations = ma.Dict(keys=ma.String(), values=ma.String(), required=True)


class FaultView(Schema):
    """One fault of the chain, in words too."""

    damage = ma.String(
        required=True, metadata={"description": "removed, altered, reordered, truncated, unsealed, forged, young"}
    )
    seq = ma.Integer(required=True)
    row = ma.String(required=True)
    message = ma.String(required=True)


class ChainView(Schema):
    """Whether the bureau's chain is whole, as far as it was looked at."""

    whole = ma.Boolean(required=True, metadata={"description": "所核对的部分完好 / What was looked at is whole"})
    complete = ma.Boolean(
        required=True, metadata={"description": "假：时间所限，只核对到 last / False: time was up, only up to `last`"}
    )
    first = ma.Integer(required=True)
    last = ma.Integer(required=True)
    rows = ma.Integer(required=True)
    unsettled = ma.Integer(required=True, metadata={"description": "结果未知的条数 / Rows without a known result"})
    head = ma.String(required=True, metadata={"description": "最后一块的签名 / The signature of the last block"})
    findings = ma.List(ma.Nested(FaultView), required=True)


@area.get(
    "/audit/operations", access=AUDITORS, answer=OperationsView(), etag=True,
    answer_example={"operations": {"outlets.verify": "通过认证"}},
    zh="操作名称\n审计记录中各操作代码（operation）的中文或英文名称。",
    en="Names of operations\nWhat the operations of the audit trail are called, in the language asked for.",
)  # fmt: skip
def operations() -> Data:
    return {"operations": operations_in(current().locale)}


@area.get(
    "/audit/chain", access=AUDITORS, answer=ChainView(),
    answer_example={
        "whole": True, "complete": True, "first": 1, "last": 1042, "rows": 1042, "unsettled": 0, "head": ROW["hash"],
        "findings": [],
    },
    zh="核对审计记录\n从头重算本局审计记录的签名链，逐条核对是否有删改；至多数秒，"
       "记录很多时只核对到 last（complete 为假），全部核对用 jingmei audit verify。",
    en="Is the trail whole?\nThe bureau's chain is computed again from its beginning, row by row; for some seconds at "
       "most: of a long one only what is up to `last` (`complete` is false then), all of it by `jingmei audit verify`.",
)  # fmt: skip
def chain() -> Data:
    parts = runtime()
    (found,) = verify(parts.store.db, parts.chains.ring, asking().bureau, WITHIN).chains
    faults = [
        {"damage": each.damage.value, "seq": each.seq, "row": each.row,
         "message": messages.text(current().locale, f"audit.{each.damage}")}
        for each in found.findings
    ]  # fmt: skip
    same = {name: getattr(found, name) for name in ("complete", "first", "last", "rows", "head")}
    return same | {"whole": not faults, "unsettled": found.unknown, "findings": faults}


def operations_in(locale: str) -> dict[str, str]:
    """What every operation is called: the first line of its texts; what the system does by itself besides."""
    declared: dict[str, Declaration] = {
        name: view.declared for name, view in current_app.view_functions.items() if hasattr(view, "declared")
    }
    named = {name: summary(each.zh if locale == "zh" else each.en) for name, each in declared.items()}
    return named | {name: messages.text(locale, f"operation.{name}") for name in BY_ITSELF}
