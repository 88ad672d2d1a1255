"""What the endpoints of second factors take and give."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.schemas import password
from shared.contracts.fields import Form, Length, Name

LONGEST = 40


def code(
    zh: str = "验证码或恢复码", en: str = "A code of the authenticator, or a recovery code", *, required: bool = True
) -> ma.String:
    """A code on its way in, however it is spaced."""
    note = {"description": f"{zh} / {en}"}
    return ma.String(required=required, load_only=True, validate=Length(min=1, max=LONGEST), metadata=note)


def credential(**options: Any) -> ma.Dict:
    """What a security key made, as browsers tell it (`PublicKeyCredential.toJSON()`)."""
    note = {"description": "安全密钥的应答（WebAuthn）/ What a security key answered (WebAuthn)"}
    return ma.Dict(keys=ma.String(), load_only=True, metadata=note, **options)


class Confirmed(Form):
    """Who asks, once more: nothing where that was shown a moment ago."""

    password = password("本人的登录密码", "The password that one signs in with", required=False)
    code = ma.String(
        load_only=True,
        validate=Length(min=1, max=40),
        metadata={"description": "启用了二次验证的，填验证码或恢复码 / A code, where there is a second factor"},
    )
    credential = credential()


class ProvedView(Schema):
    """That it is known who asks."""

    until = ma.AwareDateTime(
        required=True, metadata={"description": "此前不再询问 / Until then it is not asked for again"}
    )


class HalfDone(Form):
    """A sign-in that is half done."""

    challenge = ma.String(
        required=True,
        load_only=True,
        validate=Length(min=1, max=200),
        metadata={"description": "密码核对后所给 / What the right password was answered with"},
    )


class SignInByCode(HalfDone):
    """The second half of signing in: a code, or what a security key answered."""

    code = code(required=False)
    credential = credential()


class NewKey(Form):
    """A security key, and what its owner calls it."""

    name = Name(64, required=True)
    credential = credential(required=True)


class KeyView(Schema):
    """A security key."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    created_at = ma.AwareDateTime(required=True)
    used_at = ma.AwareDateTime(required=True, allow_none=True)
    copied_at = ma.AwareDateTime(
        required=True, allow_none=True,
        metadata={"description": "计数倒退、疑被复制，不再接受 / Its count went back: it serves no more"},
    )  # fmt: skip


class KeyList(Schema):
    """Those of an account, the oldest first."""

    items = ma.List(ma.Nested(KeyView), required=True)


class KeyOptions(Schema):
    """What a browser is to be asked."""

    options = ma.Dict(
        required=True,
        metadata={"description": "navigator.credentials 的 publicKey 参数 / `publicKey` of navigator.credentials"},
    )


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
    security_keys = ma.Boolean(
        required=True, metadata={"description": "可登记安全密钥 / Security keys can be registered here"}
    )
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
