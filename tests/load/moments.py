"""Has a service note the moment at which it has given an event its effect; it is otherwise as it is.

The file's name is in BENCH_EFFECTS; `effects` reads it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from shared.messaging.delivery import Delivery

_settled = Delivery._done


def note_by(name: Callable[[Delivery], str]) -> None:
    """From now on, under what `name` gives of a delivery."""
    # Open as long as the process lives, written a line at a time.
    out = Path(os.environ["BENCH_EFFECTS"]).open("a", buffering=1, encoding="ascii")  # noqa: SIM115

    def noted(self: Delivery, outcome: str) -> None:
        """Called by the kernel after the commit."""
        out.write(f"{name(self)} {time.time():.6f}\n")
        _settled(self, outcome)

    Delivery._done = noted  # type: ignore[method-assign]
