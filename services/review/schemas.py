"""Domain results as the views of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def conflicts_view(outlets: Sequence[str]) -> dict[str, Any]:
    """The outlets that the asking account may not review."""
    return {"conflicts": list(outlets)}
