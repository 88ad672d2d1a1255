"""活动文书 / Documents of activities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer, Download
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

    def certificate_of(self, activity: str, sign_up: str, **options: Unpack[Options]) -> Download:
        """为到场人员出具参加证明 / Somebody's certificate of attendance."""
        return self._download(f"/v1/activities/{part(activity)}/sign-ups/{part(sign_up)}/certificate.pdf", options)

    def attendance_certificate(self, code: str, **options: Unpack[Options]) -> Answer:
        """核验参加证明 / Verify a certificate of attendance."""
        return self._call("GET", f"/v1/attendances/{part(code)}", options, public=True)
