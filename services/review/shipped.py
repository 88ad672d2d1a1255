"""What is shipped: the policy that holds for a bureau that has written none of its own, and word lists that find
nothing before a bureau has adopted them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from services.review import schemas
from services.review.domain import Policy, require_sound
from shared import validation
from shared.contracts.review import PolicyRules, WordListRules

FILE = Path(__file__).parent / "policies" / "default.toml"
LISTS = Path(__file__).parent / "lists"


@cache
def policy() -> Policy:
    """Version 0, checked as any other is. Raises: Invalid."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return require_sound(schemas.new_policy(validation.load(PolicyRules(), data), 0))


@cache
def word_lists() -> Sequence[Mapping[str, Any]]:
    """Name, title, level and words of each, checked as a bureau's own are. Raises: Invalid."""
    return [_word_list(path) for path in sorted(LISTS.glob("*.toml"))]


def _word_list(path: Path) -> Mapping[str, Any]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs = (line.partition("=") for line in data["words"].split("\n") if line)
    words = [{"word": word, "suggestion": instead} for word, _, instead in pairs]
    found: Mapping[str, Any] = validation.load(WordListRules(), data | {"list": path.stem, "words": words})
    return found
