"""Every event has a consumer: a mandatory one that nobody hears would stay in the outbox."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from services import SERVICES
from shared.events import ACCOUNT_FACTS, CATALOGUE, OUTLET_FACTS, Event
from shared.messaging.events import Handler


def service(name: str) -> Any:
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


def test_every_mandatory_event_has_a_consumer() -> None:
    heard = {cls for name in SERVICES for cls in consumed(name)}
    assert [cls.type() for cls in CATALOGUE.values() if cls.mandatory and cls not in heard] == []


def test_replicas_of_the_outlets_hear_every_fact_about_them() -> None:
    for name in ("review", "scoring", "submission"):
        assert consumed(name).keys() >= set(OUTLET_FACTS), name


def test_every_service_hears_every_fact_about_accounts() -> None:
    for name in SERVICES:
        assert consumed(name).keys() >= set(ACCOUNT_FACTS), name


def test_the_inbox_hears_every_event_of_the_other_services() -> None:
    theirs = {cls for cls in CATALOGUE.values() if cls.source != "notification"}
    assert consumed("notification").keys() == theirs
