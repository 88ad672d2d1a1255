"""量化考评 / Scoring. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Scoring(Area):
    """量化考评 / Scoring"""

    def periods(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """考评周期列表 / Periods."""
        return self._pages("/v1/periods", options, query={"cursor": cursor, "limit": limit})

    def period(self, period: str, **options: Unpack[Options]) -> Answer:
        """查看考评周期 / One period."""
        return self._call("GET", f"/v1/periods/{part(period)}", options)

    def close(self, period: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """截止 / Close a period."""
        return self._call("POST", f"/v1/periods/{part(period)}/closure", options, version=version)

    def publicise(
        self, period: str, *, version: Version | None = None, working_days: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """公示 / Make a ranking public."""
        return self._call(
            "POST", f"/v1/periods/{part(period)}/publication", options, body={"working_days": working_days},
            version=version,
        )

    def finalise(
        self, period: str, *, version: Version | None = None, password: str | Absent = ABSENT,
        code: str | Absent = ABSENT, credential: Mapping[str, Any] | Absent = ABSENT, early: bool | Absent = ABSENT,
        reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """定榜 / Sign a ranking."""
        return self._call(
            "POST", f"/v1/periods/{part(period)}/finalisation", options, body={"password": password, "code": code,
            "credential": credential, "early": early, "reason": reason}, version=version,
        )

    def rebuild(self, period: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """重算核对 / Rebuild and compare."""
        return self._call("POST", f"/v1/periods/{part(period)}/rebuild", options, version=version)

    def points(self, submission: str, **options: Unpack[Options]) -> Answer:
        """一件作品的积分 / Points of a submission."""
        return self._call("GET", f"/v1/submissions/{part(submission)}/points", options)

    def ledger(
        self, outlet: str, *, period: str | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """积分流水 / The ledger of an outlet."""
        return self._pages(
            f"/v1/outlets/{part(outlet)}/ledger", options, query={"period": period, "cursor": cursor, "limit": limit},
        )

    def adjustments(
        self, *, outlet: str | Absent = ABSENT, period: str | Absent = ABSENT, stands: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """人工加减分列表 / Points by hand."""
        return self._pages(
            "/v1/adjustments", options, query={"outlet": outlet, "period": period, "stands": stands, "cursor": cursor,
            "limit": limit},
        )

    def adjust(
        self, *, outlet: str, rule: str, reason: str, points: str | Absent = ABSENT, period: str | Absent = ABSENT,
        submission: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """人工加减分 / Enter points by hand."""
        return self._call(
            "POST", "/v1/adjustments", options, body={"outlet": outlet, "rule": rule, "reason": reason,
            "points": points, "period": period, "submission": submission},
        )

    def adjustment(self, adjustment: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看人工加减分 / One entry by hand."""
        return self._call("GET", f"/v1/adjustments/{part(adjustment)}", options, known=known)

    def reverse(
        self, adjustment: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤销人工加减分 / Take points by hand back."""
        return self._call(
            "POST", f"/v1/adjustments/{part(adjustment)}/reversal", options, body={"reason": reason}, version=version,
        )
