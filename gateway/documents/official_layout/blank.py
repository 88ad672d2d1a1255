"""An empty document with our styles, settings, fonts, page and footers, in the package of python-docx's template."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from gateway.documents.official_layout import measures

FOLDER: Final = Path(__file__).parent
# Of the template: what nobody needs here, and what tells of its maker.
UNUSED: Final = {"thumbnail", "customXml", "numbering", "stylesWithEffects", "webSettings", "extended-properties"}


def element(name: str, **attributes: object) -> Any:
    """An element of WordprocessingML with such attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def blank(title: str, author: str, made: datetime) -> Document:
    """A document without text. `made` is the time that it bears as that of its making."""
    document = docx.Document()
    _drop_unused(document)
    _replace(document.styles.element, "styles.xml")
    _replace(document.settings.element, "settings.xml")
    document.part.part_related_by(KINDS.FONT_TABLE)._blob = _text("fonts.xml")
    _sign(document, title, author, made.astimezone(UTC).replace(tzinfo=None))
    _lay_out(document.sections[0])
    return document


@cache
def _text(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _drop_unused(document: Document) -> None:
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if any(relation.reltype.endswith(kind) for kind in UNUSED):
                del owner.rels[key]


def _replace(root: Any, name: str) -> None:
    for child in list(root):
        root.remove(child)
    for child in parse_xml(_text(name)):
        root.append(child)


def _sign(document: Document, title: str, author: str, made: datetime) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title, author, author
    core.created = core.modified = made
    core.comments, core.language, core.revision = "", "zh-CN", 1


def _lay_out(section: Section) -> None:
    section.page_width, section.page_height = Twips(measures.PAGE_WIDTH), Twips(measures.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(measures.TOP), Twips(measures.BOTTOM)
    section.left_margin, section.right_margin = Twips(measures.LEFT), Twips(measures.RIGHT)
    section.gutter, section.header_distance = Twips(0), Twips(measures.twips(15))
    section.footer_distance = Twips(measures.FOOTER)
    properties = section._sectPr
    for child in properties.findall(qn("w:docGrid")) + properties.findall(qn("w:cols")):
        properties.remove(child)
    grid = {"type": "linesAndChars", "linePitch": measures.LINE, "charSpace": measures.CHARACTER_SPACE}
    properties.append(element("cols", space=425))
    properties.append(element("docGrid", **grid))
    _number(section.footer.paragraphs[0], "单页码")
    _number(section.even_page_footer.paragraphs[0], "双页码")


def _number(paragraph: Paragraph, style: str) -> None:
    """The page number between two dashes (7.5)."""
    paragraph.style = style
    paragraph.add_run("— ")
    field = element("fldSimple", instr="PAGE")
    run, text = element("r"), element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(" —")
