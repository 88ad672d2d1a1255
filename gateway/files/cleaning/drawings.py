"""SVG and EMF, the drawings in office files: without descriptions of who drew them with what."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken

EDITORS: Final = ("inkscape", "sodipodi", "adobe", "sketch", "figma")
EMF_MARK: Final = b" EMF"


def svg(content: bytes, found: Found) -> bytes:
    """A drawing without metadata, comments and what editors keep in it. Raises: Unclean."""
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
    drawn: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return drawn


def _element(element: Any, found: Found) -> None:
    if not isinstance(element.tag, str):
        raise Unclean("file.structure")  # an entity
    name = etree.QName(element)
    if (name.localname == "metadata" or _an_editors(name.namespace)) and element.getparent() is not None:
        found[FieldClass.AUTHOR] += 1
        element.getparent().remove(element)
        return
    for attribute in [one for one in element.attrib if _an_editors(etree.QName(one).namespace)]:
        found[FieldClass.HISTORY] += 1
        del element.attrib[attribute]


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
