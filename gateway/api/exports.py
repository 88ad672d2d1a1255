"""Lists as sheets (XLSX): works, how far they reached, requests, who comes to an activity; the lists' own filters, in
the words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from flask import Response

from gateway.api.activities import READERS
from gateway.api.outlet_imports import XLSX, pages, sheet
from gateway.auth.access import SIGNED_IN, STAFF
from gateway.current import current
from gateway.exporting import METRICS, REPLIES, REQUESTS, WORKS, write
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.contracts import activities, liaison
from shared.contracts import submission as contracts
from shared.contracts.activity_terms import Seat
from shared.errors import Invalid

area = Area("exports", zh="导出", en="Export", service="submission")

MOST: Final = 10_000
PAGE: Final = 100
PLACE: Final = ("cursor", "limit")


@area.get(
    "/submissions.xlsx", access=SIGNED_IN, query=contracts.SearchSubmissions(exclude=PLACE), media_type=XLSX,
    audited=True,
    zh="导出投稿\n与投稿列表的范围和条件相同，每件一行，以所要的语言书写；至多一万行，超出时不导出（422），请缩小范围。"
       "标题中的身份证号、手机号等以掩码表示。每次导出均留痕。",
    en="Export submissions\nWhat the list has with the same filters, a row each, in the words of the language asked "
       "for; at most 10,000 rows: beyond that nothing is exported (422), and filters have to say less. Numbers of "
       "people in titles are masked. Every export is on the audit trail.",
)  # fmt: skip
def submissions(data: Data) -> Response:
    locale, rows = current().locale, _rows("submission.search", data)
    return sheet("submissions.xlsx", lambda file: write(file, WORKS, rows, locale))


@area.get(
    "/metrics.xlsx", access=STAFF, query=contracts.MetricsQueue(exclude=PLACE), media_type=XLSX, audited=True,
    zh="导出传播数据\n与待核实的传播数据列表的范围和条件相同（默认只含待核实的），每次数据一行；其余同导出投稿。",
    en="Export metrics\nWhat the list of metrics has with the same filters (those that wait, unless said otherwise), a "
       "row for each snapshot; the rest is as with submissions.",
)  # fmt: skip
def metrics(data: Data) -> Response:
    locale, rows = current().locale, _rows("submission.metrics_queue", data)
    return sheet("metrics.xlsx", lambda file: write(file, METRICS, rows, locale))


@area.get(
    "/requests.xlsx", access=STAFF, query=liaison.RequestListQuery(exclude=PLACE), media_type=XLSX, audited=True,
    service="liaison",
    zh="导出对接需求\n民警用。与需求列表的范围和条件相同，每件一行，不含媒体维权，也没有留言和内部备注；其余同导出投稿。",
    en="Export requests\nFor staff: what their list of requests has with the same filters, a row each. No rights "
       "protection is in it, no message and no note; the rest is as with submissions.",
)  # fmt: skip
def requests(data: Data) -> Response:
    locale, rows = current().locale, _rows("liaison.requests_list", data)
    return sheet("requests.xlsx", lambda file: write(file, REQUESTS, rows, locale))


@area.get(
    "/activities/<id:activity>/replies.xlsx", access=READERS, media_type=XLSX, audited=True, service="liaison",
    query=activities.SignUpsQuery(exclude=("activity", *PLACE)),
    zh="导出报名与签到\n与名单的条件相同，每人一行：答复、名额、候补第几位、签到时间、方式和由谁签到；签到码不在其中。"
       "备注中的身份证号、手机号等以掩码表示。每次导出均留痕。",
    en="Export who replied and who came\nWhat the list of sign-ups has with the same filters, a row each: reply, seat, "
       "place in line, when and by whom they were checked in. No codes are in it; numbers of people in remarks are "
       "masked. Every export is on the audit trail.",
)  # fmt: skip
def replies(activity: str, data: Data) -> Response:
    locale, rows = current().locale, _in_line(_rows("liaison.sign_ups", {**data, "activity": activity}), data)
    return sheet(f"activity-{activity}-replies.xlsx", lambda file: write(file, REPLIES, rows, locale))


def _in_line(rows: Iterator[dict[str, Any]], chosen: Data) -> Iterator[dict[str, Any]]:
    """With each one's turn; of who waits the place in line, which a list that leaves some of them out does not tell."""
    whole, waiting = not {"reply", "attended", "walk_in"} & chosen.keys(), 0
    for turn, row in enumerate(rows, 1):
        waits = row["seat"] == Seat.WAITING
        waiting += waits
        yield row | {"turn": turn, "place_in_line": waiting if waits and whole else None}


def _rows(method: str, data: Data) -> Iterator[dict[str, Any]]:
    """All rows of a list. Raises: Invalid when they are more than a sheet is made of."""
    for number, row in enumerate(pages(method, {**data, "limit": PAGE})):
        if number >= MOST:
            raise Invalid("export.too_many", max=MOST)
        yield row
