"""登录 / Sessions. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class Sessions(Area):
    """登录 / Sessions"""

    def sessions(self, **options: Unpack[Options]) -> Answer:
        """我的登录 / One's sessions."""
        return self._call("GET", "/v1/sessions", options)

    def sign_in(
        self, *, login: str, password: str, bureau: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """登录 / Sign in."""
        return self._call(
            "POST", "/v1/sessions", options, body={"login": login, "password": password, "bureau": bureau}, public=True,
        )

    def sign_out_all(self, **options: Unpack[Options]) -> Answer:
        """退出全部登录 / Sign out everywhere."""
        return self._call("DELETE", "/v1/sessions", options)

    def refresh(self, *, refresh_token: str, **options: Unpack[Options]) -> Answer:
        """续期 / Refresh."""
        return self._call("POST", "/v1/sessions/refresh", options, body={"refresh_token": refresh_token}, public=True)

    def prove_again(
        self, *, password: str | Absent = ABSENT, code: str | Absent = ABSENT,
        credential: Mapping[str, Any] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """确认是本人 / Show who one is."""
        return self._call(
            "POST", "/v1/sessions/current/proof", options, body={"password": password, "code": code,
            "credential": credential},
        )

    def sign_out(self, **options: Unpack[Options]) -> Answer:
        """退出登录 / Sign out."""
        return self._call("DELETE", "/v1/sessions/current", options)

    def end_session(self, session: str, **options: Unpack[Options]) -> Answer:
        """结束一次登录 / End one session."""
        return self._call("DELETE", f"/v1/sessions/{part(session)}", options)

    def keys(self, **options: Unpack[Options]) -> Answer:
        """令牌公钥 / Token keys."""
        return self._call("GET", "/v1/.well-known/jwks.json", options, public=True)
