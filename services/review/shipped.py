"""The policy that is shipped: what holds for a bureau that has written none of its own."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from services.review import schemas
from services.review.domain import Policy, require_sound
from shared import validation
from shared.contracts.review import PolicyRules

FILE = Path(__file__).parent / "policies" / "default.toml"


@cache
def policy() -> Policy:
    """Version 0, checked as any other is. Raises: Invalid."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return require_sound(schemas.new_policy(validation.load(PolicyRules(), data), 0))
