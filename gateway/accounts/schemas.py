"""What the endpoints of accounts and sessions take and give."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.model import BUREAU_CODE, LOGIN
from gateway.accounts.passwords import LONGEST, SHORTEST
from shared.context import STAFF_ROLES
from shared.contracts.fields import (
    MAX_PAGE,
    Choice,
    Form,
    Length,
    Name,
    Pattern,
    Text,
    cursor,
    email,
    identifier,
    limit,
    several,
)

StaffRole = StrEnum("StaffRole", {role.name: role.value for role in sorted(STAFF_ROLES)})  # type: ignore[misc]


def login(said: str = "登录名，不分大小写 / Login name, letter case does not count", **options: Any) -> ma.String:
    """A login name."""
    return ma.String(validate=Pattern(LOGIN, "accounts.login"), metadata={"description": said}, **options)


def password(zh: str, en: str, *, required: bool = True) -> ma.String:
    """A password on its way in. What a new one must be is checked by `accounts.passwords`."""
    note = {"description": f"{zh} / {en}", "format": "password"}
    return ma.String(required=required, validate=Length(min=1, max=LONGEST), load_only=True, metadata=note)


def bureau() -> ma.String:
    """A bureau's 6-digit code."""
    note = {
        "description": "公安局的行政区划代码（GB/T 2260）；只有一个局时可不填 / Code of the bureau; "
        "may be left out where there is one bureau"
    }
    return ma.String(validate=Pattern(BUREAU_CODE, "accounts.bureau_code"), metadata=note)


def roles(**options: Any) -> ma.List[Any]:
    """Staff roles."""
    return several(Choice(StaffRole, of="role"), len(STAFF_ROLES), **options)


class SignIn(Form):
    """Name and password."""

    bureau = bureau()
    login = ma.String(required=True, validate=Length(min=1, max=64))
    password = password("密码", "Password")


class Refresh(Form):
    """The refresh token of the last answer."""

    refresh_token = ma.String(required=True, load_only=True, validate=Length(min=1, max=200))


class SignUp(Form):
    """An account for somebody of an outlet. It has no role until an outlet gives it one."""

    bureau = bureau()
    login = login(
        "希望的登录名；其后加四位，以答复中的 login 为准 / "
        "The wish for a login name; four signs are added: `login` of the answer is what one signs in with",
        required=True,
    )
    password = password(
        f"{SHORTEST}–{LONGEST} 个字符，不含登录名，不易猜到",
        f"{SHORTEST}–{LONGEST} characters, without the login name, not easily guessed",
    )
    name = Name(64, required=True)
    email = email()
    notice = ma.String(validate=Length(min=1, max=32), metadata={"description": "同意的告知版本 / Edition agreed to"})


class NewAccount(Form):
    """An account for a member of the bureau's staff."""

    login = login(required=True)
    name = Name(64, required=True)
    email = email()
    roles = roles(load_default=list)


class ChangeAccount(Form):
    """What is left out stays."""

    name = Name(64)
    email = email(shortest=0, metadata={"description": "空为清除 / Empty: none"})
    roles = roles()
    disabled = ma.Boolean()


class ChangeOwn(Form):
    """What one may change of one's own account."""

    name = Name(64)
    email = email(shortest=0, metadata={"description": "空为清除 / Empty: none"})
    password = password("本人的登录密码，换邮箱时须填", "One's password, for another e-mail address", required=False)


class ChangePassword(Form):
    """The present password and the new one."""

    current = password("现用密码", "The present one")
    new = password(
        f"新密码，{SHORTEST}–{LONGEST} 个字符，不易猜到，不是最近用过的",
        f"The new one, {SHORTEST}–{LONGEST} characters, not easily guessed and none of the last ones",
    )


class AccountsQuery(Form):
    """Which accounts to list, by login name."""

    q = Text(64, metadata={"description": "登录名或姓名的开头 / Start of the login name or of the name"})
    role = Choice(StaffRole, of="role")
    disabled = ma.Boolean()
    cursor = cursor()
    limit = limit()


class ColleaguesQuery(Form):
    """Whose names are wanted: the bureau's staff, or the accounts with these ids, whoever they are."""

    ids = several(
        identifier(), MAX_PAGE, least=1,
        metadata={"description": "账号编号，可多次给出；含媒体人员，一次答全 / Ids, given several times; also of "
                  "people of outlets; all in one answer"},
    )  # fmt: skip
    role = Choice(StaffRole)
    cursor = cursor()
    limit = limit()


class AccountView(Schema):
    """An account, without anything secret. `resting`: roles that do not count beside one that keeps the system."""

    id = ma.String(required=True)
    bureau = ma.String(required=True)
    login = ma.String(required=True)
    name = ma.String(required=True)
    email = ma.String(required=True)
    roles = ma.List(ma.String(), required=True)
    resting = ma.List(ma.String(), required=True, metadata={"description": "暂不生效的职务 / Roles that rest"})
    disabled = ma.Boolean(required=True)
    must_change_password = ma.Boolean(required=True)
    second_factor = ma.Boolean(
        required=True, metadata={"description": "登录须另输验证码 / A sign-in takes a code beside the password"}
    )
    oidc_subject = ma.String(
        required=True,
        metadata={
            "description": "所关联的外部身份：签发者、空格、sub；由本人关联，空为没有 / The outside identity: issuer, "
            "space and `sub`, linked by its owner; empty: none"
        },
    )
    created_at = ma.AwareDateTime(required=True)
    version = ma.Integer(required=True)


class TemporaryPassword(AccountView):
    """An account with the password for its first sign-in, told this once."""

    temporary_password = ma.String(required=True)


class BureauView(Schema):
    """A bureau that one can sign in to."""

    code = ma.String(required=True, metadata={"description": "行政区划代码（GB/T 2260）/ Division code"})
    name = ma.String(required=True)


class BureauList(Schema):
    """Every bureau, by its code."""

    items = ma.List(ma.Nested(BureauView), required=True)


class ColleagueView(Schema):
    """Who somebody is."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    roles = ma.List(
        ma.String(), required=True, metadata={"description": "媒体人员没有职务 / Empty for people of outlets"}
    )
    disabled = ma.Boolean(required=True)


class ColleaguePage(Schema):
    """A page of them."""

    items = ma.List(ma.Nested(ColleagueView), required=True)
    next = ma.String(required=True, allow_none=True)


class AccountPage(Schema):
    """A page of accounts."""

    items = ma.List(ma.Nested(AccountView), required=True)
    next = ma.String(required=True, allow_none=True)
