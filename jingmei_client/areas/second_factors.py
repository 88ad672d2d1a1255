"""二次验证 / Second factors. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class SecondFactors(Area):
    """二次验证 / Second factors"""

    def sign_in(
        self, *, challenge: str, code: str | Absent = ABSENT, credential: Mapping[str, Any] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """登录第二步 / The second step of signing in."""
        return self._call(
            "POST", "/v1/sessions/second-factor", options, body={"challenge": challenge, "code": code,
            "credential": credential}, public=True,
        )

    def standing(self, **options: Unpack[Options]) -> Answer:
        """我的二次验证 / One's second factor."""
        return self._call("GET", "/v1/accounts/me/second-factor", options)

    def begin(self, *, password: str, **options: Unpack[Options]) -> Answer:
        """启用二次验证 / Begin with a second factor."""
        return self._call("POST", "/v1/accounts/me/second-factor", options, body={"password": password})

    def confirm(self, *, code: str, **options: Unpack[Options]) -> Answer:
        """确认启用 / Confirm it."""
        return self._call("POST", "/v1/accounts/me/second-factor/confirmation", options, body={"code": code})

    def renew(self, *, password: str, code: str, **options: Unpack[Options]) -> Answer:
        """换发恢复码 / New recovery codes."""
        return self._call(
            "POST", "/v1/accounts/me/second-factor/recovery-codes", options, body={"password": password, "code": code},
        )

    def remove(self, *, password: str, code: str, **options: Unpack[Options]) -> Answer:
        """解除二次验证 / Remove it."""
        return self._call(
            "POST", "/v1/accounts/me/second-factor/removal", options, body={"password": password, "code": code},
        )

    def reset(self, account: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """重置二次验证 / Reset somebody's second factor."""
        return self._call("POST", f"/v1/accounts/{part(account)}/second-factor-reset", options, version=version)
