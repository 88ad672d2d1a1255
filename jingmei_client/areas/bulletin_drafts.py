"""推送草稿 / Drafts of bulletins. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class BulletinDrafts(Area):
    """推送草稿 / Drafts of bulletins"""

    def audience(self, *, audience: Sequence[str], **options: Unpack[Options]) -> Answer:
        """受众规模 / Size of an audience."""
        return self._call("POST", "/v1/bulletin-audiences", options, body={"audience": audience})

    def drafts(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """草稿列表 / Drafts."""
        return self._pages("/v1/bulletin-drafts", options, query={"cursor": cursor, "limit": limit})

    def create(
        self, *, kind: Literal["news", "alert", "clarification"] | Absent | None = ABSENT, title: str | Absent = ABSENT,
        body: str | Absent = ABSENT, attachments: Sequence[str] | Absent = ABSENT, urgent: bool | Absent = ABSENT,
        audience: Sequence[str] | Absent = ABSENT, clarifies: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """保存草稿 / Keep a draft."""
        return self._call(
            "POST", "/v1/bulletin-drafts", options, body={"kind": kind, "title": title, "body": body,
            "attachments": attachments, "urgent": urgent, "audience": audience, "clarifies": clarifies},
        )

    def get(self, draft: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看草稿 / One draft."""
        return self._call("GET", f"/v1/bulletin-drafts/{part(draft)}", options, known=known)

    def change(
        self, draft: str, *, version: Version, kind: Literal["news", "alert", "clarification"] | Absent | None = ABSENT,
        title: str | Absent = ABSENT, body: str | Absent = ABSENT, attachments: Sequence[str] | Absent = ABSENT,
        urgent: bool | Absent = ABSENT, audience: Sequence[str] | Absent = ABSENT, clarifies: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修改草稿 / Change a draft."""
        return self._call(
            "PATCH", f"/v1/bulletin-drafts/{part(draft)}", options, body={"kind": kind, "title": title, "body": body,
            "attachments": attachments, "urgent": urgent, "audience": audience, "clarifies": clarifies},
            version=version,
        )

    def delete(self, draft: str, *, version: Version, **options: Unpack[Options]) -> Answer:
        """删除草稿 / Throw a draft away."""
        return self._call("DELETE", f"/v1/bulletin-drafts/{part(draft)}", options, version=version)

    def publish(self, draft: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """发布草稿 / Publish a draft."""
        return self._call("POST", f"/v1/bulletin-drafts/{part(draft)}/publication", options, version=version)

    def attachment(
        self, draft: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载草稿附件 / Download an attachment of a draft."""
        return self._download(
            f"/v1/bulletin-drafts/{part(draft)}/attachments/{part(file)}", options, query={"inline": inline},
        )
