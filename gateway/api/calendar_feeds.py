"""A private address that calendars subscribe to (日历订阅); whoever has it sees what its owner may see."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from flask import Response

from gateway.api.ask import ask
from gateway.api.documents import public_address
from gateway.api.examples import ID
from gateway.auth.access import PUBLIC, SIGNED_IN
from gateway.auth.rates import place
from gateway.calendar_feed import calendar
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Actor
from shared.contracts import calendar_feeds as contracts
from shared.errors import Conflict, NotFound

area = Area("calendar_feeds", zh="日历订阅", en="Calendar feeds", service="liaison")

# Bytes of chance in an address: nobody guesses one.
CHANCE = 24
APPOINTMENT: dict[str, Any] = {
    "id": ID, "request": ID, "number": "2026-X00012", "kind": "interview", "title": "采访夜巡民警", "outlet": ID,
    "outlet_name": "滨江晚报", "starts_at": "2026-10-16T01:00:00Z", "place": "县公安局新闻科", "off": False,
}  # fmt: skip
FEED: dict[str, Any] = {
    "answer": contracts.FeedView(), "answer_example": {"made_at": "2026-09-28T02:00:00Z"},
}  # fmt: skip


@area.get(
    "/calendar-feed", access=SIGNED_IN, **FEED,
    zh="日历订阅状态\n是否有订阅地址；地址只在生成时显示一次。",
    en="One's calendar feed\nWhether there is an address; it is shown once, when it is made.",
)  # fmt: skip
def feed() -> Data:
    return ask("liaison.feed", {})


@area.post(
    "/calendar-feed", access=SIGNED_IN, answer=contracts.MadeFeedView(), status=201, location="/v1/calendar-feed",
    answer_example={
        "made_at": "2026-09-28T02:00:00Z",
        "address": "https://jingmei.example/v1/calendar/330108-Zk3vXq9mT2bL7wRyUc8NfA1sDhJ5pE0g.ics",
    },
    zh="生成订阅地址\n供手机、电脑日历订阅，内容为本人可以看到的活动和与本人有关的约定；旧地址随即失效。地址不留底，重复请求得到新地址。"
       "未配置本系统的网址（PUBLIC_URL）时没有订阅地址（409）。",
    en="Make an address\nFor calendars, with the activities that one may see and the appointments that concern one; "
       "the one before is good no more. It is not kept in clear: asked again, there is another. There is none where "
       "nobody configured the address of the pages (PUBLIC_URL): 409.",
)  # fmt: skip
def make() -> Data:
    if not public_address("/"):
        raise Conflict("feed.no_address")
    token = f"{asking().bureau}-{secrets.token_urlsafe(CHANCE)}"
    # Without a key: its record would keep what must not be kept, and a second address takes the place of the first.
    once = replace(current().context(), key=None, fingerprint=None)
    found: Data = runtime().rpc.call("liaison.make_feed", {"digest": _digest(token)}, once)[0]
    return {**found, "address": public_address(f"/v1/calendar/{token}.ics")}


@area.delete(
    "/calendar-feed", access=SIGNED_IN, if_match=IfMatch.IGNORED, **FEED,
    zh="停用订阅\n地址随即失效。",
    en="End the feed\nThe address is good no more.",
)  # fmt: skip
def end() -> Data:
    return ask("liaison.end_feed", {})


@area.get(
    "/appointments", access=SIGNED_IN, query=contracts.AppointmentsQuery(), answer=contracts.Appointments(),
    answer_example={"items": [APPOINTMENT]},
    zh="约定\n某段时间内、以约定时间地点答复的需求，按时间先后：媒体成员看到本媒体的，民警看到由本人或本人负责的单位办理的；"
       "不含媒体维权，最多 500 项。在此之前又追问、尚未另约的，off=true。",
    en="Appointments\nOf a time, by when they begin: requests that were answered with a date and place. People of "
       "outlets see those of their outlet, officers those that they, or the unit that they head, have in hand; no "
       "rights protection; 500 at most. What was asked again before its date, and has no other yet, is off.",
)  # fmt: skip
def appointments(data: Data) -> Data:
    return ask("liaison.appointments", data)


@area.get(
    "/calendar/<id:token>.ics", access=PUBLIC, media_type="text/calendar", errors=(429,),
    zh="订阅日历\niCalendar 格式；凭私有地址读取，内容以地址主人当前的权限为准。有频次限制。",
    en="The calendar\nAs iCalendar, by its private address: what its owner may see now. So many a minute.",
)  # fmt: skip
def read(token: str) -> Response:
    rates = runtime().rates
    rates.hit("calendar", place(current().remote))
    rates.hit("calendar", _digest(token))
    bureau, _, _ = token.partition("-")
    if not (bureau.isdigit() and len(bureau) == len("330108")):
        raise NotFound("feed.not_found")
    # Nobody is signed in: the token itself says whose calendar it is.
    anyone = current().context_of(Actor("", bureau))
    found = runtime().rpc.call("liaison.feed_activities", {"digest": _digest(token)}, anyone)[0]
    name = runtime().people.accounts.bureau_name(bureau)
    made = calendar(f"{name} · 日程", found["items"], runtime().settings.public_url, found["appointments"])
    return Response(made, content_type="text/calendar; charset=utf-8")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
