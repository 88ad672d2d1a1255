"""The layout of official documents, read back from the file: GB/T 9704-2012 by its numbers."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from gateway.documents.lines import width_in_characters
from gateway.documents.model import Attachment
from gateway.documents.official_layout import docx as render
from gateway.documents.official_layout.flow import Flow, ending
from gateway.documents.official_layout.measures import HEIGHT, LINE
from tests.gateway.documents.official import BODY, GRID, official
from tests.gateway.documents.test_lines import LONG

ROOT = Path(__file__).parents[3]
MM = 36_000  # English metric units
TWIP = 635


@pytest.fixture(scope="module")
def document() -> Document:
    return docx.Document(io.BytesIO(render(official())))


def styled(document: Document, name: str) -> list[Paragraph]:
    return [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == name]


def effective(document: Document, style: str, child: str, attribute: str) -> str | None:
    """What a style says, or what it is based on, or the default of the document."""
    found: Any = document.styles[style]
    while found is not None:
        element = found.element.find(f".//{qn(f'w:{child}')}")
        if element is not None and element.get(qn(f"w:{attribute}")) is not None:
            return str(element.get(qn(f"w:{attribute}")))
        found = found.base_style
    default = document.styles.element.find(f"{qn('w:docDefaults')}//{qn(f'w:{child}')}")
    return None if default is None else default.get(qn(f"w:{attribute}"))


def test_the_page_is_a4_with_the_type_area_where_the_standard_wants_it(document: Document) -> None:
    [section] = document.sections
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width / MM), round(section.page_height / MM)) == (210, 297)
    left, right, top, bottom = (
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin,
    )  # fmt: skip
    assert None not in (left, right, top, bottom)
    assert left / MM == pytest.approx(28, abs=0.05) and top / MM == pytest.approx(37, abs=0.05)
    assert (section.page_width - left - right) / MM == pytest.approx(156, abs=0.05)
    assert (section.page_height - top - bottom) / MM == pytest.approx(225, abs=0.05)


def test_the_grid_has_22_lines_of_28_characters(document: Document) -> None:
    section = document.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    height = (section.page_height - section.top_margin - section.bottom_margin) / TWIP
    width = (section.page_width - section.left_margin - section.right_margin) / TWIP
    assert height // int(grid.get(qn("w:linePitch"))) == 22
    assert width // ((16 + int(grid.get(qn("w:charSpace"))) / 4096) * 20) == 28
    # The same again in the style, for what does not know the grid.
    assert height // int(effective(document, "公文正文", "spacing", "line") or 0) == 22
    style = document.styles["Normal"].element
    pitch = 16 * 20 + int(style.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")))
    assert width // pitch == 28


@pytest.mark.parametrize(
    ("style", "typeface", "points"),
    [
        ("发文机关标志", "方正小标宋简体", None),
        ("发文字号", "仿宋", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("主送机关", "仿宋", 16),
        ("公文正文", "仿宋", 16),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体", 16),
        ("heading 3", "仿宋", 16),
        ("附件序号", "黑体", 16),
        ("版记", "仿宋", 14),
        ("单页码", "宋体", 14),
        ("双页码", "宋体", 14),
    ],
)
def test_every_part_has_its_typeface_and_size(
    document: Document, style: str, typeface: str, points: float | None
) -> None:
    for script in ("eastAsia", "ascii", "hAnsi"):
        assert effective(document, style, "rFonts", script) == typeface
    if points:
        assert effective(document, style, "sz", "val") == str(round(points * 2))


def test_every_typeface_names_what_stands_in_for_it() -> None:
    with zipfile.ZipFile(io.BytesIO(render(official()))) as parts:
        table = parts.read("word/fontTable.xml").decode()
    for typeface, instead in (
        ("仿宋", "仿宋_GB2312"),
        ("楷体", "KaiTi"),
        ("黑体", "SimHei"),
        ("方正小标宋简体", "华文中宋"),
    ):
        entry = table.split(f'w:name="{typeface}"')[1].split("</w:font>")[0]
        assert instead in entry


def test_the_head_is_red_fills_the_line_and_stands_35_mm_down(document: Document) -> None:
    drop, head = styled(document, "发文机关标志")
    assert drop.text == "" and drop.paragraph_format.line_spacing / MM == pytest.approx(35, abs=0.05)
    assert head.text == "滨江县公安局文件"
    assert effective(document, "发文机关标志", "color", "val") == "FF0000"
    [run] = head.runs
    assert run.font.size is not None and 40 <= run.font.size.pt <= 56
    long = docx.Document(io.BytesIO(render(official(head="新疆生产建设兵团第九师公安局文件"))))
    size = styled(long, "发文机关标志")[1].runs[0].font.size
    assert size is not None and size.pt * 16 <= 156 / 25.4 * 72


def test_the_number_stands_two_lines_below_with_the_red_rule_under_it(document: Document) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[2:5] == ["", "", "滨公通〔2026〕35号"]
    rule = document.styles["发文字号"].element.find(f".//{qn('w:bottom')}")
    assert rule.get(qn("w:color")) == "FF0000"
    assert int(rule.get(qn("w:space"))) * 25.4 / 72 == pytest.approx(4, abs=0.2)


def test_title_addressees_and_body_follow_with_their_distances(document: Document) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[5:10] == [
        "", "", "滨江县公安局关于2026年第三季度\n警媒协作宣传工作量化考评结果的通报", "",
        "各镇（街道）宣传办，各协作媒体：",
    ]  # fmt: skip
    assert effective(document, "公文正文", "ind", "firstLineChars") == "200"


def test_attachments_are_listed_numbered_and_begin_on_their_own_page(document: Document) -> None:
    listed = [paragraph.text for paragraph in styled(document, "附件说明")]
    assert listed == ["附件：1. 官方媒体量化考评排名", "\u3000\u3000\u30002. 自媒体量化考评排名"]
    marks = styled(document, "附件序号")
    assert [mark.text for mark in marks] == ["附件1", "附件2"]
    assert document.styles["附件序号"].element.find(f".//{qn('w:pageBreakBefore')}") is not None
    one = docx.Document(io.BytesIO(render(official(attachments=(Attachment("排名", (GRID,)),)))))
    assert [paragraph.text for paragraph in styled(one, "附件说明")] == ["附件：排名"]
    assert [mark.text for mark in styled(one, "附件序号")] == ["附件"]


def test_the_issuer_stands_above_the_middle_of_the_date_four_characters_from_the_edge(document: Document) -> None:
    *gap, issuer, day = styled(document, "署名与成文日期")
    assert [line.text for line in gap] == ["", ""]
    assert (issuer.text, day.text) == ("滨江县公安局", "2026年10月3日")
    indent = day.paragraph_format.left_indent
    assert indent is not None and issuer.paragraph_format.left_indent == indent
    character = 156 / 28 * MM
    middle = (indent / character + 28) / 2
    assert 28 - (middle + 6.5 / 2) == pytest.approx(4, abs=0.1)  # the date is six and a half characters wide


def test_a_long_issuer_stays_inside_the_type_area() -> None:
    long = "新疆维吾尔自治区某某自治州某某市公安局交通警察支队"
    document = docx.Document(io.BytesIO(render(official(issuer=long))))
    indent = styled(document, "署名与成文日期")[-1].paragraph_format.left_indent
    assert indent is not None and (156 * MM - indent) / (156 / 28 * MM) >= len(long) - 0.01


def test_a_name_of_forty_characters_stays_whole_in_head_signature_and_imprint() -> None:
    text = official(issuer=LONG, head=f"{LONG}文件")
    document = docx.Document(io.BytesIO(render(text)))
    width = 156 / 25.4 * 72
    head, office = styled(document, "发文机关标志")[1], styled(document, "版记")[-1]
    lines, size = head.text.split("\n"), head.runs[0].font.size
    assert "".join(lines) == f"{LONG}文件" and len(lines) > 1 and lines[-1].endswith("文件")
    assert size is not None and size.pt >= 26 and all(len(line) * size.pt <= width for line in lines)
    spacing = head.paragraph_format.line_spacing
    assert isinstance(spacing, int) and spacing / 12_700 >= size.pt
    *_, issuer, day = styled(document, "署名与成文日期")
    indent = issuer.paragraph_format.left_indent
    room = (156 * MM - (indent or 0)) / (156 / 28 * MM)
    assert "".join(issuer.text.split("\n")) == LONG and all(len(line) <= room for line in issuer.text.split("\n"))
    assert day.paragraph_format.left_indent == indent
    *before, last = office.text.strip("\u3000").split("\n")
    name, printed = last.split("\t")
    assert "".join((*before, name)) == f"{LONG}办公室" and printed == "2026年10月9日印发"
    assert all((4 + len(line)) * 14 <= width for line in before)
    assert (6 + len(name) + width_in_characters(printed)) * 14 <= width
    indents = {(line.paragraph_format.left_indent, line.paragraph_format.first_line_indent) for line in
               styled(document, "版记")}  # fmt: skip
    assert indents == {(Twips(4 * 280), Twips(-4 * 280))}


@pytest.mark.parametrize("issuer", ["滨江县警媒协作办公室", "滨江县委宣传部外宣办", "滨江县融媒体中心"])
def test_an_office_has_no_office_of_its_own(issuer: str) -> None:
    document = docx.Document(io.BytesIO(render(official(issuer=issuer))))
    assert styled(document, "版记")[-1].text == f"\u3000{issuer}\t2026年10月9日印发"


def test_the_table_fills_the_width_and_repeats_its_heading(document: Document) -> None:
    first = document.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == ["名次", "媒体名称", "积分"]
    assert first.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in first.rows)
    assert sum(cell.width or 0 for cell in first.rows[7].cells) / MM == pytest.approx(156, abs=0.2)


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages(document: Document) -> None:
    [section] = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    for footer, style in ((section.footer, "单页码"), (section.even_page_footer, "双页码")):
        [line] = footer.paragraphs
        assert line.style is not None and line.style.name == style
        assert "".join(text.text or "" for text in line._p.iter(qn("w:t"))) == "— 1 —"
        assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert (
        effective(document, "单页码", "jc", "val") == "right" and effective(document, "双页码", "jc", "val") == "left"
    )


def test_the_imprint_stands_at_the_foot_of_the_type_area(document: Document) -> None:
    lines = styled(document, "版记")
    assert [line.text for line in lines] == [
        "\u3000抄送：市公安局，县委宣传部。",
        "\u3000滨江县公安局办公室\t2026年10月9日印发",
    ]
    for line in lines:
        frame = line._p.pPr.find(qn("w:framePr"))
        assert (frame.get(qn("w:vAnchor")), frame.get(qn("w:yAlign"))) == ("margin", "bottom")
    without = docx.Document(io.BytesIO(render(official(printed=None))))
    assert styled(without, "版记") == []


@pytest.mark.parametrize(
    ("changes", "page", "apart", "numbered"),
    [
        ({}, 6, False, True),
        ({"attachments": ()}, 2, False, True),
        ({"attachments": official().attachments[:1]}, 4, False, True),
        ({"attachments": (Attachment("排名", (replace(GRID, rows=GRID.rows[:5]),)),)}, 3, True, True),
        ({"attachments": (), "body": BODY[:1], "note": ""}, 1, True, True),
        # So near the foot of an even page that the imprint has no room there: an empty page, and no numbers.
        ({"attachments": (), "body": (*BODY, *BODY[-1:] * 4)}, 2, True, False),
        ({"attachments": (), "printed": None}, 2, False, True),
    ],
)
def test_the_imprint_ends_an_even_page(changes: dict[str, Any], page: int, *, apart: bool, numbered: bool) -> None:
    text = official(**changes)
    made = docx.Document(io.BytesIO(render(text)))
    assert ending(text).page == page
    *_, last = made.sections
    assert len(made.sections) == 1 + apart
    if apart:
        assert last.start_type is WD_SECTION.EVEN_PAGE
        [break_] = made.element.body.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")
        begun = [paragraph._p for paragraph in made.paragraphs].index(break_.getparent().getparent())
        behind = [paragraph.style.name for paragraph in made.paragraphs[begun + 1 :] if paragraph.style]
        assert behind == ["版记", "版记", "版记定位"]
    for footer in (last.footer, last.even_page_footer):
        assert bool("".join(text.text or "" for text in footer._element.iter(qn("w:t")))) is numbered


def test_a_page_holds_22_lines_and_a_table_repeats_its_heading_on_the_next() -> None:
    flow = Flow()
    flow.lines(22)
    assert flow.page == 1
    flow.lines(1)
    assert (flow.page, flow.used) == (2, LINE)
    rows = Flow(used=HEIGHT - 500)
    rows.block(450, again=450)
    rows.block(450, again=450)
    assert (rows.page, rows.used) == (2, 900)


def test_what_is_near_a_foot_or_a_head_is_not_sure_to_be_where_it_was_reckoned() -> None:
    assert Flow(2, LINE, LINE).ends_here(1000)  # a page that was begun on purpose
    assert not Flow(2, LINE, HEIGHT + LINE).ends_here(1000)
    assert not Flow(2, HEIGHT - 1500, HEIGHT - 1500).ends_here(1000)


def test_no_trace_of_the_machine_that_made_it_is_left(document: Document) -> None:
    core = document.core_properties
    assert core.author == core.last_modified_by == "滨江县公安局"
    assert core.created is not None and core.created.date().isoformat() == "2026-10-03"
    with zipfile.ZipFile(io.BytesIO(render(official()))) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name or "customXml" in name]
        assert b"python-docx" not in b"".join(parts.read(name) for name in parts.namelist())


def test_the_same_document_has_the_same_digest_in_any_process() -> None:
    here = sha256(render(official())).hexdigest()
    code = (
        "from hashlib import sha256; from gateway.documents.official_layout import docx;"
        "from tests.gateway.documents.official import official; print(sha256(docx(official())).hexdigest())"
    )
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd="/"
    )
    assert there.stdout.strip() == here
    assert sha256(render(official(number="滨公通〔2026〕36号"))).hexdigest() != here
