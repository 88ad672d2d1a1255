"""Looks at an uploaded workbook before it is parsed: an XLSX file is a ZIP, and a ZIP can be a bomb."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from shared.errors import Invalid

MIB = 1024 * 1024
MAX_FILE = 32 * MIB
MAX_ENTRIES = 1_000
MAX_UNPACKED = 300 * MIB
# openpyxl keeps all shared strings in memory.
MAX_STRINGS = 100 * MIB
# What it reads as a whole before the first row; 20 MiB of empty styles would take a minute and a gigabyte.
MAX_PART = 4 * MIB
WHOLE = ("[Content_Types].xml", "xl/styles.xml", "xl/workbook.xml", "xl/theme/", "docProps/")


def require_sane(file: BinaryIO) -> None:
    """Raises: Invalid when the file is no workbook or unpacks to more than a sheet of 100,000 rows can need.

    An entry that declares less than it holds fails its checksum when it is read.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_FILE:
        raise Invalid("sheet.too_large", max=MAX_FILE // MIB)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Invalid("sheet.not_xlsx") from None
    finally:
        file.seek(0)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Invalid("sheet.too_large", max=MAX_UNPACKED // MIB)
    if any(entry.file_size > MAX_STRINGS for entry in entries if "sharedStrings" in entry.filename):
        raise Invalid("sheet.too_large", max=MAX_STRINGS // MIB)
    if any(entry.file_size > MAX_PART for entry in entries if _read_whole(entry.filename)):
        raise Invalid("sheet.too_large", max=MAX_PART // MIB)
    if not any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise Invalid("sheet.not_xlsx")


def _read_whole(name: str) -> bool:
    return name.startswith(WHOLE) or name.endswith(".rels")
