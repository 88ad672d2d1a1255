"""What people read for a code (a state, a role, a platform, …), in Chinese and English: the one place for it.

`<language>/<part>.toml` has tables, each an area such as `submission.state`, from code to label;
`shared.contracts.labelled` says in which area an enumeration's values are. The gateway serves all of it, so areas and
codes are stable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
FOLDER = Path(__file__).parent


@cache
def labels(language: str) -> Mapping[str, Mapping[str, str]]:
    """Area → code → label in a language; Chinese for one that we do not speak. Raises: ValueError for an area that is
    written down twice."""
    if language not in LANGUAGES:
        return labels(DEFAULT)
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        areas = tomllib.loads(path.read_text("utf-8"))
        if twice := found.keys() & areas.keys():
            raise ValueError(f"{path}: {sorted(twice)} stand elsewhere, too")
        found |= areas
    return found


def label(area: str, code: str, language: str) -> str:
    """The label of a code; a code that has none (of a newer sender) as it is. Raises: KeyError for an unknown area."""
    return labels(language)[area].get(code, code)


def either(area: str, code: str) -> dict[str, str]:
    """The label in each language."""
    return {language: label(area, code, language) for language in LANGUAGES}
