"""The parts of an official document put on the page, in the order and with the distances of GB/T 9704-2012, 7."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph as Written
from docx.text.run import Run

from gateway.documents.lines import width_in_characters
from gateway.documents.model import Attachment, Block, Grid, Heading, OfficialDocument, Paragraph, chinese_date
from gateway.documents.official_layout import measures
from gateway.documents.official_layout.blank import blank
from gateway.documents.official_layout.imprint import write_imprint
from gateway.documents.official_layout.tables import write_grid
from gateway.documents.sealing import sealed

FULL_WIDTH_SPACE = "\u3000"


def docx(text: OfficialDocument) -> bytes:
    """The document as DOCX. It bears the day that it is dated, at midnight UTC, as that of its making."""
    document = blank("".join(text.title), text.issuer, datetime.combine(text.dated, time(), UTC))
    _head(document, text)
    _title(document, text)
    _blocks(document, text.body)
    _attachment_list(document, text.attachments)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature on a page without text
    _signature(document, text)
    for number, attachment in enumerate(text.attachments, start=1):
        _attachment(document, attachment, number if len(text.attachments) > 1 else 0)
    write_imprint(document, text)
    file = io.BytesIO()
    document.save(file)
    return sealed(file.getvalue())


def _line(document: Document, text: str = "", style: str = "Normal") -> Written:
    return document.add_paragraph(text, style)


def _write(paragraph: Written, lines: Sequence[str]) -> Run:
    """Lines that end where we say."""
    run = paragraph.add_run()
    for number, line in enumerate(lines):
        if number:
            run.add_break()
        run.add_text(line)
    return run


def _exact(paragraph: Written, height: int) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Twips(height)


def _head(document: Document, text: OfficialDocument) -> None:
    """The red head, two lines, the number with the red line below it (7.2.4, 7.2.5, 7.2.7)."""
    _exact(_line(document, style="发文机关标志"), measures.HEAD_DROP)
    head = _line(document, style="发文机关标志")
    size, height = measures.head_line(text.head)
    _write(head, measures.head_lines(text.head)).font.size = Pt(size)
    _exact(head, height)
    for _ in range(2):
        _line(document)
    _line(document, text.number, "发文字号")


def _title(document: Document, text: OfficialDocument) -> None:
    """Two lines below the red one the title, after another line those whom it is for (7.3.1, 7.3.2)."""
    for _ in range(2):
        _line(document)
    _write(_line(document, style="公文标题"), text.title)
    _line(document)
    _line(document, f"{text.addressees}：", "主送机关")


def _blocks(document: Document, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        match block:
            case Heading():
                _line(document, block.text, f"heading {block.level}")
            case Paragraph():
                _line(document, block.text, "公文正文")
            case Grid():
                write_grid(document, block)


def _attachment_list(document: Document, attachments: tuple[Attachment, ...]) -> None:
    """One line below the body; several are numbered, and no name ends with a mark (7.3.4)."""
    if attachments:
        _line(document)
    many = len(attachments) > 1
    for number, attachment in enumerate(attachments, start=1):
        first = number == 1
        mark = f"{number}. " if many else ""
        begin = "附件：" if first else FULL_WIDTH_SPACE * 3
        paragraph = _line(document, f"{begin}{mark}{attachment.title}", "附件说明")
        _hang(paragraph, 2, 3 + width_in_characters(mark))


def _hang(paragraph: Written, before: float, hanging: float) -> None:
    """Begin `before` characters in, and every further line by `hanging` characters more."""
    form = paragraph.paragraph_format
    form.left_indent = Twips(round((before + hanging) * measures.CHARACTER))
    form.first_line_indent = Twips(-round(hanging * measures.CHARACTER))


def _signature(document: Document, text: OfficialDocument) -> None:
    """The issuer above the date, in the middle of it; the date ends four characters from the edge (7.3.5.1).

    The seal is put on by hand, over both; the two lines above are what it needs.
    """
    day, issuer = chinese_date(text.dated), measures.signed(text.issuer)
    issuer_width, day_width = max(map(width_in_characters, issuer)), width_in_characters(day)
    middle = min(measures.CHARACTERS - 4 - day_width / 2, measures.CHARACTERS - issuer_width / 2)
    indent = Twips(round(max(0.0, 2 * middle - measures.CHARACTERS) * measures.CHARACTER))
    for part in ((), (), issuer, (day,)):
        paragraph = _line(document, style="署名与成文日期")
        _write(paragraph, part)
        paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.keep_with_next = bool(text.note)
    if text.note:
        _line(document, f"（{text.note}）", "公文正文")


def _attachment(document: Document, attachment: Attachment, number: int) -> None:
    """On a page of its own: the word at the upper left, the title in the middle of the third line (7.3.7)."""
    _line(document, f"附件{number or ''}", "附件序号")
    _line(document)
    _line(document, attachment.title, "公文标题")
    _line(document)
    _blocks(document, attachment.blocks)
