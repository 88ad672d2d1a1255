"""The typefaces that certificates are set with, in the order in which they are asked for a character.

Those of Chinese come with the Python packages. The others are Debian's `fonts-hanazono` (rare characters, CJK
extensions B to F: with the first all of GB 18030-2022) and `fonts-noto-core` (Tibetan, Mongolian, Uyghur and Kazakh,
Yi, Dai, Lisu, Latin with its marks, Cyrillic). All are under the SIL Open Font License.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn as chinese

from shared.printable import typefaces

HANAZONO: Final = Path("/usr/share/fonts/truetype/hanazono")
NOTO: Final = Path("/usr/share/fonts/truetype/noto")


@dataclass(frozen=True)
class Typeface:
    """A typeface by its name in `shared/printable/coverage.toml`, and its file."""

    name: str
    path: Path


FACES: Final = (
    Typeface("Noto Serif SC", Path(chinese.serif_path())),
    Typeface("HanaMinB", HANAZONO / "HanaMinB.ttf"),
    Typeface("Noto Serif", NOTO / "NotoSerif-Regular.ttf"),
    Typeface("Noto Serif Tibetan", NOTO / "NotoSerifTibetan-Regular.ttf"),
    Typeface("Noto Sans Mongolian", NOTO / "NotoSansMongolian-Regular.ttf"),
    Typeface("Noto Naskh Arabic", NOTO / "NotoNaskhArabic-Regular.ttf"),
    Typeface("Noto Sans Yi", NOTO / "NotoSansYi-Regular.ttf"),
    Typeface("Noto Sans Tai Le", NOTO / "NotoSansTaiLe-Regular.ttf"),
    Typeface("Noto Sans New Tai Lue", NOTO / "NotoSansNewTaiLue-Regular.ttf"),
    Typeface("Noto Sans Lisu", NOTO / "NotoSansLisu-Regular.ttf"),
)


def needed(text: str) -> Sequence[Typeface]:
    """The typefaces besides the first that hold what those before them do not, in their order.

    Raises: FileNotFoundError for one that is not installed: its characters would come out as empty boxes.
    """
    held, left = typefaces(), {ord(char) for char in text}
    found = []
    for place, face in enumerate(FACES):
        if place and left & held[face.name]:
            face.path.stat()
            found.append(face)
        left -= held[face.name]
    return found
