"""The process of a cleaning begins at once: it loads what its file needs, and nothing that the gateway needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.files.kinds import GIF, HEIC, JPEG, MOV, MP3, MP4, PDF, PNG, WAV, WEBP

ROOT = Path(__file__).parents[4]
HEAVY = {"av", "flask", "marshmallow", "pikepdf", "pillow_heif", "pymongo", "structlog"}
LOADED = """
import sys
from gateway.files.cleaning import __main__, families
families.FAMILIES[sys.argv[1]]()
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("media_types", "needed"),
    [
        ((JPEG, PNG, WEBP, GIF, HEIC), {"pillow_heif"}),
        ((MP4, MOV), {"av"}),
        ((MP3, WAV), set()),
        ((PDF,), {"pikepdf"}),
    ],
)
def test_it_loads_what_its_file_needs(media_types: tuple[str, ...], needed: set[str]) -> None:
    for media_type in media_types:
        command = [sys.executable, "-c", LOADED, media_type]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert set(told.stdout.split()) & HEAVY == needed, media_type
