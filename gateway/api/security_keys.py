"""Security keys (安全密钥, WebAuthn): in place of a code, where the pages are on HTTPS."""

from __future__ import annotations

from typing import Any

from gateway.accounts import factor_schemas as schemas
from gateway.api import examples
from gateway.api.accounts import visit
from gateway.api.confirming import WITH_PROOF, confirmed
from gateway.auth.access import PUBLIC, SIGNED_IN
from gateway.current import asking
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.errors import Conflict

area = Area("security_keys", zh="安全密钥", en="Security keys")
KEY: dict[str, Any] = {
    "id": examples.ID, "name": "蓝色的", "created_at": "2026-11-02T08:30:00Z", "used_at": None, "copied_at": None,
}  # fmt: skip
OPTIONS: dict[str, Any] = {
    "answer": schemas.KeyOptions(),
    "answer_example": {"options": {"challenge": "q8Zk…", "rpId": "jingmei.example.gov.cn", "timeout": 300_000}},
}
CREDENTIAL = {"id": "q8Zk…", "rawId": "q8Zk…", "type": "public-key", "response": {"clientDataJSON": "eyJ0…"}}


@area.get(
    "/accounts/me/security-keys", access=SIGNED_IN, answer=schemas.KeyList(), answer_example={"items": [KEY]},
    zh="我的安全密钥\n名称、登记与最近使用时间。",
    en="One's security keys\nName, when it was registered and used last.",
)  # fmt: skip
def keys() -> Data:
    return listed()


@area.post(
    "/accounts/me/security-keys/options", access=SIGNED_IN, **WITH_PROOF, **OPTIONS, example={"code": "492039"},
    zh="开始登记安全密钥\n须已启用二次验证，并在五分钟内给出过验证码（或随请求给出）；最多十个。",
    en="Begin with a security key\nTakes a second factor, and a code with the request or within five minutes; ten at "
       "most.",
)  # fmt: skip
def begin(data: Data) -> Data:
    confirmed(data)
    people, who = runtime().people, asking()
    account = people.accounts.get(who.bureau, who.account)
    return {"options": people.factors.keys.begin(account, session())}


@area.post(
    "/accounts/me/security-keys", access=SIGNED_IN, body=schemas.NewKey(), status=201, answer=schemas.KeyView(),
    answer_example=KEY, example={"name": "蓝色的", "credential": CREDENTIAL},
    zh="登记安全密钥\n五分钟内、在同一登录中以密钥的应答完成，一次有效；须验证使用者。",
    en="Register it\nBy what the key answered, within five minutes, in the same session, once; it has to verify who "
       "uses it.",
)  # fmt: skip
def register(data: Data) -> Data:
    people, who = runtime().people, asking()
    account = people.accounts.get(who.bureau, who.account)
    return people.factors.keys.register(account, session(), data["name"], data["credential"]).view()


@area.post(
    "/accounts/me/security-keys/<id:security_key>/removal", access=SIGNED_IN, **WITH_PROOF, example={"code": "492039"},
    answer=schemas.KeyList(), answer_example={"items": []},
    zh="移除安全密钥\n须在五分钟内给出过验证码或用过密钥，或随请求给出。",
    en="Remove one\nTakes a code or a key, with the request or within five minutes.",
)  # fmt: skip
def remove(security_key: str, data: Data) -> Data:
    confirmed(data)
    people, who = runtime().people, asking()
    people.factors.keys.remove(people.accounts.get(who.bureau, who.account), security_key)
    return listed()


@area.post(
    "/sessions/second-factor/options", body=schemas.HalfDone(), errors=(401, 429), access=PUBLIC, when_full=True,
    example={"challenge": f"{examples.ID}.q8Zk…"}, **OPTIONS,
    zh="登录第二步用安全密钥\n凭 challenge 给出密钥要签名的内容；应答随第二步以 credential 提交。没有密钥的答复 409。",
    en="A security key for the second step\nWhat the key is to sign, by the `challenge`; what it answers goes with the "
       "second step as `credential`. 409 where there is no key.",
)  # fmt: skip
def for_sign_in(data: Data) -> Data:
    return {"options": runtime().people.key_asked(data, visit())}


@area.post(
    "/sessions/current/proof/options", access=SIGNED_IN, **OPTIONS,
    zh="用安全密钥确认是本人\n给出密钥要签名的内容；应答以 credential 提交，五分钟内、同一登录中一次有效。",
    en="Show who one is by a security key\nWhat the key is to sign; what it answers is given as `credential`, within "
       "five minutes, in the same session, once.",
)  # fmt: skip
def for_proof() -> Data:
    people, who = runtime().people, asking()
    return {"options": people.factors.keys.ask_in(people.accounts.get(who.bureau, who.account), session())}


def listed() -> Data:
    """Those of who asks."""
    people, who = runtime().people, asking()
    found = people.factors.keys.kept.of(people.accounts.get(who.bureau, who.account))
    return {"items": [key.view() for key in found]}


def session() -> str:
    """The session of who asks. Raises: Conflict for who is signed in by an outside issuer."""
    if not asking().session:
        raise Conflict("auth.no_session")
    return asking().session
