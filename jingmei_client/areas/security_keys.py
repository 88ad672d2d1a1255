"""安全密钥 / Security keys. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class SecurityKeys(Area):
    """安全密钥 / Security keys"""

    def keys(self, **options: Unpack[Options]) -> Answer:
        """我的安全密钥 / One's security keys."""
        return self._call("GET", "/v1/accounts/me/security-keys", options)

    def register(self, *, name: str, credential: Mapping[str, Any], **options: Unpack[Options]) -> Answer:
        """登记安全密钥 / Register it."""
        return self._call(
            "POST", "/v1/accounts/me/security-keys", options, body={"name": name, "credential": credential},
        )

    def begin(
        self, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """开始登记安全密钥 / Begin with a security key."""
        return self._call(
            "POST", "/v1/accounts/me/security-keys/options", options, body={"password": password, "code": code,
            "credential": credential},
        )

    def remove(
        self, security_key: str, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """移除安全密钥 / Remove one."""
        return self._call(
            "POST", f"/v1/accounts/me/security-keys/{part(security_key)}/removal", options, body={"password": password,
            "code": code, "credential": credential},
        )

    def for_sign_in(self, *, challenge: str, **options: Unpack[Options]) -> Answer:
        """登录第二步用安全密钥 / A security key for the second step."""
        return self._call(
            "POST", "/v1/sessions/second-factor/options", options, body={"challenge": challenge}, public=True,
        )

    def for_proof(self, **options: Unpack[Options]) -> Answer:
        """用安全密钥确认是本人 / Show who one is by a security key."""
        return self._call("POST", "/v1/sessions/current/proof/options", options)
