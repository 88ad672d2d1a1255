"""One file through the cleaning, in this process."""

from __future__ import annotations

from pathlib import Path

from gateway.files.cleaning.families import cleaned as of_family
from gateway.files.cleaning.report import Report
from tests.gateway.files.cleaning.films import SECRETS


def cleaned(folder: Path, content: bytes | Path, media_type: str) -> tuple[Report, bytes]:
    """The report and the copy. Raises: Unclean."""
    path = content if isinstance(content, Path) else folder / "given"
    if isinstance(content, bytes):
        path.write_bytes(content)
    out = folder / "copy"
    report = of_family(path, media_type, out)
    return report, out.read_bytes()


def secrets(content: bytes) -> list[bytes]:
    """Which of the planted values are in it."""
    return [secret for secret in SECRETS if secret in content]
