"""附件原件 / Originals. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Download
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class Originals(Area):
    """附件原件 / Originals"""

    def original(
        self, submission: str, file: str, *, reason: str, uncleaned: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载附件原件 / Download the original of an attachment."""
        return self._download(
            f"/v1/submissions/{part(submission)}/attachments/{part(file)}/original", options, query={"reason": reason,
            "uncleaned": uncleaned},
        )
