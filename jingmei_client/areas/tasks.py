"""纪要任务 / Tasks of minutes. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part

Kind = Literal["material", "interview", "expert", "rights", "rumour", "suggestion"]


class Tasks(Area):
    """纪要任务 / Tasks of minutes"""

    def call(self, activity: str, task: str, **options: Unpack[Options]) -> Answer:
        """任务转为约稿 / Make a call of a task."""
        return self._call("POST", f"/v1/activities/{part(activity)}/minutes/tasks/{part(task)}/call", options)

    def request(self, activity: str, task: str, *, kind: Kind | Absent = ABSENT, **options: Unpack[Options]) -> Answer:
        """任务转为需求 / Make a request of a task."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/minutes/tasks/{part(task)}/request", options, body={"kind": kind},
        )
