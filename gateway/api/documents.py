"""Documents of a period (文书): notice, table, certificate. The scoring service gives what they say; see
`gateway.documents` for what is made of it.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from flask import Response

from gateway.api.ask import ask
from gateway.api.outlet_imports import XLSX, pages
from gateway.auth.access import Access, only
from gateway.current import asking
from gateway.documents import Document
from gateway.documents.honour import certificate as written_certificate
from gateway.documents.notice import Letter
from gateway.documents.notice import notice as written_notice
from gateway.documents.results import Granted, Ladder, Result, Standing
from gateway.documents.table import Entry
from gateway.documents.table import table as written_table
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.clock import local_date
from shared.context import BUSINESS_ROLES, Role
from shared.contracts.document_forms import NoticeForm, TableForm
from shared.errors import Conflict
from shared.identity.masking import mask_numbers
from shared.labels.wording import told_period

area = Area("documents", zh="文书", en="Documents")

STAFF: Final = frozenset({Role.SCORING_MANAGER, Role.LEADER, Role.LIAISON})
READS = only(*STAFF)
OWN_TOO = Access(BUSINESS_ROLES | {Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
ENTRIES_A_PAGE: Final = 500


@area.get(
    "/periods/<id:period>/notice.docx", access=READS, query=NoticeForm(), media_type=DOCX, errors=(409, 414, 504),
    zh="考评结果通报\n已定榜周期的通报，公文格式（GB/T 9704-2012）；发文字号、主送、抄送和成文日期可以给出。",
    en="The notice of a ranking\nOf a finalised period, in the layout of official documents (GB/T 9704-2012); number, "
       "addressees, copies and date may be given.",
)  # fmt: skip
def notice(period: str, data: Data) -> Response:
    result = result_of(ask("scoring.period_result", {"period": period}))
    if result.finalised is None:
        raise Conflict("documents.not_finalised", state=result.status)
    dated = data.get("dated") or result.finalised
    letter = Letter(
        issuer=bureau_name(),
        number=data.get("number") or f"　　〔{dated.year}〕　　号",
        addressees=data["addressees"],
        dated=dated,
        copies=data["copies"],
    )
    return download(written_notice(result, letter), DOCX, f"{result.name}考评结果通报.docx", f"notice-{period}.docx")


@area.get(
    "/periods/<id:period>/table.xlsx", access=READS, query=TableForm(), media_type=XLSX, errors=(409, 414, 504),
    zh="考评表\n总表、各类别排名和每一笔积分明细；周期在任何状态都可以导出，表上写明状态。",
    en="The tables of a period\nAll rankings together, each category, and every entry; in any state, which stands on "
       "every sheet.",
)  # fmt: skip
def table(period: str, data: Data) -> Response:
    result = result_of(ask("scoring.period_result", {"period": period}))
    found = pages("scoring.period_entries", {"period": period, "limit": ENTRIES_A_PAGE})
    dated = data.get("dated") or result.finalised or result.ends
    book = written_table(
        result,
        tuple(sorted((entry_of(row) for row in found), key=lambda entry: (entry.at, entry.id))),
        bureau_name(),
        dated,
    )
    return download(book, XLSX, f"{result.name}考评表.xlsx", f"table-{period}.xlsx")


@area.get(
    "/awards/<id:award>/certificate.pdf", access=OWN_TOO, media_type=PDF, errors=(409, 504),
    zh="荣誉证书\n含核验二维码（未配置本系统的网址 PUBLIC_URL 时只有核验代码）；本媒体成员也可以下载。"
       "有无法打印的字时不出证书（409），并指明是哪个字。",
    en="A certificate of honour\nWith a QR code that verifies it (with the code alone where nobody configured the "
       "address of the pages, PUBLIC_URL); people of its outlet may have it too. With a character that cannot be "
       "printed there is none (409); it is named.",
)  # fmt: skip
def certificate(award: str) -> Response:
    found = ask("scoring.award", {"award": award})
    if not found["code"]:
        raise Conflict("documents.no_certificate")
    granted = Granted(
        kind=found["kind"], title=found["title"], name=found["outlet_name"], category=found["category"],
        place=found["place"], work=mask_numbers(found["work"]), number=found["number"],
        overall=found["overall"],
    )  # fmt: skip
    made = written_certificate(
        granted, found["period"], code=found["code"], address=public_address(f"/verify/{found['code']}"),
        issuer=bureau_name(), dated=local_date(datetime.fromisoformat(found["granted_at"])),
    )  # fmt: skip
    if lost := made.unprintable:
        raise Conflict("documents.unprintable", **lost)
    name = f"{told_period(found['period'], 'zh')}荣誉证书-{found['number']}.pdf"
    return download(made, PDF, name, f"certificate-{found['number']}.pdf")


def bureau_name() -> str:
    """What the bureau of who asks is called."""
    return runtime().people.accounts.bureau_name(asking().bureau)


def public_address(path: str) -> str:
    """Where the world finds a page; empty while nobody said where. Never where a request says that it came to: what
    is printed or subscribed to would lead to whatever page its sender likes."""
    url = runtime().settings.public_url
    return f"{url}{path}" if url else ""


def download(document: Document, media_type: str, name: str, plain: str) -> Response:
    """The document as a file, with its digest (RFC 9530). `plain` is its name for what knows ASCII alone (RFC 6266)."""
    made = runtime().documents.render(document)
    response = Response(made, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    digest = base64.b64encode(hashlib.sha256(made).digest()).decode()
    response.headers["Content-Digest"] = f"sha-256=:{digest}:"
    return response


def result_of(view: Data) -> Result:
    """A period's result as its documents want it."""
    days: Data = {name: _day(view[name]) for name in ("publicised", "appeals_until", "finalised")}
    same = ("period", "status", "scheme", "scheme_version", "quarters", "digest", "appeals", "upheld")
    return Result(
        **{name: view[name] for name in same}, **days,
        starts=date.fromisoformat(view["starts"]), ends=date.fromisoformat(view["ends"]),
        ladders=tuple(
            Ladder(ladder["category"], tuple(_standing(one) for one in ladder["standings"]))
            for ladder in view["ladders"]
        ),
        awards=tuple(Granted(**award | {"work": mask_numbers(award["work"])}) for award in view["awards"]),
    )  # fmt: skip


def entry_of(view: Data) -> Entry:
    """An entry of the ledger as its sheet wants it."""
    # What is printed leaves the system: a number of a person in a title stays in it.
    told = {name: value for name, value in view.items() if name != "outlet"} | {"title": mask_numbers(view["title"])}
    return Entry(**told | {"at": datetime.fromisoformat(view["at"]), "points": Decimal(view["points"])})


def _standing(view: Data) -> Standing:
    told: dict[str, Any] = {name: value for name, value in view.items() if name != "outlet"}
    return Standing(**told | {"points": Decimal(view["points"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
