"""找回密码 / Passwords by mail. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options


class PasswordResets(Area):
    """找回密码 / Passwords by mail"""

    def ask(self, *, login: str, bureau: str | Absent = ABSENT, **options: Unpack[Options]) -> Answer:
        """申请重设密码 / Ask for a new password."""
        return self._call("POST", "/v1/password-resets", options, body={"login": login, "bureau": bureau}, public=True)

    def complete(self, *, token: str, new: str, **options: Unpack[Options]) -> Answer:
        """设置新密码 / Set the new password."""
        return self._call(
            "POST", "/v1/password-resets/completion", options, body={"token": token, "new": new}, public=True,
        )
