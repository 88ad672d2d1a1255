"""Which names can be printed: a table in step with the typefaces, and a refusal that tells character and place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from gateway.documents.coverage import table
from gateway.documents.typefaces import FACES, needed
from shared.printable import TABLE, missing
from shared.text import canonical

NAMES = {
    "滨江县融媒体中心": [],
    "㐂㑇䶮": [],
    "𬭎𫖮": [],
    "𠮷野家 龙𪚥": ["HanaMinB"],
    "Müller Żółw 内容": ["Noto Serif"],
    "བོད་ལྗོངས": ["Noto Serif Tibetan"],
    "ᠮᠣᠩᠭᠣᠯ": ["Noto Sans Mongolian"],
    "ئۇيغۇر": ["Noto Naskh Arabic"],
    "ꆈꌠ": ["Noto Sans Yi"],
}


def test_the_table_says_what_the_typefaces_hold() -> None:
    assert TABLE.read_text("utf-8") == table(), "`make coverage` writes it anew"


@cache
def held(path: Path) -> frozenset[int]:
    """The code points of a typeface, which take a tenth of a second to read, for each character again."""
    return frozenset(TTFont(path, lazy=True).getBestCmap())


@pytest.mark.parametrize("name", NAMES)
def test_rare_characters_and_other_scripts_have_their_typeface(name: str) -> None:
    assert canonical(name) == name
    assert missing(name) is None
    assert [face.name for face in needed(name)] == NAMES[name]
    for char in name:
        assert char == " " or any(ord(char) in held(face.path) for face in FACES)


@pytest.mark.parametrize(
    ("name", "char", "code", "place"),
    [
        ("李😀", "😀", "U+1F600", 2),
        ("王\ue000芳", "\ue000", "U+E000", 2),
        ("𰻞面", "𰻞", "U+30EDE", 1),
        ("한겨레", "한", "U+D55C", 1),
    ],
)
def test_what_no_typeface_has_is_told_with_its_place(name: str, char: str, code: str, place: int) -> None:
    assert missing(name) == {"char": char, "code": code, "place": place}


def test_all_of_gb_18030_but_compatibility_forms_can_be_printed() -> None:
    """GB 18030-2022, level 3: the unified ideographs up to extension F."""
    blocks = (range(0x4E00, 0xA000), range(0x3400, 0x4DC0), range(0x20000, 0x2A6D7), range(0x2A700, 0x2B735),
              range(0x2B740, 0x2B81E), range(0x2B820, 0x2CEA2), range(0x2CEB0, 0x2EBE1))  # fmt: skip
    assert [hex(point) for block in blocks for point in block if missing(chr(point))] == []
