"""The privacy notice (个人信息处理告知): what it says, and one's consent to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.auth.access import PUBLIC, SIGNED_IN
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.privacy import NOTICE, notice
from gateway.runtime import runtime
from shared.contracts.fields import Form, Length

area = Area("privacy", zh="个人信息告知", en="Privacy notice")


class NoticeView(Schema):
    """The notice in the language asked for."""

    edition = ma.String(required=True, metadata={"description": "变更后须再次同意 / Another one is asked for again"})
    title = ma.String(required=True)
    paragraphs = ma.List(ma.String(), required=True)


class ConsentView(Schema):
    """That somebody agreed."""

    edition = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    withdrawn_at = ma.AwareDateTime(required=True, allow_none=True)


class ConsentsView(Schema):
    """What one agreed to, the newest first."""

    items = ma.List(ma.Nested(ConsentView), required=True)
    current = ma.String(required=True, metadata={"description": "现行告知的版本 / Edition of the notice that holds"})
    asked = ma.Boolean(
        required=True, metadata={"description": "真：请本人确认现行告知 / True: one is asked to agree to that"}
    )


class Agreeing(Form):
    """To which edition."""

    edition = ma.String(required=True, validate=Length(min=1, max=32))


EXAMPLE: dict[str, Any] = {
    "items": [{"edition": NOTICE, "at": "2026-12-01T08:30:00Z", "withdrawn_at": None}],
    "current": NOTICE,
    "asked": False,
}
SHOWS: dict[str, Any] = {"access": SIGNED_IN, "answer": ConsentsView(), "answer_example": EXAMPLE}


@area.get(
    "/privacy-notice", access=PUBLIC, answer=NoticeView(), etag=True,
    answer_example={"edition": NOTICE, "title": notice("zh").title, "paragraphs": list(notice("zh").paragraphs[:1])},
    zh="个人信息处理告知\n现行版本，任何人可看；以所要的语言书写。",
    en="The privacy notice\nAs it is now, for everybody, in the language asked for.",
)  # fmt: skip
def text() -> Data:
    told = asdict(notice(current().locale))
    return {**told, "paragraphs": list(told["paragraphs"])}


@area.get(
    "/accounts/me/consents", **SHOWS,
    zh="我的同意记录\n本人同意过哪一版告知、何时同意、何时撤回，由新到旧；asked 为真时请再次确认。",
    en="One's consents\nWhich edition of the notice one agreed to, when, and when that was withdrawn, newest first; "
       "`asked` says that one is to be asked.",
)  # fmt: skip
def consents() -> Data:
    return _said()


@area.post(
    "/accounts/me/consents", body=Agreeing(), example={"edition": NOTICE}, if_match=IfMatch.IGNORED, **SHOWS,
    zh="同意告知\n须为现行版本（422 consent.not_current）；重复同意无影响。不同意的，其他接口照常可用。",
    en="Agree to the notice\nTo the edition that holds (422 consent.not_current); again it changes nothing. Who does "
       "not agree is refused nothing.",
)  # fmt: skip
def agree(data: Data) -> Data:
    who = asking()
    runtime().consents.agree(who.bureau, who.account, data["edition"])
    return _said()


@area.post(
    "/accounts/me/consents/withdrawal", if_match=IfMatch.IGNORED, **SHOWS,
    zh="撤回同意\n此前的处理不受影响，记录保留；要清除个人信息请注销账号。",
    en="Withdraw one's consent\nWhat was done before stays, and the record does; to have data erased close the "
       "account.",
)  # fmt: skip
def withdraw() -> Data:
    runtime().consents.withdraw(asking().account)
    return _said()


def _said() -> Data:
    """What who asks said to it."""
    parts, account = runtime(), asking().account
    return {"items": parts.consents.list(account), "current": NOTICE, "asked": parts.consents.asked(account)}
