"""Workbooks as spreadsheet programs write them, and with changes that the libraries cannot make."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

Part = Callable[[str], str]
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
}


def workbook(*rows: Sequence[Any], title: str = "媒体", change: Callable[[Any], object] = lambda _: None) -> io.BytesIO:
    """A workbook of one sheet, after a change to the sheet."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    change(page)
    file = io.BytesIO()
    made.save(file)
    return file


def rewritten(file: io.BytesIO, changes: Mapping[str, Part]) -> io.BytesIO:
    """The workbook with the text of some of its parts changed; a part's name may be a pattern."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            for pattern, change in changes.items():
                content = change(content.decode()).encode() if re.fullmatch(pattern, name) else content
            target.writestr(name, content)
    return out


def strict(file: io.BytesIO) -> io.BytesIO:
    """The workbook in the form that Excel calls “Strict Open XML”."""

    def renamed(text: str) -> str:
        for transitional, name in STRICT.items():
            text = text.replace(transitional, name)
        return text.replace("<workbook ", '<workbook conformance="strict" ', 1)

    return rewritten(file, {r".*\.(xml|rels)": renamed})


def computed(file: io.BytesIO, values: Mapping[str, str]) -> io.BytesIO:
    """The workbook as a program saves it that has computed its formulas: `values` are what it kept, by cell."""

    def kept(text: str) -> str:
        for place, value in values.items():
            kind = "" if re.fullmatch(r"-?[\d.]+", value) else ' t="e"' if value.startswith("#") else ' t="str"'
            text, count = re.subn(
                rf'<c r="{place}"([^>]*?)><f>(.*?)</f><v ?/?>(</v>)?</c>',
                rf'<c r="{place}"\1{kind}><f>\2</f><v>{value}</v></c>', text,
            )  # fmt: skip
            assert count == 1, place
        return text

    return rewritten(
        file,
        {
            r"xl/worksheets/sheet1\.xml": kept,
            r"xl/workbook\.xml": lambda text: text.replace('fullCalcOnLoad="1"', ""),
        },
    )
