"""排名 / Rankings. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part

Category = Literal["official_media", "department", "self_media", "influencer"]


class Rankings(Area):
    """排名 / Rankings"""

    def ranking(
        self, period: str, *, category: Category | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """排名 / A ranking."""
        return self._pages(
            f"/v1/periods/{part(period)}/ranking", options, query={"category": category, "cursor": cursor,
            "limit": limit},
        )

    def explanation(
        self, period: str, outlet: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """名次说明 / Why an outlet stands where it does."""
        return self._pages(
            f"/v1/periods/{part(period)}/ranking/{part(outlet)}", options, query={"cursor": cursor, "limit": limit},
        )

    def public_rankings(
        self, *, bureau: str, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, known: Answer | None = None,
        **options: Unpack[Options],
    ) -> Pages:
        """公开榜单列表 / Public rankings."""
        return self._pages(
            "/v1/rankings", options, query={"bureau": bureau, "cursor": cursor, "limit": limit}, known=known,
            public=True,
        )

    def public_ranking(
        self, period: str, *, bureau: str, category: Category | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """公开榜单 / A public ranking."""
        return self._pages(
            f"/v1/rankings/{part(period)}", options, query={"category": category, "cursor": cursor, "limit": limit,
            "bureau": bureau}, public=True,
        )
