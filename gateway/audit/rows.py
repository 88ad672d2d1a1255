"""A row of the audit trail: its fields, and the form in which it is hashed.

No bodies and no secrets: an idempotency key is kept as its hash, a query not at all but for the reason of a look at
what only a reason opens (`purpose`): it is there before anything is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from flask import Request

from gateway.audit.kept import UNWRITTEN, Document
from gateway.audit.keys import canonical as canonical_json
from gateway.current import Current
from shared.clock import now
from shared.ids import new_id
from shared.text import canonical

LONGEST_AGENT: Final = 200
LONGEST_PURPOSE: Final = 500
# What an earlier version added to a row when it sealed it; a gateway of that version may still do so beside this one.
EARLIER: Final = ("open", "seq", "previous", "hash")
# What a row says of a request, and nothing of what nobody asked for.
UNKNOWN: Final = (
    "name", "session", "route", "within", "address", "agent", "request", "client_request", "traceparent", "key",
    "purpose",
)  # fmt: skip


def describe(request: Request, current: Current, *, reasoned: bool = False) -> Document:
    """The row of an attempt, without a result. `reasoned`: its query says why, as the row does then."""
    principal = current.principal
    rule, key = request.url_rule, request.headers.get("Idempotency-Key")
    parts = list((request.view_args or {}).values())
    return {
        "_id": new_id(),
        "written": UNWRITTEN,
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
        "client_request": current.client_request,
        "traceparent": current.traceparent,
        "key": hashlib.sha256(key.encode()).hexdigest() if key else "",
        "purpose": canonical(request.args.get("reason", ""))[:LONGEST_PURPOSE] if reasoned else "",
    }


def made_by_the_system(bureau: str, operation: str, subject: str) -> Document:
    """The row of something that nobody asked for over HTTP; it has its result in itself."""
    moment = now()
    blank = dict.fromkeys(UNKNOWN, "")
    what = {"_id": new_id(), "written": UNWRITTEN, "bureau": bureau, "account": "system", "method": "SYSTEM"}
    result = {"status": 200, "ended": moment, "reason": ""}
    return {**blank, **what, "operation": operation, "roles": [], "at": moment, "object": subject, **result}


def settled(row: Mapping[str, Any]) -> bool:
    """Whether a row has its result in itself."""
    return row.get("ended") is not None


def digest(row: Mapping[str, Any], result: Mapping[str, Any] | None) -> str:
    """SHA-256 over the canonical JSON of a row and its result together."""
    said = {name: value for name, value in row.items() if name not in EARLIER}
    return hashlib.sha256(canonical_json({"row": said, "result": result})).hexdigest()
