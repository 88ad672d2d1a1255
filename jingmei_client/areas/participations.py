"""参与协作 / Taking part. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import date
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Participations(Area):
    """参与协作 / Taking part"""

    def search(
        self, *, outlet: str | Absent = ABSENT,
        kind: Literal["activity", "call", "lent", "suggestion"] | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """参与协作记录 / What outlets took part in."""
        return self._pages(
            "/v1/participations", options, query={"outlet": outlet, "kind": kind, "cursor": cursor, "limit": limit},
        )

    def add(self, *, outlet: str, title: str, day: str | date, **options: Unpack[Options]) -> Answer:
        """登记应邀提供素材 / Record lent material."""
        return self._call("POST", "/v1/participations", options, body={"outlet": outlet, "title": title, "day": day})

    def withdraw(
        self, participation: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤销参与记录 / Withdraw a record."""
        return self._call(
            "POST", f"/v1/participations/{part(participation)}/withdrawal", options, body={"reason": reason},
            version=version,
        )
