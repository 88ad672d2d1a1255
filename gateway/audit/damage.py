"""What can be wrong with a chain, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Damage(StrEnum):
    """What can be wrong with a chain."""

    REMOVED = "removed"
    ALTERED = "altered"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    UNSEALED = "unsealed"
    FORGED = "forged"
    YOUNG = "young"


@dataclass(frozen=True)
class Finding:
    """One fault: at which number of the chain, and which row where there is one."""

    damage: Damage
    seq: int
    row: str = ""
