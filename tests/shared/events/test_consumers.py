"""Every event has a consumer: a mandatory one that nobody hears would stay in the outbox."""

from __future__ import annotations

from services import GATEWAY, SERVICES
from shared.events import ACCOUNT_FACTS, CATALOGUE, OUTLET_FACTS, AccountOpened
from shared.messaging import RetellingMethods
from shared.messaging.retelling import kept, owned
from tests.support.services import consumed, hearing, service


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


def test_every_service_asks_to_be_told_again_what_it_keeps_of_others() -> None:
    """One that is new would know nothing of what was told before it came."""
    own = {GATEWAY: {AccountOpened.type()}} | {name: set(owned(service(name))) for name in SERVICES}
    for name in SERVICES:
        assert issubclass(service(name), RetellingMethods), name
        kinds = kept(service(name))
        assert {cls.type() for cls in consumed(name)} >= kinds >= {AccountOpened.type()}, name
        assert [kind for kind in kinds if kind not in own[CATALOGUE[kind].source]] == [], name
    assert {kind for kinds in own.values() for kind in kinds} == {k for name in SERVICES for k in kept(service(name))}
