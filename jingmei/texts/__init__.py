"""What the operator command says, in Chinese and English.

`JINGMEI_LANG` decides, then the usual `LC_ALL`, `LC_MESSAGES`, `LANG`; anything that is not Chinese is English.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = ("zh", "en")


@cache
def locale() -> str:
    """The language of this run."""
    names = ("JINGMEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((value for name in names if (value := os.environ.get(name))), "")
    return "zh" if chosen.startswith("zh") else "en"


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of one language, by its key."""
    found: dict[str, str] = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))
    return found


def t(key: str, **values: Any) -> str:
    """The text of `key` with its values. Raises: KeyError for a key that does not exist."""
    return texts(locale())[key].format(**values)
