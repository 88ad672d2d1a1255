"""What a service asks the kernel for: its repositories."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from shared.messaging.engine import Engine
from shared.mongo.memory import Remembering


class Repository(DependencyProvider):  # type: ignore[misc]
    """One instance of `cls(db)` per process. `cls.INDEXES` are made before anything is consumed; one that remembers
    does so with the others of its process."""

    engine = Engine()

    def __init__(self, cls: type[Any]) -> None:
        super().__init__()
        self.cls = cls
        self._instance: Any = None

    def setup(self) -> None:
        """Ask for the indexes."""
        self.engine.require(self.cls.INDEXES)

    def get_dependency(self, _worker: Any) -> Any:
        """The repository, made at first use: the engine is set up by then."""
        if self._instance is None:
            self._instance = self.cls(self.engine.db)
            if isinstance(self._instance, Remembering):
                self._instance.memory = self.engine.memory
        return self._instance
