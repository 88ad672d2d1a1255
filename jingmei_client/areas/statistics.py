"""统计 / Statistics. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class Statistics(Area):
    """统计 / Statistics"""

    def requests(
        self, *, from_: str, to: str, compare: Literal["previous"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """需求办理统计 / Response times."""
        return self._call(
            "GET", "/v1/statistics/requests", options, query={"compare": compare, "from": from_, "to": to},
        )

    def reviews(
        self, *, from_: str, to: str, compare: Literal["previous"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """审核统计 / Statistics of review."""
        return self._call("GET", "/v1/statistics/reviews", options, query={"compare": compare, "from": from_, "to": to})

    def works(
        self, *, from_: str, to: str, compare: Literal["previous"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """作品统计 / Statistics of works."""
        return self._call("GET", "/v1/statistics/works", options, query={"compare": compare, "from": from_, "to": to})
