"""The gateway's settings about passwords that people choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from environs import Env
from marshmallow import ValidationError
from marshmallow.validate import Range

MOST_WORDS: Final = 200
LONGEST_WORD: Final = 64


@dataclass(frozen=True)
class PasswordSettings:
    """`words`: what people here would build theirs from, beside the words that we know. `history`: how many of an
    account's last ones, the present one among them, a new one must differ from; 0 for none. `days`: after which a new
    one has to be chosen; 0 for never."""

    words: tuple[str, ...] = ()
    history: int = 5
    days: int = 0


def password_settings(env: Env) -> PasswordSettings:
    """Read from the environment; what is wrong is told by `finish`, as for all others."""
    words = env.str("PASSWORD_WORDS", "", validate=_are_words)
    values: dict[str, Any] = {
        "words": tuple(_words(words or "")),
        "history": env.int("PASSWORD_HISTORY", 5, validate=Range(0, 24)),
        "days": env.int("PASSWORD_DAYS", 0, validate=Range(0, 3_650)),
    }
    return PasswordSettings(**values)


def _words(text: str) -> list[str]:
    return [word for each in text.split(",") if (word := each.strip())]


def _are_words(text: str) -> None:
    found = _words(text)
    if len(found) > MOST_WORDS or not all(2 <= len(word) <= LONGEST_WORD for word in found):
        raise ValidationError(f"up to {MOST_WORDS} words of 2 to {LONGEST_WORD} characters, with commas, are expected")
