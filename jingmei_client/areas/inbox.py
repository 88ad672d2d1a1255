"""收件箱 / Inbox. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part
from jingmei_client.stream import Stream


class Inbox(Area):
    """收件箱 / Inbox"""

    def inbox(
        self, *, unread: bool | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """收件箱 / The inbox."""
        return self._pages("/v1/inbox", options, query={"unread": unread, "cursor": cursor, "limit": limit})

    def unread(self, **options: Unpack[Options]) -> Answer:
        """未读数 / Unread count."""
        return self._call("GET", "/v1/inbox/unread", options)

    def stream(self, *, last_event_id: str = "", **options: Unpack[Options]) -> Stream:
        """实时接收 / Live."""
        return self._stream("/v1/inbox/stream", options, last_event_id)

    def mark_read(self, item: str, **options: Unpack[Options]) -> Answer:
        """标为已读 / Mark as read."""
        return self._call("POST", f"/v1/inbox/{part(item)}/read", options)

    def mark_all_read(self, *, up_to: str, **options: Unpack[Options]) -> Answer:
        """全部标为已读 / Mark all as read."""
        return self._call("POST", "/v1/inbox/read", options, body={"up_to": up_to})
