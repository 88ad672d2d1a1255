"""Names with rare characters and of other scripts on a certificate, and in a notice: every character is drawn."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import docx
import pypdf
import pytest

from gateway.documents import make
from gateway.documents.model import Paragraph
from tests.gateway.documents.official import official
from tests.gateway.documents.test_certificate_layout import CERTIFICATE

RARE = "龙𪚥𬭎㐂𠮷𫖮䶮"
SCRIPTS = "བོད་ལྗོངས་、ᠮᠣᠩᠭᠣᠯ ᠰᠣᠨᠢᠨ、ئۇيغۇر گېزىتى、ꆈꌠ"
SHOWS = {"Tj", "'", '"', "TJ"}


def glyphs(page: pypdf.PageObject) -> set[tuple[str, int]]:
    """Every glyph that the page draws: its typeface, and its number there (0 is `.notdef`)."""
    found, font = set(), ""
    for operands, operator in pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations:
        name = operator.decode()
        if name == "Tf":
            font = str(operands[0])
        if name in SHOWS:
            parts = operands[0] if isinstance(operands[0], list) else [operands[-1]]
            for part in parts:
                drawn = _bytes(part)
                found |= {(font, int.from_bytes(drawn[place : place + 2])) for place in range(0, len(drawn), 2)}
    return found


def _bytes(part: Any) -> bytes:
    if isinstance(part, pypdf.generic.ByteStringObject):
        return bytes(part)
    return bytes(part.original_bytes) if isinstance(part, pypdf.generic.TextStringObject) else b""


def typefaces(page: pypdf.PageObject) -> set[str]:
    """The names of the typefaces that travel with the page."""
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}


@pytest.mark.parametrize(
    ("recipient", "more"),
    [
        (f"{RARE}融媒体中心", {"HanaMinB-Medium"}),
        (RARE * 6, {"HanaMinB-Medium"}),
        (SCRIPTS, {"Noto-Serif-Tibetan", "Noto-Sans-Mongolian", "Noto-Naskh-Arabic", "Noto-Sans-Yi"}),
        ("滨江县融媒体中心", set()),
    ],
)
def test_a_certificate_draws_every_character_of_a_name(recipient: str, more: set[str]) -> None:
    body = f"在2026年第三季度警媒协作宣传工作中，作品《{recipient[:30]}》主题鲜明，荣获“优秀作品”。"
    [page] = pypdf.PdfReader(io.BytesIO(make(replace(CERTIFICATE, recipient=recipient, body=body)))).pages
    drawn = glyphs(page)
    assert len(drawn) > 30 and [font for font, number in drawn if not number] == []
    assert typefaces(page) == {f"Certificate-{name}" for name in {"Serif", "Sans"} | more}


@pytest.mark.parametrize("part", ["recipient", "body", "issuer"])
def test_what_was_stored_and_nothing_prints_is_refused_with_its_name(part: str) -> None:
    lost = replace(CERTIFICATE, **{part: "反诈🔥课堂"})
    assert lost.unprintable == {"char": "🔥", "code": "U+1F525", "place": ANY}
    with pytest.raises(ValueError, match="U\\+1F525"):
        make(lost)


def test_the_same_name_gives_the_same_bytes() -> None:
    rare = replace(CERTIFICATE, recipient=RARE + SCRIPTS, issuer="𠮷林县公安局")
    assert make(rare) == make(rare)


def test_a_notice_holds_the_names_as_they_are() -> None:
    """A DOCX carries no typefaces: who opens it chooses for each script what the machine has."""
    text = f"对{RARE}、{SCRIPTS}予以通报表扬。"
    made = docx.Document(io.BytesIO(make(replace(official(), body=(Paragraph(text),)))))
    assert text in [paragraph.text for paragraph in made.paragraphs]
