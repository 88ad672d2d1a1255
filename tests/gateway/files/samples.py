"""One real file of each type, out of which nothing can be taken any more: it is kept byte for byte."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path

import docx
import pikepdf
from docx.document import Document

from gateway.files.cleaning.families import cleaned
from gateway.files.kinds import DOCX, M4A, MOV, MP3, MP4, PDF, PPTX, XLSX
from tests.gateway.files.cleaning import films, papers


@cache
def sample(media_type: str) -> bytes:
    """A small file of a type."""
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "made", Path(folder) / "copy"
        _make(path, media_type)
        for _ in range(2):
            cleaned(path, media_type, copy)
            copy.replace(path)
        return path.read_bytes()


def sound(content: bytes) -> bytes:
    """A WAV with this for its sound: as long as a test needs it."""
    format_ = b"fmt " + (16).to_bytes(4, "little") + b"\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0"
    inner = b"WAVE" + format_ + b"data" + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
    return b"RIFF" + len(inner).to_bytes(4, "little") + inner


def _make(path: Path, media_type: str) -> None:
    if media_type in (MP4, MOV):
        films.film(path, "mp4" if media_type == MP4 else "mov")
    elif media_type in (M4A, MP3):
        films.recording(path, *(("ipod", "aac") if media_type == M4A else ("mp3", "libmp3lame")))
    else:
        path.write_bytes({PDF: _pdf, DOCX: _docx, PPTX: papers.slides, XLSX: papers.workbook}[media_type]())


def _pdf() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


def _docx() -> bytes:
    out = io.BytesIO()
    document: Document = docx.Document()
    document.add_paragraph("稿件正文")
    document.save(out)
    return out.getvalue()
