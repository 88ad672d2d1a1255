"""工作日历 / Working days. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Workdays(Area):
    """工作日历 / Working days"""

    def years(self, **options: Unpack[Options]) -> Answer:
        """工作日历一览 / By what years count."""
        return self._call("GET", "/v1/workdays", options)

    def get(self, year: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看一年的工作日历 / How a year counts."""
        return self._call("GET", f"/v1/workdays/{part(year)}", options, known=known)

    def adopt(
        self, year: str, *, version: Version, days: Sequence[Mapping[str, Any]], source: str,
        reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """录入或更正一年的工作日历 / Enter or correct a year."""
        return self._call(
            "PUT", f"/v1/workdays/{part(year)}", options, body={"days": days, "source": source, "reason": reason},
            version=version,
        )

    def history(
        self, year: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """一年工作日历的各版本 / Versions of a year."""
        return self._pages(f"/v1/workdays/{part(year)}/history", options, query={"cursor": cursor, "limit": limit})
