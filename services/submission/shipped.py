"""The media that are shipped: what a bureau's directory has until the bureau changes it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.submission.domain.media import Medium
from services.submission.media_schemas import shipped_medium
from shared import validation
from shared.contracts.submission_media import ShippedMedium

FILE = Path(__file__).parent / "media" / "china.toml"


@cache
def media() -> Mapping[str, Medium]:
    """Version 0 of each, by id, checked as any other is. Raises: Invalid."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    made = [shipped_medium(validation.load(ShippedMedium(), each)) for each in data["media"]]
    return {medium.id: medium for medium in made}
