"""审计 / Audit. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import datetime
from typing import Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class Audit(Area):
    """审计 / Audit"""

    def audit(
        self, *, account: str | Absent = ABSENT, object: str | Absent = ABSENT, operation: str | Absent = ABSENT,
        request: str | Absent = ABSENT, since: str | datetime | Absent = ABSENT,
        until: str | datetime | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """审计记录 / The audit trail."""
        return self._pages(
            "/v1/audit", options, query={"account": account, "object": object, "operation": operation,
            "request": request, "since": since, "until": until, "cursor": cursor, "limit": limit},
        )

    def operations(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """操作名称 / Names of operations."""
        return self._call("GET", "/v1/audit/operations", options, known=known)

    def chain(self, **options: Unpack[Options]) -> Answer:
        """核对审计记录 / Is the trail whole?."""
        return self._call("GET", "/v1/audit/chain", options)
