"""可邀人员 / Guests. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class Guests(Area):
    """可邀人员 / Guests"""

    def search(
        self, *, name: str | Absent = ABSENT, outlet: str | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """可邀人员 / Guests."""
        return self._pages(
            "/v1/activity-guests", options, query={"name": name, "outlet": outlet, "cursor": cursor, "limit": limit},
        )
