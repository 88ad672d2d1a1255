"""From where somebody signs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """Address and device, and `attribute(bureau, account)`, which tells the audit trail who it is."""

    remote: str
    agent: str
    attribute: Callable[[str, str], None]
