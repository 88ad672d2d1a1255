"""账号 / Accounts. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Role = Literal[
    "admin", "auditor", "leader", "liaison", "reviewer_final", "reviewer_first", "reviewer_second", "scoring_manager",
    "security_admin",
]


class Accounts(Area):
    """账号 / Accounts"""

    def sign_up(
        self, *, login: str, password: str, name: str, bureau: str | Absent = ABSENT, email: str | Absent = ABSENT,
        notice: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """注册账号 / Sign up."""
        return self._call(
            "POST", "/v1/accounts/sign-up", options, body={"login": login, "password": password, "name": name,
            "bureau": bureau, "email": email, "notice": notice}, public=True,
        )

    def me(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """我的账号 / One's own account."""
        return self._call("GET", "/v1/accounts/me", options, known=known)

    def change_me(
        self, *, version: Version, name: str | Absent = ABSENT, email: str | Absent = ABSENT,
        password: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改我的资料 / Change one's own details."""
        return self._call(
            "PATCH", "/v1/accounts/me", options, body={"name": name, "email": email, "password": password},
            version=version,
        )

    def change_password(self, *, current: str, new: str, **options: Unpack[Options]) -> Answer:
        """修改密码 / Change the password."""
        return self._call("PUT", "/v1/accounts/me/password", options, body={"current": current, "new": new})

    def accounts(
        self, *, q: str | Absent = ABSENT, role: Role | Absent = ABSENT, disabled: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """账号列表 / Accounts."""
        return self._pages(
            "/v1/accounts", options, query={"q": q, "role": role, "disabled": disabled, "cursor": cursor,
            "limit": limit},
        )

    def create(
        self, *, login: str, name: str, email: str | Absent = ABSENT, roles: Sequence[Role] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """新建民警账号 / Make a staff account."""
        return self._call(
            "POST", "/v1/accounts", options, body={"login": login, "name": name, "email": email, "roles": roles},
        )

    def bureaus(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """公安局列表 / Bureaus."""
        return self._call("GET", "/v1/bureaus", options, known=known, public=True)

    def colleagues(
        self, *, ids: Sequence[str] | Absent = ABSENT, role: Role | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, known: Answer | None = None, **options: Unpack[Options],
    ) -> Pages:
        """同事与姓名 / Colleagues and names."""
        return self._pages(
            "/v1/colleagues", options, query={"ids": ids, "role": role, "cursor": cursor, "limit": limit}, known=known,
        )

    def get(self, account: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看账号 / One account."""
        return self._call("GET", f"/v1/accounts/{part(account)}", options, known=known)

    def change(
        self, account: str, *, version: Version, name: str | Absent = ABSENT, email: str | Absent = ABSENT,
        roles: Sequence[Role] | Absent = ABSENT, disabled: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改账号 / Change an account."""
        return self._call(
            "PATCH", f"/v1/accounts/{part(account)}", options, body={"name": name, "email": email, "roles": roles,
            "disabled": disabled}, version=version,
        )

    def reset_password(self, account: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """重置密码 / Reset a password."""
        return self._call("POST", f"/v1/accounts/{part(account)}/password-reset", options, version=version)

    def unlock(self, account: str, **options: Unpack[Options]) -> Answer:
        """解除锁定 / Lift a lock."""
        return self._call("POST", f"/v1/accounts/{part(account)}/unlock", options)
