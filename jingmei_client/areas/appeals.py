"""申诉 / Appeals. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Appeals(Area):
    """申诉 / Appeals"""

    def appeals(
        self, period: str, *, status: Literal["open", "upheld", "dismissed"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """申诉列表 / The appeals of a period."""
        return self._pages(
            f"/v1/periods/{part(period)}/appeals", options, query={"status": status, "outlet": outlet, "cursor": cursor,
            "limit": limit},
        )

    def open_appeal(
        self, period: str, *, outlet: str, reason: str, version: Version | None = None,
        submission: str | Absent = ABSENT, entries: Sequence[str] | Absent = ABSENT,
        evidence: Sequence[str] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """提出申诉 / Appeal."""
        return self._call(
            "POST", f"/v1/periods/{part(period)}/appeals", options, body={"outlet": outlet, "reason": reason,
            "submission": submission, "entries": entries, "evidence": evidence}, version=version,
        )

    def appeal(self, appeal: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看申诉 / One appeal."""
        return self._call("GET", f"/v1/appeals/{part(appeal)}", options, known=known)

    def evidence(
        self, appeal: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载申诉材料 / Download evidence of an appeal."""
        return self._download(f"/v1/appeals/{part(appeal)}/evidence/{part(file)}", options, query={"inline": inline})

    def answer(
        self, appeal: str, *, decision: Literal["open", "upheld", "dismissed"], answer: str,
        version: Version | None = None, corrections: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """答复申诉 / Answer an appeal."""
        return self._call(
            "POST", f"/v1/appeals/{part(appeal)}/answer", options, body={"decision": decision, "answer": answer,
            "corrections": corrections}, version=version,
        )
