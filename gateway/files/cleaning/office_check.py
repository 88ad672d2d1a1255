"""A look at a cleaned office file with other eyes: no XML is parsed, the bytes of every part are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from gateway.files.cleaning.package import EPOCH, pieces
from gateway.files.cleaning.report import Unclean
from gateway.files.cleaning.scan import search

GONE: Final = re.compile(
    r"docprops/|docmetadata/|_xmlsignatures/|customxml/|xl/revisions/|word/people|printersettings|thumbnail"
    r"|vbaproject|vbadata|activex|macrosheets/|webextensions/|customui/",
    re.IGNORECASE,
)
# What Word, Excel and PowerPoint name people, editing sessions and folders with.
LEFT: Final = re.compile(
    rb"""<[^<>]*\s(?:\w+:)?(?:rsid\w*=|(?:author|lastEditedBy|refreshedBy|userName)=["'](?!Author["']))"""
    rb"""|<(?:\w+:)?(?:rsid|absPath)"""
)
OUTSIDE: Final = re.compile(rb"""<[^<>]*\sTarget=["'](?:file:|[A-Za-z]:[\\/]|\\\\)""")
# What a program follows by itself; a link waits for a click.
FETCHED: Final = re.compile(
    rb"""<(?:\w+:)?Relationship\s(?=[^<>]*TargetMode=["']External)(?![^<>]*Type=["'][^"'<>]*/hyperlink["'])"""
    rb"""[^<>]*\sTarget=["'](?:[A-Za-z][A-Za-z0-9+.-]+:|[\\/]{2})"""
)
MARKUP: Final = (".xml", ".rels")
# Not parsed when it was cleaned, for its length.
LONG: Final = ("/worksheets/", "xl/sharedStrings.xml", "/pivotCacheRecords")


def check(_path_in: Path, _media_type: str, path_out: Path) -> None:
    """Raises: Unclean."""
    with ZipFile(path_out) as package:
        if package.comment:
            raise Unclean("file.unclean", found="zip")
        for part in package.infolist():
            if GONE.search(part.filename) or part.comment or part.extra or part.date_time != EPOCH:
                raise Unclean("file.unclean", found=part.filename)
            if part.filename.endswith((".docx", ".xlsx", ".pptx")):
                with package.open(part) as inner:
                    _names(ZipFile(inner).namelist())
            search(pieces(package, part), part.filename)
            if part.filename.endswith(MARKUP) and not any(name in part.filename for name in LONG):
                _markup(package.read(part), part.filename)


def _names(names: list[str]) -> None:
    for name in names:
        if GONE.search(name):
            raise Unclean("file.unclean", found=name)


def _markup(content: bytes, name: str) -> None:
    left = LEFT.search(content) or (
        (OUTSIDE.search(content) or FETCHED.search(content)) if name.endswith(".rels") else None
    )
    if left:
        raise Unclean("file.unclean", found=f"{left[0][-40:].decode(errors='replace').strip()} {name}")
