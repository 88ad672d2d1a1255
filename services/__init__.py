"""The services: each folder here with a `service` is one. Whoever needs their names takes them from here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SERVICES: Final = tuple(sorted(path.parent.name for path in Path(__file__).parent.glob("*/service/")))
GATEWAY: Final = "gateway"
# Whoever has a database, and may run in any number.
PROGRAMS: Final = (*SERVICES, GATEWAY)
