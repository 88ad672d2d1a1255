"""活动成果 / What comes of activities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Outcomes(Area):
    """活动成果 / What comes of activities"""

    def minutes(self, activity: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """活动纪要 / The minutes."""
        return self._call("GET", f"/v1/activities/{part(activity)}/minutes", options, known=known)

    def keep_minutes(
        self, activity: str, *, version: Version, text: str | Absent = ABSENT,
        tasks: Sequence[Mapping[str, Any]] | Absent = ABSENT, photos: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """记纪要 / Keep the minutes."""
        return self._call(
            "PUT", f"/v1/activities/{part(activity)}/minutes", options, body={"text": text, "tasks": tasks,
            "photos": photos}, version=version,
        )

    def finish_task(self, activity: str, task: str, **options: Unpack[Options]) -> Answer:
        """完成任务 / Finish a task."""
        return self._call("POST", f"/v1/activities/{part(activity)}/minutes/tasks/{part(task)}/completion", options)

    def suggestions(
        self, activity: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """建议列表 / Suggestions."""
        return self._pages(
            f"/v1/activities/{part(activity)}/suggestions", options, query={"cursor": cursor, "limit": limit},
        )

    def suggest(self, activity: str, *, outlet: str, text: str, **options: Unpack[Options]) -> Answer:
        """提建议 / Suggest."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/suggestions", options, body={"outlet": outlet, "text": text},
        )

    def answer(self, activity: str, suggestion: str, *, adopted: bool, text: str, **options: Unpack[Options]) -> Answer:
        """答复建议 / Answer a suggestion."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/suggestions/{part(suggestion)}/answer", options,
            body={"adopted": adopted, "text": text},
        )

    def feedback(
        self, activity: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """评价列表 / What was said of it."""
        return self._pages(
            f"/v1/activities/{part(activity)}/feedback", options, query={"cursor": cursor, "limit": limit},
        )

    def rate(self, activity: str, *, stars: int, comment: str | Absent = ABSENT, **options: Unpack[Options]) -> Answer:
        """评价活动 / Say how it was."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/feedback", options, body={"stars": stars, "comment": comment},
        )
