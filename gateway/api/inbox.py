"""One's own inbox (收件箱). The notification service keeps it."""

from __future__ import annotations

import time

from flask import Response, request

from gateway.api import examples
from gateway.api.ask import ask
from gateway.auth.access import SIGNED_IN
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from gateway.streams import GONE, watch
from shared.contracts import notification as contracts

area = Area("inbox", zh="收件箱", en="Inbox", service="notification")


@area.get(
    "/inbox", access=SIGNED_IN, query=contracts.InboxQuery(), answer=contracts.InboxPage(), paged=True,
    answer_example=examples.page(examples.INBOX_ITEM),
    zh="收件箱\n由新到旧，含本人与本人职务收到的；文字按 Accept-Language。",
    en="The inbox\nNewest first: what is for the account and for its staff roles; texts by Accept-Language.",
)  # fmt: skip
def inbox(data: Data) -> Data:
    return ask("notification.inbox", data)


@area.get(
    "/inbox/unread", access=SIGNED_IN, answer=contracts.UnreadView(), answer_example={"unread": 3, "urgent": 1},
    zh="未读数\n及其中的紧急数。",
    en="Unread count\nAnd how many of them are urgent.",
)  # fmt: skip
def unread() -> Data:
    return ask("notification.unread", {})


@area.get(
    "/inbox/stream", access=SIGNED_IN, media_type="text/event-stream", errors=(422, 429),
    unattended=True,
    zh="实时接收\n服务器推送事件（SSE）：item 为新消息，unread 为未读数，end 为结束原因。断线后带 Last-Event-ID 续接，"
       "不漏不重；先连接、再读列表。每个账号至多五路；带 X-Deadline-Ms 时到时即止。",
    en="Live\nServer-sent events: `item` is a new item, `unread` the counts, `end` says why it ends. Come back with "
       "Last-Event-ID and nothing is missed or repeated; connect first, then read the list. Five streams an account; "
       "with X-Deadline-Ms it ends by then.",
)  # fmt: skip
def stream() -> Response:
    now, hub = current(), runtime().streams
    lasts = max(0.0, now.deadline - time.time()) if "X-Deadline-Ms" in request.headers else None
    made, first = hub.open(asking(), now.locale, request.headers.get("Last-Event-ID", ""), lasts)
    response = Response(made.frames(first), content_type="text/event-stream; charset=utf-8")
    # A proxy that gathers would hold the events back.
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: hub.close(made))
    response.call_on_close(watch(request.environ, lambda: made.end(GONE)))
    return response


@area.post(
    "/inbox/<id:item>/read", access=SIGNED_IN, answer=contracts.InboxItem(), answer_example=examples.INBOX_ITEM,
    if_match=IfMatch.IGNORED,
    zh="标为已读\n重复标记无影响。",
    en="Mark as read\nRepeating it changes nothing.",
)  # fmt: skip
def mark_read(item: str) -> Data:
    return ask("notification.mark_read", {"item": item})


@area.post(
    "/inbox/read", access=SIGNED_IN, body=contracts.MarkAllRead(), answer=contracts.MarkedView(), errors=(404,),
    example={"up_to": examples.ID}, answer_example={"marked": 3, "more": False},
    zh="全部标为已读\n该条及更早的；之后新到的仍为未读。",
    en="Mark all as read\nThat item and older ones; what came in since stays unread.",
)  # fmt: skip
def mark_all_read(data: Data) -> Data:
    return ask("notification.mark_all_read", data)
