"""发布许可 / Publication permits. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class Permits(Area):
    """发布许可 / Publication permits"""

    def permits(
        self, *, outlet: str | Absent = ABSENT, state: Literal["valid", "revoked"] | Absent = ABSENT,
        year: int | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """发布许可列表 / Permits."""
        return self._pages(
            "/v1/permits", options, query={"outlet": outlet, "state": state, "year": year, "cursor": cursor,
            "limit": limit},
        )

    def permit(self, code: str, **options: Unpack[Options]) -> Answer:
        """核验发布许可 / Verify a permit."""
        return self._call("GET", f"/v1/permits/{part(code)}", options, public=True)
