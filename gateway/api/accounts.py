"""Accounts (账号) of a bureau: one's own, and those that its administrators look after."""

from __future__ import annotations

from typing import Any

from flask import request

from gateway.accounts import schemas
from gateway.api import examples
from gateway.auth.access import OFFICE, PUBLIC, SIGNED_IN, WITH_TEMPORARY, only
from gateway.auth.visit import Visit
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.privacy.consents import require_current
from gateway.runtime import runtime
from shared.context import Role

area = Area("accounts", zh="账号", en="Accounts")
ADMINS = only(Role.ADMIN)
# Who says what an account may, and who sees that somebody is there to say it of.
SECURITY = only(Role.SECURITY_ADMIN)
KEEPERS = only(Role.ADMIN, Role.SECURITY_ADMIN)
EXAMPLE: dict[str, Any] = {
    "id": examples.ID,
    "bureau": "330108",
    "login": "lijing",
    "name": "李静",
    "email": "",
    "roles": ["liaison"],
    "resting": [],
    "disabled": False,
    "must_change_password": False,
    "second_factor": False,
    "oidc_subject": "",
    "created_at": "2026-11-02T08:30:00Z",
    "version": 1,
}
SHOWS: dict[str, Any] = {"answer": schemas.AccountView(), "answer_example": EXAMPLE, "etag": True}
TELLS: dict[str, Any] = {
    "answer": schemas.TemporaryPassword(),
    "answer_example": {**EXAMPLE, "must_change_password": True, "temporary_password": "k7pm-x3qa-9drt-hw2c"},
}


@area.post(
    "/accounts/sign-up", access=PUBLIC, body=schemas.SignUp(), status=201, errors=(429,), **SHOWS,
    example={"bureau": "330108", "login": "wangfang", "password": "correct horse battery", "name": "王芳"},
    zh="注册账号\n供媒体人员使用；不带任何职务，登记或加入媒体后方可代表媒体。登录名为所填的加“-”和四位字符，以答复为准："
       "无论该名是否有人使用，答复都一样。notice 为所同意的个人信息处理告知的版本（GET /v1/privacy-notice），"
       "不给出的，登录后再确认。",
    en="Sign up\nFor people of outlets: no role until an outlet is registered or joined. The login name is the one "
       "that is asked for, a hyphen and four signs, as the answer says it: whether somebody has such a name shows "
       "nowhere. `notice` is the edition of the privacy notice that one agrees to (GET /v1/privacy-notice); without "
       "it one is asked after signing in.",
)  # fmt: skip
def sign_up(data: Data) -> Data:
    given = dict(data)
    edition = given.pop("notice", None)
    if edition is not None:
        require_current(edition, "/notice")
    made = runtime().people.sign_up(given, origin(), visit())
    if edition is not None:
        runtime().consents.agree(made.bureau, made.id, edition)
    return made.view()


@area.get(
    "/accounts/me", access=WITH_TEMPORARY, **SHOWS,
    zh="我的账号\n登录名、姓名与职务。",
    en="One's own account\nLogin name, name and roles.",
)  # fmt: skip
def me() -> Data:
    who = asking()
    return runtime().people.accounts.get(who.bureau, who.account).view()


@area.patch(
    "/accounts/me", access=SIGNED_IN, body=schemas.ChangeOwn(), example={"name": "王芳"}, errors=(429,), **SHOWS,
    zh="修改我的资料\n只改给出的字段。换成另一个邮箱须输入本人密码（password）：重设密码的链接发到该邮箱。",
    en="Change one's own details\nWhat is left out stays. Another e-mail address takes one's password: links for a new "
       "password go there.",
)  # fmt: skip
def change_me(data: Data) -> Data:
    who = asking()
    return runtime().people.change_own(who.bureau, who.account, data, current().expected_version).view()


@area.put(
    "/accounts/me/password", access=WITH_TEMPORARY, body=schemas.ChangePassword(), if_match=IfMatch.IGNORED,
    errors=(429,), example={"current": "k7pm-x3qa-9drt-hw2c", "new": "correct horse battery"}, **SHOWS,
    zh="修改密码\n其他登录随之退出。密码是临时的或超过期限的，须先修改，方可进行其他操作。",
    en="Change the password\nThe other sessions end. One that is temporary or too old is changed before anything else.",
)  # fmt: skip
def change_password(data: Data) -> Data:
    who = asking()
    return runtime().people.change_password(who.bureau, who.account, data, who.session).view()


@area.get(
    "/accounts", access=KEEPERS, query=schemas.AccountsQuery(), answer=schemas.AccountPage(), paged=True,
    audited=True, answer_example=examples.page(EXAMPLE),
    zh="账号列表\n本局的账号，按登录名排序，条件可以组合。每次查看均留痕。",
    en="Accounts\nThose of the bureau by login name; filters are combined. Each look is on the audit trail.",
)  # fmt: skip
def accounts(data: Data) -> Data:
    return runtime().people.accounts.page(asking().bureau, data)


