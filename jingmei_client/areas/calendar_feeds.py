"""日历订阅 / Calendar feeds. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from datetime import datetime
from typing import Unpack

from jingmei_client.answers import Answer, Download
from jingmei_client.area import Area
from jingmei_client.sending import Options, part


class CalendarFeeds(Area):
    """日历订阅 / Calendar feeds"""

    def feed(self, **options: Unpack[Options]) -> Answer:
        """日历订阅状态 / One's calendar feed."""
        return self._call("GET", "/v1/calendar-feed", options)

    def make(self, **options: Unpack[Options]) -> Answer:
        """生成订阅地址 / Make an address."""
        return self._call("POST", "/v1/calendar-feed", options)

    def end(self, **options: Unpack[Options]) -> Answer:
        """停用订阅 / End the feed."""
        return self._call("DELETE", "/v1/calendar-feed", options)

    def appointments(self, *, since: str | datetime, until: str | datetime, **options: Unpack[Options]) -> Answer:
        """约定 / Appointments."""
        return self._call("GET", "/v1/appointments", options, query={"since": since, "until": until})

    def read(self, token: str, **options: Unpack[Options]) -> Download:
        """订阅日历 / The calendar."""
        return self._download(f"/v1/calendar/{part(token)}.ics", options, public=True)
