"""Who may what: the live inbox, bulletins and deliveries."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import FILE, MEMBERS, STAFF, Cast, Parts

PUBLISHERS = ("liaison", "leader")
BULLETIN = {"kind": "news", "title": "开放日通知", "body": "周六上午九时。"}


@cache
def _file(cast: Cast) -> str:
    return str(cast["liaison"].ok("POST", "/files", **FILE)["id"])


def _published(cast: Cast) -> Parts:
    # Looked up once: several people ask at the same time, and until one of them is through each makes a file.
    file = _file(cast)
    body = BULLETIN | {"audience": [f"outlet:{cast.outlet['id']}"], "attachments": [file]}
    return {"bulletin": cast["liaison"].ok("POST", "/bulletins", json=body)["id"], "file": file}


def _drafted(cast: Cast) -> Parts:
    file = _file(cast)
    body = BULLETIN | {"audience": ["all"], "attachments": [file]}
    return {"draft": cast["liaison"].ok("POST", "/bulletin-drafts", json=body)["id"], "file": file}


_first = cache(_published)
_first_draft = cache(_drafted)


def of_bulletin(cast: Cast, fresh: bool) -> Parts:
    """A bulletin to the outlet, with an attachment."""
    return _published(cast) if fresh else _first(cast)


def of_draft(cast: Cast, fresh: bool) -> Parts:
    """A draft with an attachment, that could be published."""
    return _drafted(cast) if fresh else _first_draft(cast)


def reached(**more: Any) -> Case:
    """The outlet's members and the bureau's staff."""
    return Case(MEMBERS | STAFF, where=of_bulletin, **more)


CASES: dict[str, Case] = {
    # An answer without an end: its head is enough.
    "GET /v1/inbox/stream": own(upload={"stream": True}),
    "POST /v1/bulletins": bureau(*PUBLISHERS, body=BULLETIN | {"audience": ["all"]}),
    "GET /v1/bulletins": own(),
    "GET /v1/bulletins/{bulletin}": reached(),
    "POST /v1/bulletins/{bulletin}/read": reached(),
    "POST /v1/bulletins/{bulletin}/recall": bureau(*PUBLISHERS, where=of_bulletin, body={"reason": "内容有误"}),
    "GET /v1/bulletins/{bulletin}/receipts": bureau(*PUBLISHERS, where=of_bulletin),
    "GET /v1/bulletins/{bulletin}/attachments/{file}": reached(),
    "POST /v1/bulletin-audiences": bureau(*PUBLISHERS, body={"audience": ["all"]}),
    "GET /v1/bulletin-drafts": bureau(*PUBLISHERS),
    "POST /v1/bulletin-drafts": bureau(*PUBLISHERS, body={"title": "开放日通知"}),
    "GET /v1/bulletin-drafts/{draft}": bureau(*PUBLISHERS, where=of_draft),
    "PATCH /v1/bulletin-drafts/{draft}": bureau(*PUBLISHERS, where=of_draft, body={"urgent": True}),
    "DELETE /v1/bulletin-drafts/{draft}": bureau(*PUBLISHERS, where=of_draft),
    "POST /v1/bulletin-drafts/{draft}/publication": bureau(*PUBLISHERS, where=of_draft),
    "GET /v1/bulletin-drafts/{draft}/attachments/{file}": bureau(*PUBLISHERS, where=of_draft),
    "GET /v1/waiting": own(),
    "GET /v1/notification-channels/email": own(),
    "PUT /v1/notification-channels/email": own({"email": "somebody@example.com"}),
    "GET /v1/notification-channels/robot": bureau("admin"),
    "PUT /v1/notification-channels/robot": bureau("admin", body={"kind": None}),
    "GET /v1/deliveries": bureau("admin", "liaison"),
}