@area.get(
    "/bureaus", access=PUBLIC, answer=schemas.BureauList(), etag=True,
    answer_example={"items": [{"code": "330108", "name": "滨江区公安局"}]},
    zh="公安局列表\n供登录、注册与公开榜单页面选择；代码与名称。",
    en="Bureaus\nCode and name, to choose from where one signs in, signs up or looks at rankings.",
)  # fmt: skip
def bureaus() -> Data:
    return {"items": runtime().people.accounts.bureaus()}


@area.get(
    "/colleagues", access=OFFICE, query=schemas.ColleaguesQuery(), answer=schemas.ColleaguePage(), paged=True,
    etag=True,
    answer_example=examples.page({name: EXAMPLE[name] for name in ("id", "name", "roles", "disabled")}),
    zh="同事与姓名\n本局民警的编号、姓名与职务；给出 ids 时，查这些账号（含媒体人员）的姓名。媒体人员不可查。",
    en="Colleagues and names\nThe bureau's staff; with `ids`, whoever has those accounts, people of outlets too. "
       "Not for people of outlets.",
)  # fmt: skip
def colleagues(data: Data) -> Data:
    return runtime().people.accounts.colleagues(asking().bureau, data)


@area.post(
    "/accounts", access=ADMINS, body=schemas.NewAccount(), status=201, location="/v1/accounts/{id}", etag=True,
    example={"login": "lijing", "name": "李静", "roles": []}, **TELLS,
    zh="新建民警账号\n返回首次登录所用的临时密码，只此一次；登录后须先修改。职务由安全管理员授予，此处为空。",
    en="Make a staff account\nThe answer has the password for its first sign-in, this once. It has no roles yet: a "
       "security administrator gives them.",
)  # fmt: skip
def create(data: Data) -> Data:
    account, temporary = runtime().people.create(asking().bureau, data, origin(), asking().account)
    return {**account.view(), "temporary_password": temporary}


@area.get(
    "/accounts/<id:account>", access=KEEPERS, audited=True, **SHOWS,
    zh="查看账号\n本局的任一账号。每次查看均留痕。",
    en="One account\nAny of the bureau. Each look is on the audit trail.",
)  # fmt: skip
def get(account: str) -> Data:
    return runtime().people.accounts.get(asking().bureau, account).view()


@area.patch(
    "/accounts/<id:account>", access=KEEPERS, body=schemas.ChangeAccount(), example={"roles": ["liaison"]}, **SHOWS,
    zh="修改账号\n系统管理员改姓名、邮箱、停用与外部身份，安全管理员改职务（不能改自己的）；立即生效。最后一名不能停用或去职。",
    en="Change an account\nName, address, disabled, outside identity by an administrator; roles, not their own, by a "
       "security administrator. At once. The last one stays one.",
)  # fmt: skip
def change(account: str, data: Data) -> Data:
    return runtime().people.change(account, data, current().expected_version, asking().actor).view()


@area.post(
    "/accounts/<id:account>/password-reset", access=ADMINS, if_match=IfMatch.OPTIONAL, etag=True, **TELLS,
    zh="重置密码\n返回临时密码，只此一次；该账号的全部登录随之退出，锁定解除。",
    en="Reset a password\nThe answer has a temporary one, this once; its sessions end, a lock is lifted.",
)  # fmt: skip
def reset_password(account: str) -> Data:
    who, expected = asking(), current().expected_version
    changed, temporary = runtime().people.reset_password(who.bureau, account, expected, who.account)
    return {**changed.view(), "temporary_password": temporary}


@area.post(
    "/accounts/<id:account>/unlock", access=SECURITY, if_match=IfMatch.IGNORED, **SHOWS,
    zh="解除锁定\n密码或验证码连续输错的计数清零，无论来自何处；密码不变。",
    en="Lift a lock\nWrong passwords and codes are forgotten, wherever they came from; the password stays.",
)  # fmt: skip
def unlock(account: str) -> Data:
    return runtime().people.unlock(asking().bureau, account).view()


def visit() -> Visit:
    """From where a sign-in or sign-up comes, and the audit row that learns whose it is."""
    now = current()
    return Visit(now.remote, request.headers.get("User-Agent", ""), now.entry.attribute)


def origin() -> str:
    """What names this request if it is sent again with its idempotency key; empty without one."""
    now = current()
    if "Idempotency-Key" not in request.headers:
        return ""
    bureau = now.principal.bureau if now.principal else ""
    # Keyed: the fingerprint is made of a body that may hold a password.
    text = f"{now.scope}\n{now.fingerprint}"
    return runtime().cipher.indexes(text, kind="account-origin", bureau=bureau)[0]
