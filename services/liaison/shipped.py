"""The times that are shipped: what holds for a bureau that has said nothing."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from services.liaison import schemas
from services.liaison.domain.office import Policy, require_sound
from shared import validation
from shared.contracts.liaison import AdoptLiaisonPolicy

FILE = Path(__file__).parent / "policies" / "default.toml"


@cache
def policy() -> Policy:
    """Version 0, checked as any other is. Raises: Invalid."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return require_sound(schemas.new_policy(validation.load(AdoptLiaisonPolicy(), data), 0))
