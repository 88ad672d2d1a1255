"""Who may what: the live inbox, bulletins and deliveries."""

from __future__ import annotations

from tests.e2e.access import Case, own

CASES: dict[str, Case] = {
    # An answer without an end: its head is enough.
    "GET /v1/inbox/stream": own(upload={"stream": True}),
}
