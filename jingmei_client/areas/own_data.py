"""本人数据 / One's own data. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class OwnData(Area):
    """本人数据 / One's own data"""

    def export(
        self, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """导出本人数据 / One's own data."""
        return self._call(
            "POST", "/v1/accounts/me/data", options, body={"password": password, "code": code,
            "credential": credential},
        )

    def close(
        self, *, login: str, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """注销我的账号 / Close one's own account."""
        return self._call(
            "POST", "/v1/accounts/me/closure", options, body={"login": login, "password": password, "code": code,
            "credential": credential},
        )
