"""How a service hears facts: `handles` on a method, naming the event classes. Each has its effect once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from nameko.extensions import Entrypoint, register_entrypoint

from shared.events import Event
from shared.messaging.delivery import Delivery
from shared.messaging.event_server import EventServer
from shared.mongo import Unit


class Handler(Entrypoint):  # type: ignore[misc]
    """A service method that takes events."""

    server = EventServer()

    def __init__(self, classes: tuple[type[Event], ...]) -> None:
        super().__init__()
        self.classes = classes

    def setup(self) -> None:
        """Be found by the event's class. Raises: TypeError when two methods want one class."""
        for cls in self.classes:
            self.server.add(self, cls)

    def stop(self) -> None:
        """Drain with the server."""
        self.server.finish()


def handles(*classes: type[Event]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Take these events: `method(self, unit, event)`. What is in the unit takes effect once per event.

    Raise a DomainError for an event that can never be handled (it goes to the dead letters), `NotYet` for one
    that needs a predecessor; anything else is taken for a passing fault and tried again on the ladder.
    """

    def register(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def invoke(service: Any, delivery: Delivery) -> None:
            def run(unit: Unit) -> None:
                method(service, unit, delivery.event)

            delivery.work(run)

        register_entrypoint(invoke, Handler(classes))
        return invoke

    return register
