"""A service that is told to stop once more while the first signal is being taken in. Run as a process only."""

from __future__ import annotations

import signal
from typing import Any

from eventlet.event import Event

from shared import logs
from shared.context import RequestContext
from shared.messaging import process, query


class _Interrupted(Event):  # type: ignore[misc]
    """The second signal comes when the first one's handler is about to send."""

    _again = False

    def send(self, *arguments: Any, **options: Any) -> None:
        """Send, with another signal right before it."""
        if not self._again:
            self._again = True
            signal.raise_signal(signal.SIGTERM)
            logs.get().info("told again")
        super().send(*arguments, **options)


process.Event = _Interrupted  # type: ignore[attr-defined, misc]


class InsistingService:
    """Answers one question."""

    name = "probe"

    @query(None)
    def nothing(self, _data: dict[str, Any], _context: RequestContext) -> None:
        """Nothing."""
