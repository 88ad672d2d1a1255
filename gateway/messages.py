"""Texts for people, in Chinese and English, from gettext catalogues: `locales/<locale>/<area>.po`.

The key of a text is an error's code or a rule's name; `{name}` in it stands for a value that the error carries, told as
`shared.labels.wording` says: `{status:submission.state}` is the label of a state. A text that names what is possible
instead (`{allowed}`) has a second one, `<key>.over`, for when nothing is. An unknown key is shown as it is: a test sees
to it that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from shared.labels import DEFAULT, LANGUAGES
from shared.labels.wording import worded

LOCALES = LANGUAGES
FOLDER = Path(__file__).parent / "locales"
RANGE = re.compile(r"^\s*([A-Za-z*]{1,8})(?:-[A-Za-z0-9-]{1,20})?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*$")


@cache
def catalogue(locale: str) -> dict[str, str]:
    """Every text of a locale by its key. Two areas must not define one key differently."""
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id and message.string:
                    texts[str(message.id)] = str(message.string)
    return texts


def text(locale: str, key: str, values: Mapping[str, Any] | None = None) -> str:
    """The text of a key with its values filled in."""
    known = catalogue(locale)
    over = values is not None and not values.get("allowed", True)
    pattern = known.get(f"{key}.over", known.get(key)) if over else known.get(key)
    return key if pattern is None else worded(pattern, values or {}, locale)


@lru_cache(maxsize=512)
def negotiate(header: str) -> str:
    """The locale for an `Accept-Language` header (RFC 9110, 12.5.4): the best of ours, Chinese without a wish."""
    best, quality = DEFAULT, 0.0
    for part in header.split(","):
        match = RANGE.fullmatch(part)
        if match is None:
            continue
        language, weight = match[1].lower(), float(match[2] or 1)
        language = DEFAULT if language == "*" else language
        if language in LOCALES and weight > quality:
            best, quality = language, weight
    return best
