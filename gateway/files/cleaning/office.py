"""DOCX, XLSX, PPTX (ECMA-376): the package is written anew; what is inside it goes through the same doors."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZipFile, ZipInfo

from gateway.files.cleaning import drawings, office_active, office_formulas, office_names, office_xml, package
from gateway.files.cleaning.report import Found, Unclean

# Cleans a picture, a film or a sound that lies in a document: its bytes and its part's name.
Inside = Callable[[bytes, str, Found], bytes]
SHEETS: Final = re.compile(r"xl/(work|dialog|chart|macro)sheets/[^/]+\.xml")
# Typefaces, and drawings that cannot hold a description.
AS_THEY_ARE: Final = frozenset({".odttf", ".fntdata", ".ttf", ".bmp", ".wmf"})
PACKAGES: Final = frozenset({".docx", ".xlsx", ".pptx"})
DEEPEST: Final = 3


class Office:
    """Cleans office files; `inside` cleans what is no office file and lies in one."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def clean(self, path_in: Path, _media_type: str, path_out: Path, found: Found) -> int:
        """Write the document anew; the number of signatures taken out. Raises: Unclean."""
        with path_in.open("rb") as source, path_out.open("wb") as target:
            return self._package(source, target, found, 1)

    def _package(self, source: BinaryIO, target: BinaryIO, found: Found, depth: int) -> int:
        if depth > DEEPEST:
            raise Unclean("file.structure")
        with package.opened(source) as given, ZipFile(target, "w") as out:
            parts = given.infolist()
            office_active.require_none([part.filename for part in parts])
            gone = _gone([part.filename for part in parts], found)
            for part in parts:
                if part.filename.lower() not in gone and not part.is_dir():
                    package.write(out, part, self._part(given, part, gone, found, depth))
        return sum(re.fullmatch(r"_xmlsignatures/sig\d*\.xml", name) is not None for name in gone)

    def _part(
        self, given: ZipFile, part: ZipInfo, gone: frozenset[str], found: Found, depth: int
    ) -> Iterator[bytes] | bytes:
        name = part.filename.lower()
        ending = "." + name.rpartition(".")[2]
        if name == "[content_types].xml":
            return office_xml.content_types(package.whole(given, part), gone)
        if ending == ".rels":
            return office_xml.relations(package.whole(given, part), part.filename, gone, found)
        # Long and without names: shared texts, cached rows.
        if office_formulas.LONG.fullmatch(name) or ending in AS_THEY_ARE:
            return package.pieces(given, part)
        if ending == ".xml" and SHEETS.fullmatch(name):
            return office_xml.sheet(given.read(part), found)
        if ending == ".xml":
            return office_xml.part(package.whole(given, part), found)
        return self._other(package.whole(given, part), part.filename, ending, found, depth)

    def _other(self, content: bytes, name: str, ending: str, found: Found, depth: int) -> bytes:
        if ending == ".svg":
            return drawings.svg(content, found, lambda picture: self._inside(picture, name, found))
        if ending == ".vml":
            return office_xml.vml(content, found)
        if ending == ".emf":
            return drawings.emf(content, found)
        if ending in PACKAGES:
            out = io.BytesIO()
            self._package(io.BytesIO(content), out, found, depth + 1)
            return out.getvalue()
        return self._inside(content, name, found)


def _gone(names: list[str], found: Found) -> frozenset[str]:
    """The parts that are not kept, in small letters, with the relationships of each."""
    gone = set()
    for name in names:
        if (class_ := office_names.dropped(name)) is not None:
            found[class_] += 1
            folder, last = posixpath.split(name.lower())
            gone |= {name.lower(), posixpath.join(folder, "_rels", last + ".rels")}
    return frozenset(gone)
