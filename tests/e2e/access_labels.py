"""Who may what: labels."""

from __future__ import annotations

from tests.e2e.access import Case, public

CASES: dict[str, Case] = {"GET /v1/labels": public()}
