"""活动文书 / Documents of activities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Download
from jingmei_client.area import Area
from jingmei_client.sending import Options, part


class ActivityDocuments(Area):
    """活动文书 / Documents of activities"""

    def participant_list(self, activity: str, **options: Unpack[Options]) -> Download:
        """签到表 / The list for the door."""
        return self._download(f"/v1/activities/{part(activity)}/sign-ups.xlsx", options)

    def certificate(self, activity: str, **options: Unpack[Options]) -> Download:
        """参加证明 / A certificate of attendance."""
        return self._download(f"/v1/activities/{part(activity)}/certificate.pdf", options)
