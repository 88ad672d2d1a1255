"""A row of the audit trail: its fields, and the form in which it is hashed.

No bodies and no secrets: an idempotency key is kept as its hash, a query not at all but for the reason of a look at
what only a reason opens (`purpose`): it is there before anything is shown.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import orjson
from flask import Request

from gateway.current import Current
from shared.clock import now
from shared.ids import new_id
from shared.text import canonical

Document = dict[str, Any]
LONGEST_AGENT: Final = 200
LONGEST_PURPOSE: Final = 500
# What is known of the row's place, not of what happened.
OUTSIDE_THE_HASH: Final = ("hash", "open")
# What the chain begins with.
GENESIS: Final = "0" * 64


def describe(request: Request, current: Current, *, reasoned: bool = False) -> Document:
    """The row of an attempt, without a result. `reasoned`: its query says why, as the row does then."""
    principal = current.principal
    rule, key = request.url_rule, request.headers.get("Idempotency-Key")
    parts = list((request.view_args or {}).values())
    return {
        "_id": new_id(),
        "bureau": principal.bureau if principal else "",
        "at": now(),
        "account": principal.account if principal else "",
        "name": principal.name if principal else "",
        "roles": sorted(principal.roles) if principal else [],
        "session": principal.session if principal else "",
        "method": request.method,
        "route": rule.rule if rule else "",
        "operation": request.endpoint or "",
        "object": str(parts[-1]) if parts else "",
        # What it is a part of: the request whose file somebody looks at.
        "within": str(parts[0]) if len(parts) > 1 else "",
        "address": current.remote,
        "agent": (request.user_agent.string or "")[:LONGEST_AGENT],
        "request": current.request_id,
        "traceparent": current.traceparent,
        "key": hashlib.sha256(key.encode()).hexdigest() if key else "",
        "purpose": canonical(request.args.get("reason", ""))[:LONGEST_PURPOSE] if reasoned else "",
        **UNSETTLED,
    }


def made_by_the_system(bureau: str, operation: str, subject: str) -> Document:
    """The row of something that nobody asked for over HTTP; settled at once."""
    moment = now()
    unknown = ("name", "session", "route", "within", "address", "agent", "request", "traceparent", "key", "purpose")
    blank = dict.fromkeys(unknown, "")
    what = {"_id": new_id(), "bureau": bureau, "account": "system", "method": "SYSTEM", "operation": operation}
    result = {"status": 200, "ended": moment, "reason": "", "open": True}
    return {**blank, **what, "roles": [], "at": moment, "object": subject, **result}


def sealed(row: Document, seq: int, previous: str) -> Document:
    """What sealing adds to a row: its number in the bureau's chain, the hash before it, and its own."""
    placed = {**row, "seq": seq, "previous": previous}
    return {"seq": seq, "previous": previous, "hash": digest(placed)}


def digest(row: Document) -> str:
    """SHA-256 over the canonical JSON of everything in a row but its hash."""
    content = {name: value for name, value in row.items() if name not in OUTSIDE_THE_HASH}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()


UNSETTLED: Final[Document] = {"status": None, "ended": None, "reason": "", "open": True}
