"""审计 / Audit. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import datetime
from typing import Unpack

from jingmei_client.answers import Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class Audit(Area):
    """审计 / Audit"""

    def audit(
        self, *, account: str | Absent = ABSENT, object: str | Absent = ABSENT, operation: str | Absent = ABSENT,
        since: str | datetime | Absent = ABSENT, until: str | datetime | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """审计记录 / The audit trail."""
        return self._pages(
            "/v1/audit", options, query={"account": account, "object": object, "operation": operation, "since": since,
            "until": until, "cursor": cursor, "limit": limit},
        )
