"""A second factor (二次验证): codes of an authenticator beside the password."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from gateway.accounts import factor_schemas as schemas
from gateway.accounts.schemas import AccountView
from gateway.api import accounts, examples, sessions
from gateway.api.accounts import ADMINS, visit
from gateway.auth.access import WITH_TEMPORARY
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime

area = Area("second_factors", zh="二次验证", en="Second factors")
MOMENT = "2026-11-02T08:30:00Z"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - an example
SHOWS: dict[str, Any] = {
    "answer": schemas.SecondFactorView(),
    "answer_example": {"enabled": True, "since": MOMENT, "recovery_codes": 10, "security_keys": True, "required": True},
}
CODES: dict[str, Any] = {
    "answer": schemas.RecoveryCodes(), "answer_example": {"codes": ["7KQ4-M2XD-9TRA", "B6WC-3JHV-Q0PN"]},
}  # fmt: skip
OFF = {"enabled": False, "since": None, "recovery_codes": 0, "security_keys": True, "required": False}
# Codes and secrets are shown once; whoever lost the answer gets it again with the same key, for a minute.
ONCE: dict[str, Any] = {"access": WITH_TEMPORARY, "errors": (429,), "kept": timedelta(minutes=1)}
OWN = {"password": "correct horse battery", "code": "492039"}


@area.post(
    "/sessions/second-factor", body=schemas.SignInByCode(), status=201, errors=(401, 403, 429), **sessions.GIVES,
    example={"challenge": f"{examples.ID}.q8Zk…", "code": "492039"},
    zh="登录第二步\n启用了二次验证的账号，密码核对后答复 401（auth.code_needed），其中的 challenge 五分钟内"
       "有效；凭它和验证码（或恢复码）登录。验证码只能用一次，输错与密码输错一并计数。",
    en="The second step of signing in\nWhere an account has a second factor, the right password is answered with 401 "
       "(auth.code_needed) and a `challenge`, good for five minutes; with it and a code of the authenticator (or a "
       "recovery code) one is signed in. A code serves once; wrong ones count with wrong passwords.",
)  # fmt: skip
def sign_in(data: Data) -> Data:
    return sessions.tokens(*runtime().people.sign_in_by_code(data, visit()))


@area.get(
    "/accounts/me/second-factor", access=WITH_TEMPORARY, **SHOWS,
    zh="我的二次验证\n是否启用、本人职务是否须启用、剩余恢复码。",
    en="One's second factor\nWhether there is one, whether one's role takes one, and how many recovery codes are left.",
)  # fmt: skip
def standing() -> Data:
    who = asking()
    return runtime().people.factors.standing(who.bureau, who.account)


@area.post(
    "/accounts/me/second-factor", body=schemas.Begin(), status=201, answer=schemas.EnrolmentView(), **ONCE,
    example={"password": OWN["password"]},
    answer_example={
        "secret": SECRET, "address": f"otpauth://totp/Jingmei:lijing%40330108?secret={SECRET}&issuer=Jingmei",
        "qr": "<svg …/>", "until": "2026-11-02T08:45:00Z",
    },
    zh="启用二次验证\n给出密钥、otpauth 地址及其二维码，存入验证器（RFC 6238，6 位，30 秒）；15 分钟内以第一个验证码"
       "确认方才生效。已启用的答复 409。",
    en="Begin with a second factor\nA secret, its otpauth address and QR code for an authenticator (RFC 6238, six "
       "digits, 30 seconds); it counts once a first code has confirmed it, within 15 minutes. 409 where there is one.",
)  # fmt: skip
def begin(data: Data) -> Data:
    who = asking()
    return asdict(runtime().people.factors.begin(who.bureau, who.account, data["password"]))


@area.post(
    "/accounts/me/second-factor/confirmation", body=schemas.FirstCode(), example={"code": "492039"}, **ONCE, **CODES,
    zh="确认启用\n以第一个验证码确认；给出十个恢复码，只此一次，每个只能用一次。其他登录随之退出。",
    en="Confirm it\nBy a first code. The answer has ten recovery codes, this once; each serves once. The other "
       "sessions end.",
)  # fmt: skip
def confirm(data: Data) -> Data:
    who = asking()
    return {"codes": runtime().people.factors.confirm(who.bureau, who.account, data["code"], who.session)}


@area.post(
    "/accounts/me/second-factor/recovery-codes", body=schemas.Proved(), example=OWN, **ONCE, **CODES,
    zh="换发恢复码\n须密码与验证码；原有的恢复码随即作废。",
    en="New recovery codes\nTakes password and code; those from before are void.",
)  # fmt: skip
def renew(data: Data) -> Data:
    who = asking()
    return {"codes": runtime().people.factors.renew(who.bureau, who.account, data["password"], data["code"])}


@area.post(
    "/accounts/me/second-factor/removal", access=WITH_TEMPORARY, body=schemas.Proved(), example=OWN, errors=(429,),
    **SHOWS | {"answer_example": OFF},
    zh="解除二次验证\n须密码与验证码；职务须启用的，解除后须重新启用方可办理其他事项。",
    en="Remove it\nTakes password and code. Whose role takes a second factor can do nothing else until there is "
       "one again.",
)  # fmt: skip
def remove(data: Data) -> Data:
    who = asking()
    runtime().people.factors.remove(who.bureau, who.account, data["password"], data["code"])
    return runtime().people.factors.standing(who.bureau, who.account)


@area.post(
    "/accounts/<id:account>/second-factor-reset", access=ADMINS, if_match=IfMatch.OPTIONAL, etag=True,
    answer=AccountView(), answer_example=accounts.EXAMPLE,
    zh="重置二次验证\n为遗失验证器和恢复码的人解除；其全部登录随之退出，告知本人和其他管理员。不能重置自己的。",
    en="Reset somebody's second factor\nFor who has lost authenticator and recovery codes; every session of theirs "
       "ends, they and the other administrators are told. Not one's own.",
)  # fmt: skip
def reset(account: str) -> Data:
    who, expected = asking(), current().expected_version
    return runtime().people.factors.reset(who.bureau, account, expected, who.account).view()
