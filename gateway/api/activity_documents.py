"""What is printed of an activity: the list at the door, a certificate of attendance."""

from __future__ import annotations

from datetime import datetime

from flask import Response

from gateway.api.activities import OUTLETS, READERS
from gateway.api.ask import ask
from gateway.api.documents import PDF, bureau_name, download
from gateway.api.outlet_imports import XLSX, pages
from gateway.documents.gatherings import Attended, Coming, attendance, participants
from gateway.http.area import Area
from shared.clock import local_date
from shared.contracts.activity_terms import Seat
from shared.errors import Conflict

area = Area("activity_documents", zh="活动文书", en="Documents of activities", service="liaison")

MOST_A_PAGE = 500


@area.get(
    "/activities/<id:activity>/sign-ups.xlsx", access=READERS, media_type=XLSX, errors=(504,),
    zh="签到表\n有名额的在前，候补在后，各按先后；留有签名栏，可打印后离线使用。",
    en="The list for the door\nWho has a seat, then who waits, in their order, with room to sign: to be printed.",
)  # fmt: skip
def participant_list(activity: str) -> Response:
    found = ask("liaison.activity", {"activity": activity})
    rows = [
        Coming(
            each["person"]["name"], each["outlet_name"], each["seat"], each["remark"],
            datetime.fromisoformat(each["attended_at"]) if each["attended_at"] else None,
        )
        for seat in (Seat.SEATED, Seat.WAITING)
        for each in pages("liaison.sign_ups", {"activity": activity, "seat": seat.value, "limit": MOST_A_PAGE})
    ]  # fmt: skip
    starts = datetime.fromisoformat(found["starts_at"])
    book = participants(found["title"], found["place"], starts, tuple(rows), bureau_name())
    return download(book, XLSX, f"{found['title']}签到表.xlsx", f"activity-{activity}.xlsx")


@area.get(
    "/activities/<id:activity>/certificate.pdf", access=OUTLETS, media_type=PDF, errors=(409, 504),
    zh="参加证明\n本人已签到、活动记为已举办后可下载。",
    en="A certificate of attendance\nOne's own, once one was checked in and it was marked as held.",
)  # fmt: skip
def certificate(activity: str) -> Response:
    found = ask("liaison.attendance", {"activity": activity})
    starts = datetime.fromisoformat(found["starts_at"])
    of = Attended(found["person"], found["outlet_name"], found["kind"], found["title"], starts, activity)
    made = attendance(of, bureau_name(), local_date(starts))
    if lost := made.unprintable:
        raise Conflict("documents.unprintable", **lost)
    return download(made, PDF, f"{found['title']}参加证明.pdf", f"attendance-{activity}.pdf")
