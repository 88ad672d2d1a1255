"""What is printed of an activity: the list at the door, a certificate of attendance."""

from __future__ import annotations

from datetime import datetime

from flask import Response

from gateway.api import activity_examples as examples
from gateway.api.activities import KEEPER, OUTLETS, READERS
from gateway.api.ask import ask
from gateway.api.documents import PDF, bureau_name, download, public_address
from gateway.api.outlet_imports import XLSX, pages
from gateway.api.verifying import verified
from gateway.auth.access import PUBLIC
from gateway.documents.gatherings import Attended, Coming, attendance, participants
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.clock import local_date
from shared.contracts import activities as contracts
from shared.contracts.activity_terms import Seat
from shared.errors import Conflict
from shared.identity.masking import mask_numbers

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
            walk_in=each["walk_in"] is not None,
        )
        for seat in (Seat.SEATED, Seat.WAITING)
        for each in pages("liaison.sign_ups", {"activity": activity, "seat": seat.value, "limit": MOST_A_PAGE})
    ]  # fmt: skip
    starts = datetime.fromisoformat(found["starts_at"])
    book = participants(found["title"], found["place"], starts, tuple(rows), bureau_name())
    return download(book, XLSX, f"{found['title']}签到表.xlsx", f"activity-{activity}.xlsx")


@area.get(
    "/activities/<id:activity>/certificate.pdf", access=OUTLETS, media_type=PDF, errors=(409, 504),
    zh="参加证明\n本人已签到、活动记为已举办后可下载；有编号和核验二维码（未配置本系统的网址 PUBLIC_URL 时只有编号）。"
       "所在媒体的参与记录已撤销的不出证明（409）。",
    en="A certificate of attendance\nOne's own, once one was checked in and it was marked as held, with its number and "
       "a QR code that verifies it (the number alone where nobody configured the address of the pages, PUBLIC_URL). "
       "There is none once the outlet's part in it is withdrawn (409).",
)  # fmt: skip
def certificate(activity: str) -> Response:
    return _certificate({"activity": activity})


@area.get(
    "/activities/<id:activity>/sign-ups/<id:sign_up>/certificate.pdf", access=KEEPER, media_type=PDF, errors=(409, 504),
    zh="为到场人员出具参加证明\n由对接民警按名单上的 id 出具，没有账号的人由此取得证明。",
    en="Somebody's certificate of attendance\nBy a liaison, by the id on the list: for who has no account.",
)  # fmt: skip
def certificate_of(activity: str, sign_up: str) -> Response:
    return _certificate({"activity": activity, "sign_up": sign_up})


@area.get(
    "/attendances/<id:code>", access=PUBLIC, answer=contracts.AttendanceCertificateView(),
    answer_example=examples.ATTENDANCE, errors=(429,),
    zh="核验参加证明\n任何人都可以用证明上的编号核验；不分大小写，连字符可省，O 与 0、I、L 与 1 相同。"
       "姓名只显示第一个字。有频次限制。",
    en="Verify a certificate of attendance\nAnyone may, with the number on it, in any spelling: no hyphens, small "
       "letters, O for 0. Of the name the first character is shown. So many a minute.",
)  # fmt: skip
def attendance_certificate(code: str) -> Data:
    found = verified("liaison.attendance_certificate", code)
    return found | {"issuer": runtime().people.accounts.bureau_name(found["bureau"])}


def _certificate(asked: Data) -> Response:
    found = ask("liaison.attendance", asked)
    starts, code = datetime.fromisoformat(found["starts_at"]), found["code"]
    of = Attended(
        found["person"], found["outlet_name"], found["kind"], mask_numbers(found["title"]), starts, code,
        public_address(f"/verify/{code}"), found["signer"],
    )  # fmt: skip
    made = attendance(of, bureau_name(), local_date(starts))
    if lost := made.unprintable:
        raise Conflict("documents.unprintable", **lost)
    return download(made, PDF, f"{found['title']}参加证明-{code}.pdf", f"attendance-{code}.pdf")
