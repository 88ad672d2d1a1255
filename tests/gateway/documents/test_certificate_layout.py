"""The certificate read back: its text, its typefaces, its code as a phone reads it."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pypdf
import pytest
import zxingcpp

from gateway.documents.certificate_layout import pdf
from gateway.documents.certificate_layout.page import ISSUER_LINE
from gateway.documents.gatherings import Attended, attendance
from gateway.documents.lines import balanced
from gateway.documents.model import Certificate
from tests.gateway.documents.test_lines import LONG
from tests.support.servers import ROOT

CERTIFICATE = Certificate(
    recipient="滨江县融媒体中心",
    body="在2026年第三季度警媒协作宣传工作中成绩突出，荣获官方媒体类第一名。",
    number="滨公媒荣〔2026〕1号",
    code="330108-7KQ4-M2XD",
    address="https://jingmei.example.gov.cn/verify/330108-7KQ4-M2XD",
    issuer="滨江县公安局",
    dated=date(2026, 10, 23),
)


def read(certificate: Certificate = CERTIFICATE) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(certificate)))


def text(page: pypdf.PageObject) -> str:
    return "".join(page.extract_text().split())


def test_it_is_one_page_a4_across() -> None:
    [page] = read().pages
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (297, 210)


def test_it_says_whom_what_and_when_and_leaves_room_to_sign() -> None:
    said = text(read().pages[0])
    for part in (
        "荣誉证书", "滨江县融媒体中心：", CERTIFICATE.body, "特发此证，以资鼓励。", CERTIFICATE.number,
        CERTIFICATE.code, CERTIFICATE.address, "签发人：", "滨江县公安局", "2026年10月23日",
    ):  # fmt: skip
        assert part in said


def test_without_an_address_there_is_the_code_alone() -> None:
    [page] = read(replace(CERTIFICATE, address="")).pages
    said = text(page)
    assert CERTIFICATE.code in said and "扫码" not in said and "http" not in said
    assert len(page.images) == 0


def test_every_typeface_is_cut_down_and_embedded() -> None:
    document = read()
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert len(fonts) == 2
    for font in fonts:
        [descendant] = font["/DescendantFonts"]
        descriptor: Any = descendant.get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor and "+" in str(descriptor["/FontName"]) and "/ToUnicode" in font
    assert len(pdf(CERTIFICATE)) < 500_000


def test_a_phone_reads_the_address_from_it() -> None:
    [image] = read().pages[0].images
    [code] = zxingcpp.read_barcodes(image.image)
    assert code.text == CERTIFICATE.address


@pytest.mark.parametrize("times", [1, 6, 12])
def test_a_longer_text_is_set_smaller_and_stays_on_the_page_clear_of_the_signature(times: int) -> None:
    long = replace(CERTIFICATE, recipient="滨江县那些事儿文化传媒" * min(times, 5), body=CERTIFICATE.body * times)
    [page] = read(long).pages
    heights: dict[str, float] = {}

    def visit(part: str, current: Any, place: Any, _font: Any, _size: Any) -> None:
        for sought in ("特发此证", "签发人"):
            if sought in part:
                heights[sought] = current[1] * place[4] + current[3] * place[5] + current[5]

    page.extract_text(visitor_text=visit)
    assert long.body in text(page)
    assert heights["特发此证"] - heights["签发人"] > 25  # points: the line and the room for a name


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize("issuer", [LONG, LONG + LONG[:20]])
def test_a_long_issuer_stays_whole_on_the_page_clear_of_the_text(issuer: str, times: int) -> None:
    [page] = read(replace(CERTIFICATE, issuer=issuer, body=CERTIFICATE.body * times)).pages
    places: dict[str, tuple[float, float]] = {}

    def visit(part: str, current: Any, place: Any, _font: Any, size: float) -> None:
        for sought in ("特发此证", "签发人", *(line for line in balanced(issuer, ISSUER_LINE))):
            if sought in part:
                x, y = (current[each] * place[4] + current[each + 2] * place[5] + current[each + 4] for each in (0, 1))
                places[sought] = (x, y)

    page.extract_text(visitor_text=visit)
    said, (_, signer) = text(page), places["签发人"]
    assert issuer in said and CERTIFICATE.body * times in said and "2026年10月23日" in said
    assert places["特发此证"][1] - signer > 25
    for line in balanced(issuer, ISSUER_LINE):
        x, y = places[line]
        assert x > 297 / 2 / 25.4 * 72 and y < signer  # right of the code, below whoever signs


def test_markup_in_a_name_is_text() -> None:
    name = '<img src="http://127.0.0.1:9/x.png"><b>&amp;</b>'
    document = read(replace(CERTIFICATE, recipient=name))
    assert "".join(name.split()) in text(document.pages[0]) and len(document.pages[0].images) == 1


def test_the_same_certificate_has_the_same_digest_and_bears_its_day() -> None:
    assert sha256(pdf(CERTIFICATE)).digest() == sha256(pdf(CERTIFICATE)).digest()
    assert sha256(pdf(replace(CERTIFICATE, number="x"))).digest() != sha256(pdf(CERTIFICATE)).digest()
    told = read().metadata
    assert told is not None and told.creation_date is not None
    assert told.creation_date.date() == CERTIFICATE.dated and told.author == "滨江县公安局"


@pytest.mark.parametrize("address", ["https://jm.example/verify/330108-7KQ4-M2XD-9TRA", ""])
def test_one_of_attendance_has_its_number_once_who_signed_it_and_where_it_is_verified(address: str) -> None:
    starts = datetime(2026, 10, 16, 1, tzinfo=UTC)
    number = "330108-7KQ4-M2XD-9TRA"
    of = Attended("王芳", "滨江播报", "open_day", "秋季警营开放日", starts, number, address, "李静")
    said = text(read(attendance(of, "滨江县公安局", date(2026, 10, 16))).pages[0])
    assert "签发人：李静" in said and "编号（核验代码）" in said and "证书编号" not in said
    assert said.count(number) == (2 if address else 1)
    assert "王芳：" in said and "于2026年10月16日参加警营开放日“秋季警营开放日”" in said


def test_libraries_are_found_without_a_search() -> None:
    """In a process of its own, as each certificate is made: for each name a search starts a compiler."""
    search = "import ctypes.util as found; asked = []; found.find_library = search = asked.append"
    told = "import gateway.documents.certificate_layout; assert not asked and found.find_library == search, asked"
    subprocess.run([sys.executable, "-c", f"{search}; {told}"], cwd=ROOT, check=True)
