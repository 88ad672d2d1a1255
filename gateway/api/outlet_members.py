"""Members (成员) of an outlet and invitations to become one. The ETag is the outlet's."""

from __future__ import annotations

from typing import Any

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.outlets import MANAGES, OWN, SEES, VIEW
from gateway.auth.access import SIGNED_IN, Access, only
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import outlet as contracts

area = Area("members", zh="成员与邀请", en="Members and invitations", service="outlet")

OWNS = only(Role.OUTLET_OWNER)
CHANGE: dict[str, Any] = {"access": OWNS, "answer": VIEW, "etag": True, "answer_example": examples.OUTLET}
INVITATION = contracts.InvitationView()


@area.get(
    "/outlets/<id:outlet>/members", access=SEES, audited=True, **{
        name: CHANGE[name] for name in ("answer", "etag", "answer_example")
    },
    zh="成员名单\n即该媒体的 members；ETag 为媒体的版本。每次查看均留痕。",
    en="Members\nThe outlet with its `members`; the ETag is the outlet's. Each look is on the audit trail.",
)  # fmt: skip
def members(outlet: str) -> Data:
    return ask("outlet.get", {"outlet": outlet})


@area.patch(
    "/outlets/<id:outlet>/members/<id:account>", body=contracts.ChangeMemberRole(exclude=("outlet", "account")),
    example={"role": "outlet_owner"}, **CHANGE,
    zh="更改成员身份\n最后一名负责人不能改为成员。",
    en="Change a member's role\nThe last owner stays owner.",
)  # fmt: skip
def change_role(outlet: str, account: str, data: Data) -> Data:
    return ask("outlet.change_member_role", {**data, "outlet": outlet, "account": account})


@area.delete(
    "/outlets/<id:outlet>/members/<id:account>", **CHANGE,
    zh="移除成员\n不能移除最后一名负责人。",
    en="Remove a member\nNot the last owner.",
)  # fmt: skip
def remove_member(outlet: str, account: str) -> Data:
    return ask("outlet.remove_member", {"outlet": outlet, "account": account})


@area.post(
    "/outlets/<id:outlet>/departure", access=Access(OWN), answer=contracts.LeftView(),
    zh="退出媒体\n最后一名负责人不能退出。",
    en="Leave an outlet\nNot as its last owner.",
)  # fmt: skip
def leave(outlet: str) -> Data:
    return ask("outlet.leave", {"outlet": outlet})


@area.get(
    "/outlets/<id:outlet>/invitations", access=MANAGES, answer=contracts.InvitationList(),
    zh="有效邀请\n不含邀请码。",
    en="Open invitations\nWithout their codes.",
)  # fmt: skip
def invitations(outlet: str) -> Data:
    return ask("outlet.invitations", {"outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/invitations", access=MANAGES, body=contracts.InviteMember(exclude=("outlet",)), status=201,
    answer=INVITATION, example={"role": "outlet_member", "note": "编辑小李"}, if_match=IfMatch.IGNORED,
    zh="邀请成员\n十四天内有效；邀请码另取。",
    en="Invite somebody\nFor fourteen days; the code is asked for separately.",
)  # fmt: skip
def invite(outlet: str, data: Data) -> Data:
    return ask("outlet.invite", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/invitations/<id:invitation>/code", access=MANAGES, answer=contracts.InvitationCodeView(),
    stored=True, if_match=IfMatch.IGNORED,
    zh="取邀请码\n交给受邀者；每次取用均留痕。",
    en="The code of an invitation\nFor whom it is meant; every use is on the audit trail.",
)  # fmt: skip
def invitation_code(outlet: str, invitation: str) -> Data:
    return ask("outlet.invitation_code", {"outlet": outlet, "invitation": invitation})


@area.delete(
    "/outlets/<id:outlet>/invitations/<id:invitation>", access=MANAGES, answer=INVITATION, if_match=IfMatch.OPTIONAL,
    zh="撤销邀请\n撤销后邀请码失效。",
    en="Revoke an invitation\nIts code no longer works.",
)  # fmt: skip
def revoke(outlet: str, invitation: str) -> Data:
    return ask("outlet.revoke_invitation", {"outlet": outlet, "invitation": invitation})


@area.post(
    "/invitation-acceptances", access=SIGNED_IN, body=contracts.AcceptInvitation(), status=201, answer=VIEW, etag=True,
    example={"code": "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U"}, errors=(404,), answer_example=examples.OUTLET,
    zh="接受邀请\n凭邀请码；指名邀请也可凭媒体与邀请的编号。",
    en="Accept an invitation\nBy its code; one that names the account also by the ids of outlet and invitation.",
)  # fmt: skip
def accept(data: Data) -> Data:
    return ask("outlet.accept_invitation", data)
