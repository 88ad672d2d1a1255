"""统一身份认证 / Outside identities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class OutsideIdentities(Area):
    """统一身份认证 / Outside identities"""

    def offer(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """可否由统一身份认证登录 / Whether one can sign in by an identity provider."""
        return self._call("GET", "/v1/sessions/outside", options, known=known, public=True)

    def begin(self, **options: Unpack[Options]) -> Answer:
        """由统一身份认证登录 / Begin to sign in by the identity provider."""
        return self._call("POST", "/v1/sessions/outside", options, public=True)

    def answer(
        self, *, state: str, code: str, secret: str, iss: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """由统一身份认证返回 / Come back from the identity provider."""
        return self._call(
            "POST", "/v1/sessions/outside/answer", options, body={"state": state, "code": code, "secret": secret,
            "iss": iss}, public=True,
        )

    def logout(self, content: bytes = b"", **options: Unpack[Options]) -> Answer:
        """在统一身份认证处退出 / Signed out at the identity provider."""
        return self._call(
            "POST", "/v1/sessions/outside/logout", options, content=("application/x-www-form-urlencoded", content),
            public=True,
        )

    def begin_link(
        self, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """关联外部身份 / Begin to link one's identity."""
        return self._call(
            "POST", "/v1/accounts/me/outside-identity", options, body={"password": password, "code": code,
            "credential": credential},
        )

    def link(
        self, *, state: str, code: str, secret: str, iss: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """完成关联 / Link it."""
        return self._call(
            "POST", "/v1/accounts/me/outside-identity/answer", options, body={"state": state, "code": code,
            "secret": secret, "iss": iss},
        )

    def unlink(
        self, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """解除关联 / Remove the link."""
        return self._call(
            "POST", "/v1/accounts/me/outside-identity/removal", options, body={"password": password, "code": code,
            "credential": credential},
        )

    def remove(self, account: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """解除他人的外部身份 / Remove somebody's outside identity."""
        return self._call("POST", f"/v1/accounts/{part(account)}/outside-identity-removal", options, version=version)
