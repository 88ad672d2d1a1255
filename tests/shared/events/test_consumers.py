"""Every event has a consumer: a mandatory one that nobody hears would stay in the outbox."""

from __future__ import annotations

from services import SERVICES
from shared.events import ACCOUNT_FACTS, CATALOGUE, OUTLET_FACTS
from tests.support.services import consumed, hearing


def test_every_mandatory_event_has_a_consumer() -> None:
    heard = {cls for name in SERVICES for cls in consumed(name)}
    assert [cls.type() for cls in CATALOGUE.values() if cls.mandatory and cls not in heard] == []


def test_replicas_of_the_outlets_hear_every_fact_about_them() -> None:
    for name in hearing(OUTLET_FACTS):
        assert consumed(name).keys() >= set(OUTLET_FACTS), name


def test_every_service_hears_every_fact_about_accounts() -> None:
    for name in SERVICES:
        assert consumed(name).keys() >= set(ACCOUNT_FACTS), name


def test_the_inbox_hears_every_event_of_the_other_services() -> None:
    theirs = {cls for cls in CATALOGUE.values() if cls.source != "notification"}
    assert consumed("notification").keys() == theirs
