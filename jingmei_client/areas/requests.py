"""对接需求 / Requests. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

State = Literal["opened", "acknowledged", "assigned", "answered", "closed", "withdrawn"]
Kind = Literal["material", "interview", "expert", "rights", "rumour", "suggestion"]


class Requests(Area):
    """对接需求 / Requests"""

    def search(
        self, *, q: str | Absent = ABSENT, state: State | Absent = ABSENT, kind: Kind | Absent = ABSENT,
        outlet: str | Absent = ABSENT, unit: str | Absent = ABSENT, mine: bool | Absent = ABSENT,
        desk: bool | Absent = ABSENT, headed: bool | Absent = ABSENT, open: bool | Absent = ABSENT,
        overdue: bool | Absent = ABSENT, released: bool | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """需求列表 / Requests."""
        return self._pages(
            "/v1/requests", options, query={"q": q, "state": state, "kind": kind, "outlet": outlet, "unit": unit,
            "mine": mine, "desk": desk, "headed": headed, "open": open, "overdue": overdue, "released": released,
            "cursor": cursor, "limit": limit},
        )

    def add(
        self, *, kind: Kind, outlet: str, title: str, text: str, needed_by: str | date | Absent = ABSENT,
        topic: str | Absent = ABSENT, files: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """提出需求 / Ask for something."""
        return self._call(
            "POST", "/v1/requests", options, body={"kind": kind, "outlet": outlet, "title": title, "text": text,
            "needed_by": needed_by, "topic": topic, "files": files},
        )

    def counts(self, **options: Unpack[Options]) -> Answer:
        """待办需求数 / How many requests wait."""
        return self._call("GET", "/v1/requests/counts", options)

    def cases(
        self, *, q: str | Absent = ABSENT, state: State | Absent = ABSENT, open: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """媒体维权事项 / Rights protection."""
        return self._pages(
            "/v1/cases", options, query={"q": q, "state": state, "open": open, "cursor": cursor, "limit": limit},
        )

    def one(self, request: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看需求 / One request."""
        return self._call("GET", f"/v1/requests/{part(request)}", options, known=known)

    def acknowledge(self, request: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """受理 / Acknowledge."""
        return self._call("POST", f"/v1/requests/{part(request)}/acknowledgement", options, version=version)

    def assign(
        self, request: str, *, unit: str, officer: str, version: Version | None = None, reason: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """分派、转办 / Assign or forward."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/assignment", options, body={"unit": unit, "officer": officer,
            "reason": reason}, version=version,
        )

    def hand_back(
        self, request: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """交回 / Hand back."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/hand-back", options, body={"reason": reason}, version=version,
        )

    def answer(
        self, request: str, *, kind: Literal["material", "appointment", "reply", "refusal"],
        version: Version | None = None, text: str | Absent = ABSENT,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, embargo_until: str | datetime | Absent = ABSENT,
        source_line: str | Absent = ABSENT, starts_at: str | datetime | Absent = ABSENT, place: str | Absent = ABSENT,
        looked: bool | Absent = ABSENT, adopted: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """答复 / Answer."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/answer", options, body={"kind": kind, "text": text, "files": files,
            "embargo_until": embargo_until, "source_line": source_line, "starts_at": starts_at, "place": place,
            "looked": looked, "adopted": adopted}, version=version,
        )

    def join(self, request: str, *, to: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """合并办理 / Join."""
        return self._call("POST", f"/v1/requests/{part(request)}/joining", options, body={"to": to}, version=version)

    def part(self, request: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """取消合并 / Part."""
        return self._call("POST", f"/v1/requests/{part(request)}/parting", options, version=version)

    def rate(
        self, request: str, *, stars: int, version: Version | None = None, comment: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """评价并办结 / Rate and close."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/rating", options, body={"stars": stars, "comment": comment},
            version=version,
        )

    def reopen(
        self, request: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """重新提出 / Re-open."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/reopening", options, body={"reason": reason}, version=version,
        )

    def withdraw(
        self, request: str, *, version: Version | None = None, reason: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """撤回需求 / Withdraw."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/withdrawal", options, body={"reason": reason}, version=version,
        )

    def messages(
        self, request: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """留言列表 / Messages."""
        return self._pages(f"/v1/requests/{part(request)}/messages", options, query={"cursor": cursor, "limit": limit})

    def say(
        self, request: str, *, text: str, version: Version | None = None,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, looked: bool | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """留言 / Leave a message."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/messages", options, body={"text": text, "files": files,
            "looked": looked}, version=version,
        )

    def notes(
        self, request: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """内部备注列表 / Notes."""
        return self._pages(f"/v1/requests/{part(request)}/notes", options, query={"cursor": cursor, "limit": limit})

    def note(
        self, request: str, *, text: str, version: Version | None = None,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """内部备注 / Leave a note."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/notes", options, body={"text": text, "files": files},
            version=version,
        )

    def acts(
        self, request: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """办理过程 / What happened."""
        return self._pages(f"/v1/requests/{part(request)}/acts", options, query={"cursor": cursor, "limit": limit})

    def reschedule(
        self, request: str, *, starts_at: str | datetime, place: str, reason: str, version: Version | None = None,
        **options: Unpack[Options],
    ) -> Answer:
        """约定改期 / Move an appointment."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/rescheduling", options, body={"starts_at": starts_at, "place": place,
            "reason": reason}, version=version,
        )

    def call_off(
        self, request: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """取消约定 / Call an appointment off."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/calling-off", options, body={"reason": reason}, version=version,
        )

    def hand_over(
        self, request: str, *, to: str, taken_by: str, version: Version | None = None, number: str | Absent = ABSENT,
        remark: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """移送 / Hand over."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/hand-over", options, body={"to": to, "taken_by": taken_by,
            "number": number, "remark": remark}, version=version,
        )

    def record_outcome(
        self, request: str, *, outcome: Literal["filed", "not_filed", "settled", "other"], on: str | date,
        version: Version | None = None, text: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """记录处理结果 / Record what came of it."""
        return self._call(
            "POST", f"/v1/requests/{part(request)}/outcome", options, body={"outcome": outcome, "on": on, "text": text},
            version=version,
        )

    def files(self, request: str, **options: Unpack[Options]) -> Answer:
        """需求的文件 / Files of a request."""
        return self._call("GET", f"/v1/requests/{part(request)}/files", options)

    def file(self, request: str, file: str, **options: Unpack[Options]) -> Download:
        """下载需求的文件 / Download a file of a request."""
        return self._download(f"/v1/requests/{part(request)}/files/{part(file)}", options)
