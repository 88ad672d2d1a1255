"""The XML of an office file without names of people, times of editing and paths of disks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from gateway.files.cleaning import office_active as active
from gateway.files.cleaning import office_formulas as formulas
from gateway.files.cleaning import office_names as names
from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken

EXTERNAL: Final = "External"
# A sheet is not parsed for this: it may be of a hundred megabytes. What it names has gone with its relationship.
PAGE_SETUP: Final = re.compile(rb"""(<(?:\w+:)?pageSetup\b[^>]*?)\s+\w+:id\s*=\s*(?:"[^"]*"|'[^']*')""")
OTHER_LETTERS: Final = re.compile(rb"""\A[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


def part(content: bytes, found: Found) -> bytes:
    """A part of a document. Raises: Unclean for XML that is broken or brings definitions of its own."""
    root = parse(content)
    for element in list(root.iter()):
        _element(element, found)
    _fields(root, found)
    active.fields(root, found)
    return written(root)


def vml(content: bytes, found: Found) -> bytes:
    """A drawing in VML, which is not always XML, without the folders that its pictures lay in."""
    text = content.decode("latin-1")
    plain = names.without_folders(text)
    found[FieldClass.PLACE] += int(plain != text)
    still = active.vml(plain)
    found[FieldClass.OTHER] += int(still != plain)
    return still.encode("latin-1")


def sheet(content: bytes, found: Found) -> bytes:
    """A sheet of a workbook, without its printer's settings and formulas that ask others. Raises: Unclean."""
    if b"\0" in content[:64] or OTHER_LETTERS.match(content) or b"<!DOCTYPE" in content[:4096]:
        raise Unclean("file.structure")
    return formulas.sheet(PAGE_SETUP.sub(rb"\1", content), found)


def content_types(content: bytes, gone: Collection[str]) -> bytes:
    """`[Content_Types].xml` without the parts that are `gone`. Raises: Unclean where one of them is a program."""
    root = parse(content)
    for entry in list(root):
        active.require_plain_type(entry)
        formulas.require_read(entry)
        if (entry.get("PartName") or "").lstrip("/").lower() in gone:
            root.remove(entry)
    return written(root)


def relations(content: bytes, of: str, gone: Collection[str], found: Found) -> bytes:
    """The relationships file `of` without those to parts that are `gone`; files outside by their name alone."""
    root = parse(content)
    base = posixpath.dirname(posixpath.dirname(of))
    for relation in list(root):
        target, kind = relation.get("Target") or "", relation.get("Type") or ""
        outside = relation.get("TargetMode") == EXTERNAL
        inside = "" if outside else posixpath.normpath(posixpath.join("/" + base, unquote(target))).lstrip("/").lower()
        if inside in gone or names.DROPPED_RELATIONS.search(kind):
            found[FieldClass.PLACE] += int(outside)
            root.remove(relation)
        elif outside and names.PATH.match(target):
            found[FieldClass.PLACE] += int(names.last_step(target) != target)
            relation.set("Target", names.last_step(target))
        elif outside and (new := active.target(kind, target)) != target:
            found[FieldClass.OTHER] += 1
            relation.set("Target", new)
    return written(root)


def parse(content: bytes) -> Any:
    """The root element; comments and instructions to programs are not in it. Raises: Unclean."""
    # Neither is anything fetched nor any entity unfolded: definitions of either kind are refused.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise broken() from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unclean("file.structure")
    return root


def written(root: Any) -> bytes:
    """The bytes of a part."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _element(element: Any, found: Found) -> None:
    name = etree.QName(element).localname
    if (class_ := names.DROPPED_ELEMENTS.get(name)) is not None:
        found[class_] += 1
        _remove(element)
        return
    for attribute in list(element.attrib):
        _attribute(element, name, attribute, found)
    active.element(element, name, found)
    formulas.element(element, name, found)
    if name == "author" and _path_of(element) == names.NAME_TEXT and element.text not in (None, "Author"):
        found[FieldClass.AUTHOR] += 1
        element.text = "Author"


def _fields(root: Any, found: Found) -> None:
    """Paths in the instructions of fields (INCLUDEPICTURE, LINK, …); Word cuts an instruction into pieces."""
    pieces: list[Any] = []
    for element in root.iter():
        name = etree.QName(element).localname
        if name == "instrText":
            pieces.append(element)
        elif name == "fldChar":
            _instruction(pieces, found)
            pieces = []
    _instruction(pieces, found)


def _instruction(pieces: list[Any], found: Found) -> None:
    text = "".join(piece.text or "" for piece in pieces)
    plain = names.without_folders(text)
    if plain != text:
        found[FieldClass.PLACE] += 1
        for piece in pieces:
            piece.text = ""
        pieces[0].text = plain


def _attribute(element: Any, name: str, attribute: str, found: Found) -> None:
    own = etree.QName(attribute).localname
    rule = names.OWN_ATTRIBUTES.get((name, own)) or names.ATTRIBUTES.get(own)
    if own.startswith("rsid") or (own == "date" and names.TRACKED.fullmatch(name)):
        rule = (FieldClass.HISTORY, None)
    if rule is not None:
        found[rule[0]] += int(element.get(attribute) != rule[1])
        if rule[1] is None:
            del element.attrib[attribute]
        else:
            element.set(attribute, rule[1])
    elif own == "instr" and (plain := names.without_folders(element.get(attribute))) != element.get(attribute):
        found[FieldClass.PLACE] += 1
        element.set(attribute, plain)
    elif own in names.DESCRIPTIONS and names.PATH.match(element.get(attribute)):
        found[FieldClass.PLACE] += 1
        element.set(attribute, names.last_step(element.get(attribute)))


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        raise Unclean("file.structure")
    # An alternative that held nothing else goes with it.
    if etree.QName(parent).localname == "Choice" and len(parent) == 1 and parent.getparent() is not None:
        _remove(parent.getparent())
    else:
        parent.remove(element)


def _path_of(element: Any) -> tuple[str, ...]:
    above = [etree.QName(one).localname for one in element.iterancestors()]
    return (*reversed(above), etree.QName(element).localname)
