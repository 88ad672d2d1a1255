"""Formulas that fetch or start something when a workbook is opened, computed or clicked: what they showed last stays.

An address in a formula can be put together from cells, so that whoever reads a sheet tells a stranger what stands in
it; for the same reason none leads anywhere by a click. Links of cells (not formulas) are `office_active`'s.
"""

from __future__ import annotations

import html
import re
from typing import Any, Final

from lxml import etree

from gateway.files.cleaning.report import FieldClass, Found, Unclean

# Functions of Excel, WPS, LibreOffice and the web's sheets; and DDE, for which a bar stands, outside of texts or not.
ACTS: Final = re.compile(
    r"(?<![A-Z0-9_])(WEBSERVICE|HYPERLINK|IMAGE|RTD|DDE|CALL|EXEC|REGISTER(\.ID)?|SQL\.REQUEST"
    r"|IMPORT(XML|DATA|HTML|FEED|RANGE)|CUBE[A-Z]+)\s*\(|\|",
    re.IGNORECASE,
)
# Elements whose text is a formula: of cells, of names, of rules for cells, of columns of tables.
FORMULAS: Final = frozenset(
    {"f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
)
NOTHING: Final = "0"
LONGEST_TEXT: Final = 255  # signs of a text in a formula
NUMBER: Final = re.compile(rb"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# Cells and rules of a sheet, which is not parsed: element and attributes, what stands in it, and what it showed last.
ATTRIBUTES: Final = rb"""(?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*+"""
IN_SHEET: Final = re.compile(
    rb"(<((?:[^\s<>/:\"'=]+:)?(?:f|formula[12]?))(?=[\s>])" + ATTRIBUTES + rb">)([^<]*+)"
    rb"(?:(</\2\s*>)(\s*<(?:[^\s<>/:\"'=]+:)?v(?:\s[^<>]*)?>([^<]*)<)?)?"
)  # fmt: skip
# Parts that are handed on unread, and the types that say so.
LONG: Final = re.compile(r"xl/(sharedstrings\.xml|pivotcache/pivotcacherecords\d*\.xml)")
LONG_TYPE: Final = re.compile(r"sharedStrings|pivotCacheRecords", re.IGNORECASE)


def acts(formula: str) -> bool:
    """Whether a formula asks somebody elsewhere, or starts something."""
    return ACTS.search(formula) is not None


def sheet(content: bytes, found: Found) -> bytes:
    """A sheet whose formulas ask nobody. Raises: Unclean."""

    def still(match: re.Match[bytes]) -> bytes:
        opened, name, text, closed, after, shown = match.groups()
        if closed is None:
            # Rules may hold another element; a comment or a section in a formula is nothing that a program writes.
            if name.endswith(b"f") or content[match.end() : match.end() + 2] in (b"<!", b"<?"):
                raise Unclean("file.structure")
            return match[0]
        if not acts(html.unescape(text.decode("utf-8", "replace"))):
            return match[0]
        found[FieldClass.OTHER] += 1
        return opened + _constant(shown or b"") + closed + (after or b"")

    return IN_SHEET.sub(still, content)


def element(one: Any, name: str, found: Found) -> None:
    """The same for an element of a part that was parsed; `name` is its local name."""
    if name in FORMULAS and acts("".join(one.itertext())):
        found[FieldClass.OTHER] += 1
        for inner in list(one):
            one.remove(inner)
        one.text = NOTHING


def require_read(entry: Any) -> None:
    """Raises: Unclean for an entry of `[Content_Types].xml` by which a sheet would be handed on unread."""
    type_, part = entry.get("ContentType") or "", (entry.get("PartName") or "").lstrip("/").lower()
    by_ending = etree.QName(entry).localname == "Default" and "worksheet" in type_.lower()
    if by_ending or (LONG.fullmatch(part) and not LONG_TYPE.search(type_)):
        raise Unclean("file.structure")


def _constant(shown: bytes) -> bytes:
    """A formula that gives what was shown: a number, a text; both as they stand in XML."""
    if NUMBER.fullmatch(shown):
        return shown
    text = html.unescape(shown.decode("utf-8", "replace"))[:LONGEST_TEXT].replace('"', '""')
    return b'"' + html.escape(text, quote=False).encode() + b'"'
