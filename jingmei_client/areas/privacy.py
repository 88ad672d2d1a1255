"""个人信息告知 / Privacy notice. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import Options


class Privacy(Area):
    """个人信息告知 / Privacy notice"""

    def text(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """个人信息处理告知 / The privacy notice."""
        return self._call("GET", "/v1/privacy-notice", options, known=known, public=True)

    def consents(self, **options: Unpack[Options]) -> Answer:
        """我的同意记录 / One's consents."""
        return self._call("GET", "/v1/accounts/me/consents", options)

    def agree(self, *, edition: str, **options: Unpack[Options]) -> Answer:
        """同意告知 / Agree to the notice."""
        return self._call("POST", "/v1/accounts/me/consents", options, body={"edition": edition})

    def withdraw(self, **options: Unpack[Options]) -> Answer:
        """撤回同意 / Withdraw one's consent."""
        return self._call("POST", "/v1/accounts/me/consents/withdrawal", options)
