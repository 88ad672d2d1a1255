"""The certificate's page: the text put into the template, the code to verify it, the typefaces that travel with it."""

from __future__ import annotations

import os
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn as typefaces
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from gateway.documents.lines import balanced, width_in_characters
from gateway.documents.model import Certificate, chinese_date
from gateway.documents.typefaces import needed

FOLDER: Final = Path(__file__).parent
# What the stylesheet leaves for the text, in points, and the sizes tried for it.
MAIN_WIDTH, MAIN_HEIGHT, PARAGRAPH_GAP = 603, 222, 9
SIZES: Final = (20, 18, 16, 14, 12, 10)
# The signature is as wide as the stylesheet says, in points; a name of more characters than a line's goes on below.
ISSUER_WIDTH, ISSUER_LINE, ISSUER_SIZE, ISSUER_LEADING = 255, 22, 16, 1.35
# fontTools writes the time into a typeface that it cuts down, unless it is told one.
os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800")
SERIF: Final = "Certificate Serif"


def _face(name: str, path: Path) -> str:
    return f'@font-face {{ font-family: "{name}"; src: url("{path.as_uri()}"); }}\n'


FACES: Final = _face(SERIF, typefaces.serif_path()) + _face("Certificate Sans", typefaces.sans_path())


def pdf(certificate: Certificate) -> bytes:
    """The certificate as PDF, one page. It bears the day that it is dated as that of its making.

    Raises: ValueError for a character that no typeface has.
    """
    if lost := certificate.unprintable:
        raise ValueError(f"no typeface has {lost['char']!r} ({lost['code']})")
    page = _template().render(
        recipient=certificate.recipient, body=certificate.body, number=certificate.number, code=certificate.code,
        heading=certificate.heading, closing=certificate.closing, signer=certificate.signer,
        issuer=certificate.issuer, signed=balanced(certificate.issuer, ISSUER_LINE),
        issuer_size=_issuer_size(certificate), dated=certificate.dated, day=chinese_date(certificate.dated),
        address=certificate.address, qr=_qr(certificate.address) if certificate.address else "",
        size=_size(certificate),
    )  # fmt: skip
    faces = FontConfiguration()
    sheets = [CSS(string=FACES + _stylesheet() + _others(certificate), font_config=faces, url_fetcher=_fetcher())]
    made: bytes = HTML(string=page, url_fetcher=_fetcher()).write_pdf(
        stylesheets=sheets,
        font_config=faces,
        pdf_identifier=(certificate.code or certificate.number).encode(),
        full_fonts=False,
    )
    return made


def _others(certificate: Certificate) -> str:
    """The typefaces of rare characters and other scripts, when there are such; most certificates need none."""
    faces = needed(certificate.text)
    if not faces:
        return ""
    # Under names of our own: those of the files are also those of what the machine has.
    ours = {f"Certificate {face.name}": face.path for face in faces}
    names = ", ".join(f'"{name}"' for name in (SERIF, *ours))
    return f"{''.join(_face(*each) for each in ours.items())}html {{ font-family: {names}; }}\n"


def _issuer_size(certificate: Certificate) -> int:
    """The size in points at which the longest line of the issuer's name fits beside the code."""
    longest = max(map(width_in_characters, balanced(certificate.issuer, ISSUER_LINE)))
    return min(ISSUER_SIZE, int(ISSUER_WIDTH / longest))


def _signature_height(certificate: Certificate) -> float:
    """How much higher the signature is than with one line for the issuer."""
    lines, size = len(balanced(certificate.issuer, ISSUER_LINE)), _issuer_size(certificate)
    return max(0.0, lines * size * ISSUER_LEADING - ISSUER_SIZE * 1.75)


def _size(certificate: Certificate) -> int:
    """The largest size in points at which the text stays clear of the signature."""
    room = MAIN_HEIGHT - _signature_height(certificate)
    for size in SIZES:
        heights = (
            ceil((len(certificate.recipient) + 1) * 1.1 * size / MAIN_WIDTH) * 1.65,
            ceil((len(certificate.body) + 2) * size / MAIN_WIDTH) * 1.85,
            1.85,
        )
        if sum(heights) * size + PARAGRAPH_GAP <= room:
            return size
    return SIZES[-1]


def _qr(address: str) -> str:
    """The address as a QR code (ISO/IEC 18004) that survives a fold: a quarter of it may be lost."""
    code: Any = segno.make(address, error="q", micro=False)
    return str(code.png_data_uri(scale=10, border=2, dark="#000", light="#fff"))


def _fetcher() -> URLFetcher:
    """Nothing is loaded but what is in the page itself and the typefaces on this machine."""
    return URLFetcher(allowed_protocols=("data", "file"), allow_redirects=False)


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("certificate.html")


@cache
def _stylesheet() -> str:
    return (FOLDER / "certificate.css").read_text(encoding="utf-8")
