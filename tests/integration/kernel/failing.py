"""A service one of whose threads ends with an error that nobody foresaw. Run as a process only."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from shared.context import RequestContext
from shared.messaging import query
from shared.messaging.engine import Engine


class _Failing(DependencyProvider):  # type: ignore[misc]
    """Fails as soon as the database is prepared."""

    engine = Engine()

    def start(self) -> None:
        """Begin in the background."""
        self.container.spawn_managed_thread(self._run, "failing")

    def _run(self) -> None:
        self.engine.prepared.wait()
        raise LookupError("a riddle")


class FailingService:
    """Answers nobody for long."""

    name = "probe"
    failing = _Failing()

    @query(None)
    def nothing(self, _data: dict[str, Any], _context: RequestContext) -> None:
        """Nothing."""
