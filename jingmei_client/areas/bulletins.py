"""信息推送 / Bulletins. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Bulletins(Area):
    """信息推送 / Bulletins"""

    def bulletins(
        self, *, kind: Literal["news", "alert", "clarification"] | Absent = ABSENT,
        state: Literal["published", "recalled"] | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """信息推送列表 / Bulletins."""
        return self._pages(
            "/v1/bulletins", options, query={"kind": kind, "state": state, "cursor": cursor, "limit": limit},
        )

    def publish(
        self, *, kind: Literal["news", "alert", "clarification"], title: str, body: str, audience: Sequence[str],
        attachments: Sequence[str] | Absent = ABSENT, urgent: bool | Absent = ABSENT, clarifies: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """发布信息推送 / Publish a bulletin."""
        return self._call(
            "POST", "/v1/bulletins", options, body={"kind": kind, "title": title, "body": body, "audience": audience,
            "attachments": attachments, "urgent": urgent, "clarifies": clarifies},
        )

    def bulletin(self, bulletin: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看信息推送 / A bulletin."""
        return self._call("GET", f"/v1/bulletins/{part(bulletin)}", options, known=known)

    def read(self, bulletin: str, **options: Unpack[Options]) -> Answer:
        """回执：已阅 / Read receipt."""
        return self._call("POST", f"/v1/bulletins/{part(bulletin)}/read", options)

    def recall(
        self, bulletin: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤回 / Recall."""
        return self._call(
            "POST", f"/v1/bulletins/{part(bulletin)}/recall", options, body={"reason": reason}, version=version,
        )

    def receipts(
        self, bulletin: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """阅读情况 / Delivery report."""
        return self._pages(
            f"/v1/bulletins/{part(bulletin)}/receipts", options, query={"cursor": cursor, "limit": limit},
        )

    def attachment(
        self, bulletin: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载附件 / Download an attachment."""
        return self._download(
            f"/v1/bulletins/{part(bulletin)}/attachments/{part(file)}", options, query={"inline": inline},
        )
