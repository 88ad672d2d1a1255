"""What an office file runs, fetches or starts: macros and controls are refused, and the rest loses whom it asks.

A link that a reader clicks goes on leading to the web. Whatever a program follows by itself (pictures, objects and
documents that lie outside, DDE) names nothing outside any more; what was last shown of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from gateway.files.cleaning.office_names import last_step
from gateway.files.cleaning.report import FieldClass, Found, Unclean

# Parts that are programs, by name in small letters.
PROGRAMS: Final = re.compile(
    r"(.*/)?(vbaproject\w*\.bin|vbadata\.xml|attachedtoolbars\.bin|activex/.*|activex\d*\.(xml|bin))"
    r"|xl/(intl)?macrosheets/.*"
)
# Types that make a document, or a part of whatever name, one with programs.
TYPES: Final = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|macrosheet", re.IGNORECASE)
# Where a click may lead; an address without any of these names a file beside this one.
LINKS: Final = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
SCHEME: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+:|[\\/]{2}")
HYPERLINK: Final = "/hyperlink"
NOWHERE: Final = "about:blank"
# Instructions of fields that start a program, or put such a word together from numbers.
STARTS: Final = re.compile(r"\bDDE(AUTO)?\b|^\s*QUOTE\s+[\"\d]*\d", re.IGNORECASE)
# Those that fetch what lies at an address.
FETCHES: Final = re.compile(
    r"^\s*(INCLUDE(PICTURE|TEXT)?|IMPORT|LINK|EMBED|DATABASE|RD)\b.*([A-Za-z][A-Za-z0-9+.-]+:|[\\/]{2})",
    re.IGNORECASE | re.DOTALL,
)
# Links whose click starts something.
ASTRAY: Final = re.compile(r"^\s*HYPERLINK\s+\"?\s*(?!https?:|mailto:|tel:)[A-Za-z][A-Za-z0-9+.-]+:", re.IGNORECASE)
# Instructions are a line; a search in longer ones takes as long as somebody likes.
LONGEST: Final = 8192
STARTING: Final = re.compile(r"ppaction://(program|macro|ole)", re.IGNORECASE)
# Elements of drawings that are filled with a picture, and where it is named.
PICTURES: Final = frozenset({"imagedata", "fill", "stroke"})
SOURCES: Final = frozenset({"src", "href", "althref"})
IN_VML: Final = re.compile(r"""(<(?:\w+:)?(?:imagedata|fill|stroke)\b[^>]*?\s(?:\w+:)?(?:src|href|althref)\s*=\s*["'])
    (?:[A-Za-z][A-Za-z0-9+.-]+:|[\\/]{2})[^"'>]*""", re.IGNORECASE | re.VERBOSE)  # fmt: skip


def require_none(names: list[str]) -> None:
    """Raises: Unclean for a package with a part that is a program."""
    if (name := next((each for each in names if PROGRAMS.fullmatch(each.lower())), None)) is not None:
        raise Unclean("file.active", part=name.rpartition("/")[2][:200])


def require_plain_type(entry: Any) -> None:
    """Raises: Unclean for an entry of `[Content_Types].xml` by which something is a program."""
    if TYPES.search(entry.get("ContentType") or ""):
        name = (entry.get("PartName") or entry.get("Extension") or "").rpartition("/")[2]
        raise Unclean("file.active", part=name[:200])


def target(kind: str, given: str) -> str:
    """What a relationship to something outside names instead of `given`."""
    if kind.endswith(HYPERLINK):
        return given if LINKS.match(given.strip()) or not SCHEME.match(given) else NOWHERE
    return alone(given) if SCHEME.match(given) else given


def alone(address: str) -> str:
    """The name at the end of an address, so that a program looks for it beside the document."""
    return re.sub(r"[:!?#%].*", "", last_step(re.split(r"[!?#]", address)[0])) or "_"


def element(one: Any, name: str, found: Found) -> None:
    """Take out of an element what it starts or fetches; `name` is its local name."""
    for attribute in list(one.attrib):
        own, value = etree.QName(attribute).localname, one.get(attribute)
        if name == "ddeLink" and own in ("ddeService", "ddeTopic"):
            new = "_"
        elif own == "instr" and _acts(value):
            new = ""
        elif own == "action" and STARTING.match(value.strip()):
            new = "ppaction://noaction"
        elif name in PICTURES and own in SOURCES and SCHEME.match(value):
            new = alone(value)
        else:
            continue
        found[FieldClass.OTHER] += int(new != value)
        one.set(attribute, new)


def fields(root: Any, found: Found) -> None:
    """Empty the instructions of fields that start or fetch something. One that holds others is read without them."""
    for pieces in _instructions(root):
        text = "".join(piece.text or "" for piece in pieces)
        if _acts(text):
            found[FieldClass.OTHER] += 1
            for piece in pieces:
                piece.text = ""


def vml(text: str) -> str:
    """A drawing that fetches no picture."""
    return IN_VML.sub(r"\1_", text)


def _acts(instruction: str) -> bool:
    return len(instruction) > LONGEST or any(each.search(instruction) for each in (STARTS, FETCHES, ASTRAY))


def _instructions(root: Any) -> Iterator[list[Any]]:
    """The pieces of each instruction, whatever lies between them."""
    opened: list[list[Any]] = [[]]
    for one in root.iter():
        name = etree.QName(one).localname
        if name in ("instrText", "delInstrText"):
            opened[-1].append(one)
        elif name == "fldChar":
            kind = next((value for key, value in one.attrib.items() if etree.QName(key).localname == "fldCharType"), "")
            if kind == "begin":
                opened.append([])
            elif kind == "end" and len(opened) > 1:
                yield opened.pop()
    yield from opened
