"""What is kept of somebody, as one document for themselves (个人信息保护法 45: 查阅、复制)."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.closing_schemas import Closing
from gateway.accounts.factor_schemas import SecondFactorView
from gateway.accounts.model import fold
from gateway.accounts.schemas import AccountView
from gateway.accounts.session_schemas import SessionView
from gateway.api import accounts, examples, sessions
from gateway.api.ask import ask
from gateway.api.confirming import WITH_PROOF, confirmed
from gateway.api.downloads import shown
from gateway.api.files import EXAMPLE as FILE
from gateway.api.outlet_imports import pages
from gateway.api.outlets import REPEATED
from gateway.api.privacy import EXAMPLE as AGREED
from gateway.api.privacy import ConsentView
from gateway.auth.access import SIGNED_IN
from gateway.current import asking
from gateway.files.records import Owner
from gateway.files.schemas import FileView
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.clock import now
from shared.contracts.liaison import RequestSummary
from shared.contracts.notification import EmailView, InboxItem
from shared.contracts.outlet import MyOutlet
from shared.errors import FieldProblem, Invalid

area = Area("own_data", zh="本人数据", en="One's own data")

# Of each list, the newest first.
MOST: Final = 1_000
PAGE: Final = 100


class OwnDataView(Schema):
    """Everything about one's account that is kept under it. Works are their outlets': see the list of works."""

    made_at = ma.AwareDateTime(required=True)
    account = ma.Nested(AccountView, required=True)
    second_factor = ma.Nested(SecondFactorView, required=True)
    mail = ma.Nested(EmailView, required=True, metadata={"description": "通知邮箱，完整 / For notices, in full"})
    consents = ma.List(ma.Nested(ConsentView), required=True)
    sessions = ma.List(ma.Nested(SessionView), required=True)
    outlets = ma.List(ma.Nested(MyOutlet), required=True)
    requests = ma.List(
        ma.Nested(RequestSummary),
        required=True,
        metadata={"description": "本人提出或答复的，不含维权 / Asked or answered by oneself, no rights protection"},
    )
    files = ma.List(ma.Nested(FileView), required=True, metadata={"description": "本人上传的 / Uploaded by oneself"})
    inbox = ma.List(ma.Nested(InboxItem), required=True)
    more = ma.List(
        ma.String(),
        required=True,
        metadata={"description": f"超过 {MOST} 条、未列全的部分 / Parts that have more than {MOST} and end there"},
    )


EXAMPLE: dict[str, Any] = {
    "made_at": "2026-11-02T08:30:00Z",
    "account": accounts.EXAMPLE,
    "second_factor": {"enabled": False, "since": None, "recovery_codes": 0, "required": False},
    "mail": {"version": 1, "email": "wangfang@example.com"},
    "consents": AGREED["items"],
    "sessions": sessions.LISTED["items"],
    "outlets": [],
    "requests": [],
    "files": [FILE],
    "inbox": [examples.INBOX_ITEM],
    "more": [],
}


@area.post(
    "/accounts/me/data", access=SIGNED_IN, answer=OwnDataView(), answer_example=EXAMPLE, stored=True, kept=REPEATED,
    example={}, if_match=IfMatch.IGNORED, **WITH_PROOF,
    zh="导出本人数据\n账号、二次验证状态、通知邮箱（完整）、同意记录、登录记录、所属媒体、本人提出或答复的需求、上传的文件（名称与摘要，"
       "内容另行下载）、收件箱，合为一份 JSON；每类至多一千条，未列全的在 more。作品属于媒体，见投稿列表。"
       "五分钟内没有输入过密码（启用二次验证的为验证码）的须随请求给出；每天至多十次，每次留痕。",
    en="One's own data\nAccount, second factor, address for notices (in full), consents, sessions, outlets, requests "
       "that one asked or answers, uploaded files (name and SHA-256; bytes are downloaded by themselves) and inbox, "
       "as one JSON document; of each at most a thousand, what is cut off is in `more`. Works belong to outlets: see "
       "their list. It takes the password (with a second factor: a code) unless that was given within five minutes; "
       "ten times a day, each on the audit trail.",
)  # fmt: skip
def export(data: Data) -> Data:
    confirmed(data)
    who, parts = asking(), runtime()
    parts.rates.hit("own_data", who.account)
    lists = {
        "outlets": pages("outlet.mine", {"limit": PAGE}),
        "requests": pages("liaison.requests_list", {"mine": True, "limit": PAGE}),
        "files": map(shown, parts.files.of(Owner(who.bureau, who.account), MOST + 1)),
        "inbox": pages("notification.inbox", {"limit": PAGE}),
    }
    found = {name: list(islice(items, MOST + 1)) for name, items in lists.items()}
    return {
        "made_at": now(),
        "account": parts.people.accounts.get(who.bureau, who.account).view(),
        "second_factor": parts.people.factors.standing(who.bureau, who.account),
        "mail": ask("notification.email", {"in_full": True}),
        "consents": parts.consents.list(who.account),
        "sessions": sessions.own(),
        **{name: items[:MOST] for name, items in found.items()},
        "more": [name for name, items in found.items() if len(items) > MOST],
    }


@area.post(
    "/accounts/me/closure", access=SIGNED_IN, body=Closing(), answer=AccountView(), errors=(429,),
    answer_example=accounts.EXAMPLE | {"disabled": True}, example={"login": "wangfang"},
    zh="注销我的账号\n须填登录名确认，并如导出本人数据一样确认是本人；全部登录随即退出，不再能登录，唯一的系统管理员或安全管理员不能注销（409）。"
       "保存期（RETENTION_DAYS_ACCOUNTS）内可由管理员恢复，期满清除姓名、登录名、邮箱；审计、积分、审核记录和作品署名依规保留。",
    en="Close one's own account\nTakes the login name, and a proof as one's own data does. Every session ends, and "
       "nobody signs in with it; the only administrator or security administrator stays (409). An administrator can "
       "open it again until its time (RETENTION_DAYS_ACCOUNTS) is over; then name, login and e-mail are erased. Trail, "
       "ledger, decisions and by-lines of works stay, as law wants.",
)  # fmt: skip
def close(data: Data) -> Data:
    rest, who, people = confirmed(data), asking(), runtime().people
    if fold(rest["login"]) != people.accounts.get(who.bureau, who.account).login:
        raise Invalid("validation", problems=[FieldProblem("/login", "accounts.login_not_yours")])
    return people.close_own(who.bureau, who.account).view()
