"""Signing in and out (登录)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gateway.accounts import factor_schemas, schemas
from gateway.accounts.outside_schemas import SignedOutView
from gateway.accounts.session_schemas import EndedView, KeySet, SessionList, TokenView
from gateway.api import examples
from gateway.api.accounts import visit
from gateway.api.confirming import lasts, prove
from gateway.auth.access import PUBLIC, SIGNED_IN, WITH_TEMPORARY
from gateway.auth.sessions import State
from gateway.auth.tokens import LIFETIME
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.clock import now
from shared.errors import Conflict, FieldProblem, Invalid

area = Area("sessions", zh="登录", en="Sessions")
EXAMPLE: dict[str, Any] = {
    "access_token": "eyJhbGciOiJFZDI1NTE5…",
    "token_type": "Bearer",
    "expires_in": LIFETIME,
    "refresh_token": f"330108.{examples.ID}.q8Zk…",
    "session": examples.ID,
    "account": examples.ID,
    "bureau": "330108",
    "name": "王芳",
    "roles": [],
    "must_change_password": False,
    "must_enrol": False,
    "notice_asked": False,
}
LISTED: dict[str, Any] = {"items": [{
    "id": examples.ID, "remote": "10.0.0.8", "agent": "Mozilla/5.0", "created_at": "2026-11-02T08:30:00Z",
    "used_at": "2026-11-02T09:15:00Z", "expires": "2026-11-16T09:15:00Z", "current": True,
}]}  # fmt: skip
GIVES: dict[str, Any] = {"access": PUBLIC, "when_full": True, "answer": TokenView(), "answer_example": EXAMPLE}
# Whoever renews at the same time, or lost the answer, gets that of the first. Later no more: a used token that comes
# again was copied, and is not told how the session went on.
AGAIN = timedelta(minutes=1)
ENDS: dict[str, Any] = {
    "access": WITH_TEMPORARY, "answer": EndedView(), "answer_example": {"ended": 1},
    "if_match": IfMatch.IGNORED, "when_full": True,
}  # fmt: skip


@area.post(
    "/sessions", body=schemas.SignIn(), status=201, errors=(401, 403, 429), **GIVES,
    example={"bureau": "330108", "login": "wangfang", "password": "correct horse battery"},
    zh="登录\n访问令牌有效 15 分钟，用刷新令牌续期。同一地址连续失败五次，该登录名在该地址锁定 15 分钟，再犯加倍；"
       "各处合计五十次的，除该账号常用的地址外一并锁定。启用了二次验证的账号，密码正确时答复 401（auth.code_needed），"
       "凭其 challenge 和验证码完成第二步。",
    en="Sign in\nThe access token lasts 15 minutes. Five failures in a row from one address lock the name there for 15 "
       "minutes, five more for longer; fifty in all lock it everywhere but where the account is known from. An account "
       "with a second factor is answered with 401 (auth.code_needed) when the password is right, and a `challenge` for "
       "the second step.",
)  # fmt: skip
def sign_in(data: Data) -> Data:
    return tokens(*runtime().people.sign_in(data, visit()))


@area.post(
    "/sessions/refresh", body=schemas.Refresh(), errors=(401, 429), kept=AGAIN, **GIVES,
    example={"refresh_token": EXAMPLE["refresh_token"]},
    zh="续期\n每次换发新的刷新令牌；旧令牌再次出现即视为泄露，该次登录随之失效。应答丢失时在一分钟内用同一幂等键重试。",
    en="Refresh\nGives a new refresh token; a used one that comes again ends the session. When an answer was lost, "
       "send the request again with its idempotency key, within a minute.",
)  # fmt: skip
def refresh(data: Data) -> Data:
    return tokens(*runtime().people.refresh(data["refresh_token"], visit()))


@area.get(
    "/sessions", access=WITH_TEMPORARY, answer=SessionList(), answer_example=LISTED,
    zh="我的登录\n设备、地址与最近使用时间。",
    en="One's sessions\nWith device, address and last use.",
)  # fmt: skip
def sessions() -> Data:
    return {"items": own()}


def own() -> list[Data]:
    """`SessionView` of each of one's own."""
    who = asking()
    found = runtime().people.sessions.list(who.bureau, who.account)
    return [{**item, "current": item["id"] == who.session} for item in found]


@area.post(
    "/sessions/current/proof", access=SIGNED_IN, body=factor_schemas.Confirmed(),
    answer=factor_schemas.ProvedView(), errors=(429,),
    example={"password": "correct horse battery"}, answer_example={"until": "2026-11-02T08:35:00Z"},
    zh="确认是本人\n再次给出密码，启用了二次验证的给出验证码；此后五分钟内签署、查看完整个人信息不再询问。"
       "用外部身份登录的，随该请求给出密码。",
    en="Show who one is\nBy the password again, of who has a second factor by a code; for five minutes signatures and "
       "looks at personal data do not ask for it. Who is signed in by an outside issuer gives it with those.",
)  # fmt: skip
def prove_again(data: Data) -> Data:
    who = asking()
    if not who.session:
        raise Conflict("auth.no_session")
    if not prove(data):
        wanted = runtime().people.factors.wanted(who.bureau, who.account)
        raise Invalid("validation", problems=[FieldProblem(f"/{wanted}", "required")])
    return {"until": now() + lasts()}


@area.delete(
    "/sessions/current",
    zh="退出登录\n访问令牌随即失效。由统一身份认证登录的，给出在那里一并退出的地址。",
    en="Sign out\nThe access token is no longer good. Who came in by the identity provider is told where to sign out "
       "there, too.",
    **ENDS | {"answer": SignedOutView(), "answer_example": {"ended": 1, "end_session": ""}},
)  # fmt: skip
def sign_out() -> Data:
    who, parts = asking(), runtime()
    there = parts.outside.farewell(parts.people.sessions.state(who.bureau, who.session))
    return {"ended": int(parts.people.sessions.end(who.bureau, who.account, who.session)), "end_session": there}


@area.delete(
    "/sessions",
    zh="退出全部登录\n包括当前这次。",
    en="Sign out everywhere\nHere too.", **ENDS,
)  # fmt: skip
def sign_out_all() -> Data:
    who = asking()
    return {"ended": runtime().people.sessions.end_all(who.bureau, who.account)}


@area.delete(
    "/sessions/<id:session>",
    zh="结束一次登录\n只能结束自己的。",
    en="End one session\nOnly one's own.", **ENDS,
)  # fmt: skip
def end_session(session: str) -> Data:
    who = asking()
    runtime().people.end_session(who.bureau, who.account, session)
    return {"ended": 1}


@area.get(
    "/.well-known/jwks.json", access=PUBLIC, answer=KeySet(),
    zh="令牌公钥\n供其他系统核验本系统的访问令牌（JWK 集）。",
    en="Token keys\nThe public keys of our access tokens (a JWK set), for systems that check them.",
)  # fmt: skip
def keys() -> Data:
    return runtime().tokens.public_keys()


def tokens(state: State, refresh_token: str) -> Data:
    """What a sign-in gives."""
    current().object_id = state.session
    return {
        "access_token": runtime().tokens.issue(state),
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "refresh_token": refresh_token,
        "session": state.session,
        "account": state.account,
        "bureau": state.bureau,
        "name": state.name,
        "roles": sorted(role.value for role in state.roles),
        "must_change_password": state.must_change,
        "must_enrol": state.must_enrol,
        "notice_asked": runtime().consents.asked(state.account),
    }
