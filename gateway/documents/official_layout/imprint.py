"""The imprint (版记) at the foot of the last page: copies to, printed by, printed on (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from gateway.documents.model import OfficialDocument, chinese_date
from gateway.documents.official_layout import measures
from gateway.documents.official_layout.blank import element

ONE_CHARACTER: Final = 280  # of 4号, in twentieths of a point


def write_imprint(document: Document, text: OfficialDocument) -> None:
    """Put it where the type area ends, whatever stands above. Nothing when the document has no day of printing.

    Paragraphs in equal frames stand in one frame, which is anchored in the paragraph behind it.
    """
    if text.printed is None:
        return
    if text.copies:
        _line(document, f"抄送：{text.copies}。")
    _line(document, f"{text.issuer}办公室\t{chinese_date(text.printed)}印发")
    document.add_paragraph(style="版记定位")


def _line(document: Document, text: str) -> None:
    """Begin one character in; a further line begins behind 抄送：. The space stands for an indent, which would move the
    rules as well."""
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
