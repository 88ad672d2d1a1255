"""The notification service itself; only the moment at which it has given an event its effect is noted as well.

Run by `python -m shared.run tests.load.noting:NotificationService`; the file's name is in BENCH_EFFECTS.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from services.notification.service import NotificationService
from shared.messaging.delivery import Delivery

_settled = Delivery._done
# Open as long as the process lives, written a line at a time.
_out = Path(os.environ["BENCH_EFFECTS"]).open("a", buffering=1, encoding="ascii")  # noqa: SIM115


def _noted(self: Delivery, outcome: str) -> None:
    """Called by the kernel after the commit."""
    _out.write(f"{self.event.subject} {time.time():.6f}\n")
    _settled(self, outcome)


Delivery._done = _noted  # type: ignore[method-assign]
__all__ = ["NotificationService"]
