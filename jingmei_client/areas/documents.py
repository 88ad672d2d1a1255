"""文书 / Documents. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import date
from typing import Unpack

from jingmei_client.answers import Download
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class Documents(Area):
    """文书 / Documents"""

    def notice(
        self, period: str, *, number: str | Absent = ABSENT, addressees: str | Absent = ABSENT,
        copies: str | Absent = ABSENT, dated: str | date | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """考评结果通报 / The notice of a ranking."""
        return self._download(
            f"/v1/periods/{part(period)}/notice.docx", options, query={"number": number, "addressees": addressees,
            "copies": copies, "dated": dated},
        )

    def table(self, period: str, *, dated: str | date | Absent = ABSENT, **options: Unpack[Options]) -> Download:
        """考评表 / The tables of a period."""
        return self._download(f"/v1/periods/{part(period)}/table.xlsx", options, query={"dated": dated})

    def certificate(self, award: str, **options: Unpack[Options]) -> Download:
        """荣誉证书 / A certificate of honour."""
        return self._download(f"/v1/awards/{part(award)}/certificate.pdf", options)
