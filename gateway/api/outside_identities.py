"""Identities at the bureau's identity provider (统一身份认证): to sign in by them, and how they are linked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from flask import request

from gateway.accounts import outside_schemas as schemas
from gateway.accounts.factor_schemas import Confirmed
from gateway.accounts.session_schemas import EndedView
from gateway.api import accounts, sessions
from gateway.api.accounts import ADMINS, visit
from gateway.api.confirming import confirmed
from gateway.auth.access import PUBLIC, SIGNED_IN
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime

area = Area("outside_identities", zh="统一身份认证", en="Outside identities")
FORM = "application/x-www-form-urlencoded"
LONGEST = 16 * 1024
PASSWORD = {"password": "correct horse battery"}
BROUGHT = {"state": "kX0v…", "code": "SplxlOBeZQQYbYS6WxSbIA", "secret": "q8Zk…"}
BEGINS: dict[str, Any] = {
    "status": 201, "answer": schemas.BegunView(), "kept": timedelta(minutes=1),
    "answer_example": {"address": "https://id.example/authorize?…", "secret": "q8Zk…", "seconds": 600},
}  # fmt: skip


@area.get(
    "/sessions/outside", access=PUBLIC, answer=schemas.OfferView(), etag=True,
    answer_example={"offered": True, "name": "公安统一身份认证"},
    zh="可否由统一身份认证登录\n及其名称。",
    en="Whether one can sign in by an identity provider\nAnd what people call it.",
)  # fmt: skip
def offer() -> Data:
    return runtime().outside.offer()


@area.post(
    "/sessions/outside", access=PUBLIC, when_full=True, errors=(429,), **BEGINS,
    zh="由统一身份认证登录\n给出浏览器前往的地址；所给的 secret 留在该浏览器中，十分钟内返回有效。",
    en="Begin to sign in by the identity provider\nThe address for the browser; `secret` stays in that browser. "
       "Good for ten minutes.",
)  # fmt: skip
def begin() -> Data:
    return runtime().outside.begin(visit())


@area.post(
    "/sessions/outside/answer", body=schemas.Brought(), status=201, errors=(401, 403, 429), **sessions.GIVES,
    example=BROUGHT,
    zh="由统一身份认证返回\n凭带回的 state、code 和留存的 secret 登录，只能用一次；启用了二次验证的账号，对方未表明"
       "已验证两个因素的，答复 401（auth.code_needed）。不算出示过密码：签署等仍须密码或验证码。",
    en="Come back from the identity provider\nWith `state` and `code` that were brought back and the `secret` that was "
       "kept, once. Where the account has a second factor and the provider does not say that two were shown there, 401 "
       "(auth.code_needed). No password was shown by it: signatures still take password or code.",
)  # fmt: skip
def answer(data: Data) -> Data:
    return sessions.tokens(*runtime().outside.answer(data, visit()))


@area.post(
    "/sessions/outside/logout", access=PUBLIC, raw=FORM, when_full=True, errors=(400, 429),
    answer=EndedView(), answer_example={"ended": 1},
    zh="在统一身份认证处退出\n由其以 logout_token 告知（OpenID Connect Back-Channel Logout），由此登录的随之退出。",
    en="Signed out at the identity provider\nIt tells so by a `logout_token` (OpenID Connect Back-Channel Logout); "
       "sessions that came in by it end.",
)  # fmt: skip
def logout() -> Data:
    raw = request.stream.read(LONGEST + 1)
    try:
        told = parse_qs(raw.decode("ascii"), strict_parsing=True, max_num_fields=10) if len(raw) <= LONGEST else {}
    except ValueError:
        told = {}
    return {"ended": runtime().outside.left(told.get("logout_token", [""])[0], visit())}


@area.post(
    "/accounts/me/outside-identity", access=SIGNED_IN, body=Confirmed(), example=PASSWORD, errors=(429,), **BEGINS,
    zh="关联外部身份\n须新近给出过密码或验证码。给出浏览器前往的地址，本人在那里登录以表明身份属实。",
    en="Begin to link one's identity\nPassword or code were given a moment ago. The address for the browser: one signs "
       "in there, which shows that the identity is one's own.",
)  # fmt: skip
def begin_link(data: Data) -> Data:
    confirmed(data)
    return runtime().outside.begin_link(asking())


@area.post(
    "/accounts/me/outside-identity/answer", access=SIGNED_IN, body=schemas.Brought(), example=BROUGHT,
    **accounts.SHOWS,
    zh="完成关联\n在发起的同一次登录和同一浏览器中；今后可由此登录，并告知本人。一个身份只能关联一个账号。",
    en="Link it\nIn the session and the browser that began. One can sign in by it from then on, and is told. An "
       "identity belongs to one account.",
)  # fmt: skip
def link(data: Data) -> Data:
    return runtime().outside.link(asking(), data).view()


@area.post(
    "/accounts/me/outside-identity/removal", access=SIGNED_IN, body=Confirmed(), example=PASSWORD, errors=(429,),
    **accounts.SHOWS,
    zh="解除关联\n须新近给出过密码或验证码；由此登录的其他会话随之退出。",
    en="Remove the link\nPassword or code were given a moment ago; other sessions that came in by it end.",
)  # fmt: skip
def unlink(data: Data) -> Data:
    who, parts = asking(), runtime()
    parts.outside.require_linked(parts.people.accounts.get(who.bureau, who.account))
    confirmed(data)
    return parts.outside.unlink(who.bureau, who.account, by=who.account, keep=who.session).view()


@area.post(
    "/accounts/<id:account>/outside-identity-removal", access=ADMINS, if_match=IfMatch.OPTIONAL, **accounts.SHOWS,
    zh="解除他人的外部身份\n由此登录的全部退出，并告知本人。管理员只能解除，不能代为关联。",
    en="Remove somebody's outside identity\nSessions that came in by it end, and they are told. Administrators remove "
       "links and make none.",
)  # fmt: skip
def remove(account: str) -> Data:
    who, expected = asking(), current().expected_version
    return runtime().outside.unlink(who.bureau, account, by=who.account, expected=expected).view()
