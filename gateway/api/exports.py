"""Lists as sheets (XLSX): works, and how far they reached; the lists' own filters, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from flask import Response

from gateway.api.outlet_imports import XLSX, pages, sheet
from gateway.auth.access import SIGNED_IN, STAFF
from gateway.current import current
from gateway.exporting import METRICS, WORKS, write
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.contracts import submission as contracts
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


def _rows(method: str, data: Data) -> Iterator[dict[str, Any]]:
    """All rows of a list. Raises: Invalid when they are more than a sheet is made of."""
    for number, row in enumerate(pages(method, {**data, "limit": PAGE})):
        if number >= MOST:
            raise Invalid("export.too_many", max=MOST)
        yield row
