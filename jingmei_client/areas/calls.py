"""约稿与征集 / Calls for works. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Categories = Literal["official_media", "department", "self_media", "influencer"]


class Calls(Area):
    """约稿与征集 / Calls for works"""

    def search(
        self, *, q: str | Absent = ABSENT, state: Literal["draft", "open", "closed", "cancelled"] | Absent = ABSENT,
        kind: Literal["call", "campaign", "column"] | Absent = ABSENT, mine: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """征集列表 / Calls."""
        return self._pages(
            "/v1/calls", options, query={"q": q, "state": state, "kind": kind, "mine": mine, "cursor": cursor,
            "limit": limit},
        )

    def add(
        self, *, title: str, brief: str, kind: Literal["call", "campaign", "column"], topic: str | Absent = ABSENT,
        opens_at: str | datetime | Absent | None = ABSENT, closes_at: str | datetime | Absent | None = ABSENT,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, extra_points: int | Absent = ABSENT,
        invited: Literal["all", "categories", "outlets"] | Absent = ABSENT,
        categories: Sequence[Categories] | Absent = ABSENT, outlets: Sequence[str] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """起草征集 / Write a call."""
        return self._call(
            "POST", "/v1/calls", options, body={"title": title, "brief": brief, "kind": kind, "topic": topic,
            "opens_at": opens_at, "closes_at": closes_at, "files": files, "extra_points": extra_points,
            "invited": invited, "categories": categories, "outlets": outlets},
        )

    def one(self, call: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看征集 / One call."""
        return self._call("GET", f"/v1/calls/{part(call)}", options, known=known)

    def change(
        self, call: str, *, version: Version, title: str, brief: str, topic: str | Absent = ABSENT,
        opens_at: str | datetime | Absent | None = ABSENT, closes_at: str | datetime | Absent | None = ABSENT,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, extra_points: int | Absent = ABSENT,
        invited: Literal["all", "categories", "outlets"] | Absent = ABSENT,
        categories: Sequence[Categories] | Absent = ABSENT, outlets: Sequence[str] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修改征集 / Change a call."""
        return self._call(
            "PUT", f"/v1/calls/{part(call)}", options, body={"title": title, "brief": brief, "topic": topic,
            "opens_at": opens_at, "closes_at": closes_at, "files": files, "extra_points": extra_points,
            "invited": invited, "categories": categories, "outlets": outlets}, version=version,
        )

    def begin(self, call: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """开始征集 / Open a call."""
        return self._call("POST", f"/v1/calls/{part(call)}/opening", options, version=version)

    def close(self, call: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """提前截止 / Close a call."""
        return self._call("POST", f"/v1/calls/{part(call)}/closing", options, version=version)

    def cancel(self, call: str, *, reason: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """取消征集 / Cancel a call."""
        return self._call(
            "POST", f"/v1/calls/{part(call)}/cancellation", options, body={"reason": reason}, version=version,
        )

    def answers(
        self, call: str, *, outlet: str | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """应征稿件 / Works for a call."""
        return self._pages(
            f"/v1/calls/{part(call)}/answers", options, query={"outlet": outlet, "cursor": cursor, "limit": limit},
        )

    def result(self, call: str, **options: Unpack[Options]) -> Answer:
        """征集结果 / What came of a call."""
        return self._call("GET", f"/v1/calls/{part(call)}/result", options)

    def results(self, *, period: str, **options: Unpack[Options]) -> Answer:
        """征集与议题成效 / What came of calls and topics."""
        return self._call("GET", "/v1/call-results", options, query={"period": period})

    def file(self, call: str, file: str, **options: Unpack[Options]) -> Download:
        """下载征集附件 / Download a file of a call."""
        return self._download(f"/v1/calls/{part(call)}/files/{part(file)}", options)
