"""成员与邀请 / Members and invitations. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Members(Area):
    """成员与邀请 / Members and invitations"""

    def members(self, outlet: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """成员名单 / Members."""
        return self._call("GET", f"/v1/outlets/{part(outlet)}/members", options, known=known)

    def change_role(
        self, outlet: str, account: str, *, version: Version, role: Literal["outlet_owner", "outlet_member"],
        **options: Unpack[Options],
    ) -> Answer:
        """更改成员身份 / Change a member's role."""
        return self._call(
            "PATCH", f"/v1/outlets/{part(outlet)}/members/{part(account)}", options, body={"role": role},
            version=version,
        )

    def remove_member(self, outlet: str, account: str, *, version: Version, **options: Unpack[Options]) -> Answer:
        """移除成员 / Remove a member."""
        return self._call("DELETE", f"/v1/outlets/{part(outlet)}/members/{part(account)}", options, version=version)

    def leave(self, outlet: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """退出媒体 / Leave an outlet."""
        return self._call("POST", f"/v1/outlets/{part(outlet)}/departure", options, version=version)

    def invitations(self, outlet: str, **options: Unpack[Options]) -> Answer:
        """有效邀请 / Open invitations."""
        return self._call("GET", f"/v1/outlets/{part(outlet)}/invitations", options)

    def invite(
        self, outlet: str, *, role: Literal["outlet_owner", "outlet_member"], account: str | Absent = ABSENT,
        note: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """邀请成员 / Invite somebody."""
        return self._call(
            "POST", f"/v1/outlets/{part(outlet)}/invitations", options, body={"role": role, "account": account,
            "note": note},
        )

    def invitation_code(self, outlet: str, invitation: str, **options: Unpack[Options]) -> Answer:
        """取邀请码 / The code of an invitation."""
        return self._call("POST", f"/v1/outlets/{part(outlet)}/invitations/{part(invitation)}/code", options)

    def revoke(
        self, outlet: str, invitation: str, *, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """撤销邀请 / Revoke an invitation."""
        return self._call(
            "DELETE", f"/v1/outlets/{part(outlet)}/invitations/{part(invitation)}", options, version=version,
        )

    def accept(
        self, *, code: str | Absent = ABSENT, outlet: str | Absent = ABSENT, invitation: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """接受邀请 / Accept an invitation."""
        return self._call(
            "POST", "/v1/invitation-acceptances", options, body={"code": code, "outlet": outlet,
            "invitation": invitation},
        )
