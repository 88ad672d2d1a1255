"""Tables in an official document: as wide as the type area, the heading on every page, no row torn apart."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table, _Cell

from gateway.documents.model import Grid
from gateway.documents.official_layout import measures
from gateway.documents.official_layout.blank import element


def write_grid(document: Document, grid: Grid) -> None:
    """Put the table after what is there."""
    table = document.add_table(rows=1, cols=len(grid.columns), style="公文表格")
    widths = measures.column_widths(grid.columns)
    _fix(table, widths)
    _repeat(table.rows[0])
    for cell, column, width in zip(table.rows[0].cells, grid.columns, widths, strict=True):
        cell.width = Twips(width)
        _write(cell, column.title, "表格标题")
    for row in grid.rows:
        made = table.add_row()  # its cells are as wide as those above
        made._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, text, column in zip(made.cells, row, grid.columns, strict=True):
            _write(cell, text, "表格文字", left=column.text)


def _fix(table: Table, widths: list[int]) -> None:
    table.autofit = False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(sum(widths)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    properties.append(element("tblHeader"))


def _write(cell: _Cell, text: str, style: str, *, left: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    if left:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
