"""The imprint (版记): copies to, printed by, printed on (GB/T 9704-2012, 7.4), at the foot of the last page.

That is an even one: the imprint ends the back of the last sheet.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from gateway.documents.lines import balanced, width_in_characters
from gateway.documents.model import OfficialDocument, chinese_date
from gateway.documents.official_layout import measures
from gateway.documents.official_layout.blank import element
from gateway.documents.official_layout.flow import ending

ONE_CHARACTER: Final = 280  # of 4号, in twentieths of a point
LINE, RULES = 480, 120
CHARACTERS: Final = 26  # behind 抄送：
OFFICE: Final = 16  # behind as much, beside the longest day, 2026年10月10日印发, and the space between
# What the name of an office ends with.
OFFICES: Final = ("办公室", "办", "中心")


def write_imprint(document: Document, text: OfficialDocument) -> None:
    """Put it where the type area ends, whatever stands above. Nothing when the document has no day of printing.

    Paragraphs in equal frames stand in one frame, which is anchored in the paragraph behind it.
    """
    if text.printed is None:
        return
    end = ending(text)
    if end.page % 2 or not end.ends_here(_height(text)):
        # A program that lays the document out finds the even page by itself.
        _on_even_page(document, numbered=bool(end.page % 2))
    if text.copies:
        _line(document, _copies(text))
    *before, last = _office(text)
    printed = f"{last}\t{chinese_date(text.printed)}印发"
    _line(document, "\n".join((*before, printed)))
    document.add_paragraph(style="版记定位")


def _copies(text: OfficialDocument) -> str:
    return f"抄送：{text.copies}。"


def _office(text: OfficialDocument) -> tuple[str, ...]:
    """Who printed it; a long name in lines beside the last of which the day has room."""
    # The office of an office is itself.
    office = text.issuer if text.issuer.endswith(OFFICES) else f"{text.issuer}办公室"
    return balanced(office, OFFICE)


def _height(text: OfficialDocument) -> int:
    """How much of the page it takes, rules included."""
    lines = ceil(width_in_characters(_copies(text)) / CHARACTERS) if text.copies else 0
    return (len(_office(text)) + lines) * LINE + RULES


def _on_even_page(document: Document, *, numbered: bool) -> None:
    """Begin the next even page. When that leaves one empty, neither has a number (7.5)."""
    section = document.add_section(WD_SECTION.EVEN_PAGE)
    document.paragraphs[-1].style = "版记定位"  # ends the section before; must not need a page of its own
    if not numbered:
        for footer in (section.footer, section.even_page_footer):
            footer.is_linked_to_previous = False
            footer.paragraphs[0].style = "单页码"


def _line(document: Document, text: str) -> None:
    """Begin one character in; a further line begins behind 抄送：. The space stands for an indent, which would move the
    rules as well. All have the same indents, or there would be more rules than one between them."""
    paragraph = document.add_paragraph(f"\u3000{text}", "版记")
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Twips(4 * ONE_CHARACTER), Twips(-4 * ONE_CHARACTER)
    form.tab_stops.add_tab_stop(Twips(measures.WIDTH - ONE_CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    _frame(paragraph)


def _frame(paragraph: Paragraph) -> None:
    frame = element(
        "framePr", w=measures.WIDTH, hRule="auto", wrap="around", vAnchor="margin", hAnchor="margin", xAlign="left",
        yAlign="bottom",
    )  # fmt: skip
    paragraph._p.get_or_add_pPr().insert(1, frame)  # behind the style, where the schema wants it
