"""A new password by mail (找回密码), for who has an e-mail address in the account."""

from __future__ import annotations

from gateway.accounts import reset_schemas as schemas
from gateway.accounts.resets import LASTS
from gateway.api.accounts import visit
from gateway.auth.access import PUBLIC
from gateway.current import current
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.errors import Conflict

area = Area("password_resets", zh="找回密码", en="Passwords by mail")
MINUTES = int(LASTS.total_seconds()) // 60


@area.post(
    "/password-resets", access=PUBLIC, body=schemas.AskReset(), status=202, answer=schemas.ResetAsked(), errors=(429,),
    example={"bureau": "330108", "login": "wangfang"}, answer_example={"minutes": MINUTES},
    zh="申请重设密码\n账号填有邮箱的，向该邮箱发送一次性链接，30 分钟内有效，并在收件箱告知；"
       "无论有无此账号、有无邮箱，答复一律相同。没有邮箱的请联系管理员重置。未配置本系统的网址（PUBLIC_URL）时不受理（409）。",
    en="Ask for a new password\nAn account with an e-mail address gets a link there that serves once, for 30 minutes, "
       "and is told in its inbox. The answer is the same for everybody, account or not. Without an address, an "
       "administrator resets it. Not where nobody configured the address of the pages (PUBLIC_URL): 409.",
)  # fmt: skip
def ask(data: Data) -> Data:
    if not runtime().resetting.able:
        raise Conflict("accounts.reset_unavailable")
    runtime().people.ask_reset(data, current().locale, visit())
    runtime().resetting.wake()
    return {"minutes": MINUTES}


@area.post(
    "/password-resets/completion", access=PUBLIC, body=schemas.ResetByMail(), answer=schemas.ResetDone(), errors=(429,),
    answer_example={"bureau": "330108", "login": "wangfang"},
    example={"token": "0190a5b2-7c1e-7f3a-9d54-0c2f6b8e1a77.6f1d…", "new": "correct horse battery"},
    zh="设置新密码\n凭邮件链接中的 token，只能用一次；该账号的全部登录随之退出，锁定解除，并在收件箱告知。"
       "账号在此期间有过变更的，链接失效。",
    en="Set the new password\nBy the token of the mail's link, which serves once. Every session of the account ends, a "
       "lock is lifted, and the inbox says so. A link is void once the account was changed in between.",
)  # fmt: skip
def complete(data: Data) -> Data:
    account = runtime().people.reset_by_mail(data["token"], data["new"], visit())
    return {"bureau": account.bureau, "login": account.login}
