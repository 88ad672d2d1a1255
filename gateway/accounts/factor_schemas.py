"""What the endpoints of second factors take and give."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.schemas import password
from shared.contracts.fields import Form, Length

LONGEST = 40


def code(zh: str = "验证码或恢复码", en: str = "A code of the authenticator, or a recovery code") -> ma.String:
    """A code on its way in, however it is spaced."""
    note = {"description": f"{zh} / {en}"}
    return ma.String(required=True, load_only=True, validate=Length(min=1, max=LONGEST), metadata=note)


class SignInByCode(Form):
    """The second half of signing in."""

    challenge = ma.String(
        required=True,
        load_only=True,
        validate=Length(min=1, max=200),
        metadata={"description": "密码核对后所给 / What the right password was answered with"},
    )
    code = code()


class Begin(Form):
    """One's password."""

    password = password("本人的登录密码", "The password that one signs in with")


class FirstCode(Form):
    """The first code of a new authenticator."""

    code = code("验证器上的 6 位验证码", "The six digits that the authenticator shows")


class Proved(Form):
    """Password and code of who asks."""

    password = password("本人的登录密码", "The password that one signs in with")
    code = code()


class SecondFactorView(Schema):
    """One's second factor."""

    enabled = ma.Boolean(required=True, metadata={"description": "登录须另输验证码 / A sign-in takes a code"})
    since = ma.AwareDateTime(required=True, allow_none=True)
    recovery_codes = ma.Integer(required=True, metadata={"description": "未用的恢复码 / Recovery codes that are left"})
    required = ma.Boolean(required=True, metadata={"description": "本人的职务须启用 / One's role takes one"})


class EnrolmentView(Schema):
    """What goes into an authenticator, shown this once."""

    secret = ma.String(required=True, metadata={"description": "Base32"})
    address = ma.String(required=True, metadata={"description": "otpauth://"})
    qr = ma.String(required=True, metadata={"description": "该地址的二维码，SVG / The address as a QR code, SVG"})
    until = ma.AwareDateTime(
        required=True, metadata={"description": "此前须以验证码确认 / By then a first code has to confirm it"}
    )


class RecoveryCodes(Schema):
    """Recovery codes, shown this once; each serves once in place of a code."""

    codes = ma.List(ma.String(), required=True)
