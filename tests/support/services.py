"""What each service is and hears, as its folder has it: tests of all services take them from here."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from services import SERVICES
from shared.events import Event
from shared.messaging import RetellingMethods
from shared.messaging.events import Handler

# The methods that every service has, and hears others by.
OF_EVERY = frozenset(name for name, each in vars(RetellingMethods).items() if hasattr(each, ENTRYPOINT_EXTENSIONS_ATTR))


def service(name: str) -> Any:
    """Its class."""
    return getattr(import_module(f"services.{name}.service"), f"{name.title()}Service")


def consumed(name: str) -> dict[type[Event], str]:
    """Event class → the method that takes it."""
    methods = inspect.getmembers(service(name), inspect.isfunction)
    return {
        cls: method
        for method, function in methods
        for entrypoint in getattr(function, ENTRYPOINT_EXTENSIONS_ATTR, ())
        if isinstance(entrypoint, Handler)
        for cls in entrypoint.classes
    }


def hearing(facts: Iterable[type[Event]]) -> tuple[str, ...]:
    """The services that hear any of these."""
    wanted = set(facts)
    return tuple(name for name in SERVICES if wanted & consumed(name).keys())
