"""对外投递 / Deliveries. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version


class Deliveries(Area):
    """对外投递 / Deliveries"""

    def email(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """我的邮箱 / One's e-mail address."""
        return self._call("GET", "/v1/notification-channels/email", options, known=known)

    def set_email(self, *, version: Version, email: str, **options: Unpack[Options]) -> Answer:
        """设置我的邮箱 / Set one's e-mail address."""
        return self._call("PUT", "/v1/notification-channels/email", options, body={"email": email}, version=version)

    def robot(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """群机器人 / The group robot."""
        return self._call("GET", "/v1/notification-channels/robot", options, known=known)

    def set_robot(
        self, *, version: Version, kind: Literal["wecom", "dingtalk", "feishu"] | None, key_: str | Absent = ABSENT,
        secret: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """设置群机器人 / Set the group robot."""
        return self._call(
            "PUT", "/v1/notification-channels/robot", options, body={"kind": kind, "key": key_, "secret": secret},
            version=version,
        )

    def deliveries(
        self, *, state: Literal["waiting", "sent", "failed", "unwanted"] | Absent = ABSENT,
        channel: Literal["email", "robot"] | Absent = ABSENT, about: str | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """投递记录 / Deliveries."""
        return self._pages(
            "/v1/deliveries", options, query={"state": state, "channel": channel, "about": about, "cursor": cursor,
            "limit": limit},
        )
