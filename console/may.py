"""What the reader may do with a thing, as the API tells it: pages show these buttons and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def may(thing: Mapping[str, Any]) -> frozenset[str]:
    """Names of the calls that would not be refused now."""
    return frozenset(thing["may"])
