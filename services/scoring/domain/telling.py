"""The sentences of this service, in the reader's language: `texts/<language>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from shared.labels import DEFAULT, LANGUAGES
from shared.labels.wording import worded

FOLDER = Path(__file__).parents[1] / "texts"


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of a language by its key; Chinese for one that we do not speak."""
    known = language if language in LANGUAGES else DEFAULT
    return tomllib.loads((FOLDER / f"{known}.toml").read_text("utf-8"))


def tell(key: str, language: str, **values: Any) -> str:
    """One of them with its values. Raises: KeyError for a key that does not exist."""
    return worded(texts(language)[key], values, language if language in LANGUAGES else DEFAULT)
