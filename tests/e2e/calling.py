"""What tests of calls for works share."""

from __future__ import annotations

from typing import Any

from tests.e2e.people import Data, Person, eventually

CALL: Data = {
    "kind": "call", "title": "全民反诈百日行", "brief": "讲清一种新骗局。", "closes_at": "2099-01-01T00:00:00Z",
}  # fmt: skip


def call_of(liaison: Person, *, open_: bool = True, **changes: Any) -> Data:
    """A call, open unless a draft is wanted; the service hears of new outlets by an event."""
    body = CALL | changes
    answer = eventually(lambda: liaison.call("POST", "/v1/calls", json=body), lambda one: one.status_code == 201)
    made: Data = answer.json()
    if open_:
        made = liaison.ok("POST", f"/calls/{made['id']}/opening", headers={"If-Match": "*"})
    return made
