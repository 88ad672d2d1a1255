"""A wall clock that is wrong: in this process alone, by as many seconds as a file says at each look."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from shared import clock


def install(flag: Path) -> None:
    """From now on. What a library asks the system for without Python sees the right time still."""
    now, seconds = clock.now, time.time

    def offset() -> float:
        try:
            return float(flag.read_text() or 0)
        except OSError:
            return 0.0

    def wrong_now() -> datetime:
        return now() + timedelta(seconds=offset())

    for module in list(sys.modules.values()):
        if getattr(module, "now", None) is now:
            module.now = wrong_now  # type: ignore[attr-defined]
    time.time = lambda: seconds() + offset()
