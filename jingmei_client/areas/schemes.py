"""计分办法 / Scoring schemes. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Schemes(Area):
    """计分办法 / Scoring schemes"""

    def schemes(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """计分办法列表 / Schemes."""
        return self._pages("/v1/schemes", options, query={"cursor": cursor, "limit": limit})

    def adopt(self, *, scheme: Mapping[str, Any], effective_from: str | date, **options: Unpack[Options]) -> Answer:
        """发布计分办法 / Adopt a scheme."""
        return self._call("POST", "/v1/schemes", options, body={"scheme": scheme, "effective_from": effective_from})

    def check(self, *, scheme: Mapping[str, Any], **options: Unpack[Options]) -> Answer:
        """检查计分办法 / Check a scheme."""
        return self._call("POST", "/v1/schemes/check", options, body={"scheme": scheme})

    def try_draft(
        self, *, scheme: Mapping[str, Any], period: str, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """试算未发布的办法 / Try a scheme that is not adopted."""
        return self._call(
            "POST", "/v1/schemes/trial", options, body={"scheme": scheme, "period": period, "limit": limit},
        )

    def form(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """计分办法的格式 / The form of a scheme."""
        return self._call("GET", "/v1/schemes/schema", options, known=known)

    def call_points(self, *, points: int, **options: Unpack[Options]) -> Answer:
        """约稿加分 / What calls give."""
        return self._call("GET", "/v1/schemes/calls", options, query={"points": points})

    def scheme(self, scheme: str, **options: Unpack[Options]) -> Answer:
        """查看计分办法 / One scheme."""
        return self._call("GET", f"/v1/schemes/{part(scheme)}", options)

    def trial(
        self, scheme: str, *, period: str, version: Version | None = None, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """试算 / Try a scheme."""
        return self._call(
            "POST", f"/v1/schemes/{part(scheme)}/trial", options, body={"period": period, "limit": limit},
            version=version,
        )
