"""对接时限与单位 / Times and units for requests. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class LiaisonDesk(Area):
    """对接时限与单位 / Times and units for requests"""

    def policy(self, **options: Unpack[Options]) -> Answer:
        """办理时限 / Times."""
        return self._call("GET", "/v1/liaison-policy", options)

    def adopt_policy(
        self, *, working_hours: Sequence[Mapping[str, Any]], times: Sequence[Mapping[str, Any]], near_percent: int,
        lapse_days: int, remind_days: int, texts: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修订办理时限 / Change the times."""
        return self._call(
            "POST", "/v1/liaison-policy", options, body={"working_hours": working_hours, "times": times,
            "near_percent": near_percent, "lapse_days": lapse_days, "remind_days": remind_days, "texts": texts},
        )

    def units(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """办理单位 / Units."""
        return self._pages("/v1/units", options, query={"cursor": cursor, "limit": limit})

    def add_unit(
        self, *, name: str, head: str, officers: Sequence[str] | Absent = ABSENT, active: bool | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """新增办理单位 / Add a unit."""
        return self._call(
            "POST", "/v1/units", options, body={"name": name, "head": head, "officers": officers, "active": active},
        )

    def change_unit(
        self, unit: str, *, version: Version, name: str, head: str, officers: Sequence[str] | Absent = ABSENT,
        active: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改办理单位 / Change a unit."""
        return self._call(
            "PUT", f"/v1/units/{part(unit)}", options, body={"name": name, "head": head, "officers": officers,
            "active": active}, version=version,
        )

    def named(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """专办民警 / Officers for rights protection."""
        return self._call("GET", "/v1/case-officers", options, known=known)

    def name(self, *, version: Version, accounts: Sequence[str], **options: Unpack[Options]) -> Answer:
        """指定专办民警 / Name officers for rights protection."""
        return self._call("PUT", "/v1/case-officers", options, body={"accounts": accounts}, version=version)
