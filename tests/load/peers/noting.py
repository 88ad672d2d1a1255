"""Notes when an event has taken effect, as `tests.load.noting` does for ours. The file's name is in BENCH_EFFECTS."""

from __future__ import annotations

import os
import time
from pathlib import Path

# Open as long as the process lives, written a line at a time.
_out = Path(os.environ["BENCH_EFFECTS"]).open("a", buffering=1, encoding="ascii")  # noqa: SIM115


def note(id_: str) -> None:
    """The event of this object has its effect now."""
    _out.write(f"{id_} {time.time():.6f}\n")
