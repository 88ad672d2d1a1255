"""SVG and EMF, the drawings in office files: without descriptions of who drew them with what."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from lxml import etree

from gateway.files.cleaning.office_names import PATH, last_step
from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken

EDITORS: Final = ("inkscape", "sodipodi", "adobe", "sketch", "figma")
EMF_MARK: Final = b" EMF"
DATA: Final = re.compile(r"\s*data:([^,;]*)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
# A picture in a style, which nobody looks into; typefaces are.
STYLED: Final = re.compile(r"url\(\s*['\"]?\s*data:(image|video|audio)/", re.IGNORECASE)
SVG: Final = "image/svg+xml"
SAID: Final = frozenset({"desc", "title"})
# Cleans a picture that lies in a drawing.
Inside = Callable[[bytes], bytes]


def svg(content: bytes, found: Found, inside: Inside) -> bytes:
    """A drawing without metadata, comments, descriptions and what editors keep in it; pictures that it holds itself go
    through `inside`. Raises: Unclean."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise broken() from None
    definitions = root.getroottree().docinfo.internalDTD
    if definitions is not None and list(definitions.iterentities()):
        raise Unclean("file.structure")
    for element in list(root.iter()):
        _element(element, found)
        _pictures(element, found, inside)
    drawn: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return drawn


def _element(element: Any, found: Found) -> None:
    if not isinstance(element.tag, str):
        raise Unclean("file.structure")  # an entity
    name = etree.QName(element)
    gone = name.localname == "metadata" or name.localname in SAID or _an_editors(name.namespace)
    if gone and element.getparent() is not None:
        found[FieldClass.COMMENT if name.localname in SAID else FieldClass.AUTHOR] += 1
        element.getparent().remove(element)
        return
    for attribute in [one for one in element.attrib if _an_editors(etree.QName(one).namespace)]:
        found[FieldClass.HISTORY] += 1
        del element.attrib[attribute]


def _pictures(element: Any, found: Found, inside: Inside) -> None:
    """The pictures that lie in an address or a style of an element (RFC 2397). Raises: Unclean."""
    for attribute, value in list(element.attrib.items()):
        if etree.QName(attribute).localname in ("href", "src"):
            element.set(attribute, _address(value, found, inside))
        elif STYLED.search(value):
            raise Unclean("file.structure")
    if STYLED.search(element.text or ""):
        raise Unclean("file.structure")


def _address(value: str, found: Found, inside: Inside) -> str:
    if PATH.match(value):
        found[FieldClass.PLACE] += 1
        return last_step(value)
    match = DATA.fullmatch(value)
    if match is None:
        return value
    given = unquote_to_bytes("".join(match[3].split()) if "base64" in match[2].lower() else match[3])
    if "base64" in match[2].lower():
        try:
            given = base64.b64decode(given + b"==")
        except binascii.Error:
            raise broken() from None
    plain = svg(given, found, inside) if match[1].strip().lower() == SVG else inside(given)
    return value if plain == given else f"data:{match[1]};base64,{base64.b64encode(plain).decode()}"


def _an_editors(namespace: str | None) -> bool:
    return any(editor in (namespace or "").lower() for editor in EDITORS)


def emf(content: bytes, found: Found) -> bytes:
    """A metafile (MS-EMF 2.3.4.2) without the name of the program and of the picture. Raises: Unclean."""
    if len(content) < 88 or content[40:44] != EMF_MARK:
        raise broken()
    length, at = (int.from_bytes(content[place : place + 4], "little") for place in (60, 64))
    if not length or not at:
        return content
    if at + 2 * length > len(content):
        raise broken()
    found[FieldClass.HISTORY] += 1
    return content[:60] + bytes(8) + content[68:at] + bytes(2 * length) + content[at + 2 * length :]
