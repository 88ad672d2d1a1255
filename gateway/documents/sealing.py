"""The same parts give the same file: a zip without the time at which it was made."""

from __future__ import annotations

import io
import zipfile
from typing import Final

MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell
FIRST: Final = "[Content_Types].xml"  # where a reader of Office files looks first (ECMA-376, part 2)


def sealed(archive: bytes, *, without: tuple[str, ...] = ()) -> bytes:
    """The zip with its parts in order and no times; the parts in `without` are left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(out, "w") as made:
        names = sorted(set(given.namelist()) - set(without), key=lambda name: (name != FIRST, name))
        for name in names:
            part = zipfile.ZipInfo(name, MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            made.writestr(part, given.read(name))
    return out.getvalue()
