"""表彰奖励 / Awards. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import datetime
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Kind = Literal["commendation", "gift_pack", "invitation", "certificate", "consolation"]


class Awards(Area):
    """表彰奖励 / Awards"""

    def awards(
        self, period: str, *, kind: Kind | Absent = ABSENT, status: Literal["granted", "delivered"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """表彰奖励列表 / The awards of a period."""
        return self._pages(
            f"/v1/periods/{part(period)}/awards", options, query={"kind": kind, "status": status, "outlet": outlet,
            "cursor": cursor, "limit": limit},
        )

    def grant(self, period: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """授予表彰奖励 / Grant awards."""
        return self._call("POST", f"/v1/periods/{part(period)}/awards", options, version=version)

    def award(self, award: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看表彰奖励 / One award."""
        return self._call("GET", f"/v1/awards/{part(award)}", options, known=known)

    def deliver(
        self, award: str, *, delivered_at: str | datetime, received_by: str, delivered_by: str,
        version: Version | None = None, photo: str | Absent = ABSENT, note: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """登记交付 / Record a delivery."""
        return self._call(
            "POST", f"/v1/awards/{part(award)}/delivery", options, body={"delivered_at": delivered_at,
            "received_by": received_by, "delivered_by": delivered_by, "photo": photo, "note": note}, version=version,
        )

    def photo(self, award: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options]) -> Download:
        """交付照片 / The photo of a delivery."""
        return self._download(f"/v1/awards/{part(award)}/photo", options, query={"inline": inline})

    def thumbnail(
        self, award: str, *, size: Literal[256, 512] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """交付照片缩略图 / A small picture of a delivery's photo."""
        return self._download(f"/v1/awards/{part(award)}/photo/thumbnail", options, query={"size": size})

    def certificate(self, code: str, **options: Unpack[Options]) -> Answer:
        """核验证书 / Verify a certificate."""
        return self._call("GET", f"/v1/certificates/{part(code)}", options, public=True)
