"""活动 / Activities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Kind = Literal["planning", "symposium", "get_together", "open_day", "visit", "training", "conference"]


class Activities(Area):
    """活动 / Activities"""

    def search(
        self, *, q: str | Absent = ABSENT, kind: Kind | Absent = ABSENT,
        state: Literal["draft", "announced", "held", "closed", "cancelled"] | Absent = ABSENT,
        mine: bool | Absent = ABSENT, unanswered: bool | Absent = ABSENT, suggested: bool | Absent = ABSENT,
        since: str | datetime | Absent = ABSENT, until: str | datetime | Absent = ABSENT,
        ended: str | datetime | Absent = ABSENT, latest: bool | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """活动列表 / Activities."""
        return self._pages(
            "/v1/activities", options, query={"q": q, "kind": kind, "state": state, "mine": mine,
            "unanswered": unanswered, "suggested": suggested, "since": since, "until": until, "ended": ended,
            "latest": latest, "cursor": cursor, "limit": limit},
        )

    def plan(
        self, *, kind: Kind, title: str, starts_at: str | datetime, ends_at: str | datetime,
        invited: Sequence[Mapping[str, Any]], text: str | Absent = ABSENT, agenda: str | Absent = ABSENT,
        place: str | Absent = ABSENT, link: str | Absent = ABSENT, capacity: int | Absent | None = ABSENT,
        sign_up_until: str | datetime | Absent = ABSENT, files: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """拟定活动 / Plan an activity."""
        return self._call(
            "POST", "/v1/activities", options, body={"kind": kind, "title": title, "starts_at": starts_at,
            "ends_at": ends_at, "invited": invited, "text": text, "agenda": agenda, "place": place, "link": link,
            "capacity": capacity, "sign_up_until": sign_up_until, "files": files},
        )

    def one(self, activity: str, **options: Unpack[Options]) -> Answer:
        """查看活动 / One activity."""
        return self._call("GET", f"/v1/activities/{part(activity)}", options)

    def change(
        self, activity: str, *, version: Version, kind: Kind, title: str, starts_at: str | datetime,
        ends_at: str | datetime, invited: Sequence[Mapping[str, Any]], text: str | Absent = ABSENT,
        agenda: str | Absent = ABSENT, place: str | Absent = ABSENT, link: str | Absent = ABSENT,
        capacity: int | Absent | None = ABSENT, sign_up_until: str | datetime | Absent = ABSENT,
        files: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改活动 / Change an activity."""
        return self._call(
            "PUT", f"/v1/activities/{part(activity)}", options, body={"kind": kind, "title": title,
            "starts_at": starts_at, "ends_at": ends_at, "invited": invited, "text": text, "agenda": agenda,
            "place": place, "link": link, "capacity": capacity, "sign_up_until": sign_up_until, "files": files},
            version=version,
        )

    def announce(self, activity: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """发布活动 / Announce."""
        return self._call("POST", f"/v1/activities/{part(activity)}/announcement", options, version=version)

    def cancel(
        self, activity: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """取消活动 / Cancel."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/cancellation", options, body={"reason": reason}, version=version,
        )

    def hold(self, activity: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """记为已举办 / Mark as held."""
        return self._call("POST", f"/v1/activities/{part(activity)}/holding", options, version=version)

    def close(self, activity: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """结束活动 / Close."""
        return self._call("POST", f"/v1/activities/{part(activity)}/closing", options, version=version)

    def repeat(self, activity: str, **options: Unpack[Options]) -> Answer:
        """明年再办 / Repeat next year."""
        return self._call("POST", f"/v1/activities/{part(activity)}/repetition", options)

    def reply(
        self, activity: str, *, outlet: str, reply: Literal["yes", "maybe", "no"], remark: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """答复是否参加 / Reply."""
        return self._call(
            "PUT", f"/v1/activities/{part(activity)}/reply", options, body={"outlet": outlet, "reply": reply,
            "remark": remark},
        )

    def sign_ups(
        self, activity: str, *, seat: Literal["seated", "waiting", "none"] | Absent = ABSENT,
        reply: Literal["yes", "maybe", "no"] | Absent = ABSENT, attended: bool | Absent = ABSENT,
        walk_in: bool | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """答复与报名名单 / Who replied."""
        return self._pages(
            f"/v1/activities/{part(activity)}/sign-ups", options, query={"seat": seat, "reply": reply,
            "attended": attended, "walk_in": walk_in, "cursor": cursor, "limit": limit},
        )

    def acts(
        self, activity: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """办理过程 / What happened."""
        return self._pages(f"/v1/activities/{part(activity)}/acts", options, query={"cursor": cursor, "limit": limit})

    def file(self, activity: str, file: str, **options: Unpack[Options]) -> Download:
        """下载活动附件 / Download a file of an activity."""
        return self._download(f"/v1/activities/{part(activity)}/files/{part(file)}", options)
