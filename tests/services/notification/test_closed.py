"""Whoever left hears nothing more, on a real MongoDB: no item of their own, no delivery; roles follow at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.notification.service import NotificationService
from shared import events as facts
from shared.clock import now
from shared.contracts import notification as contracts
from shared.contracts.notification_terms import Outside
from shared.events.outlet import MemberState
from shared.mongo import Unit
from tests.services.stage import BUREAU, Stage, asking, received

PEOPLE = (MemberState("owner", "outlet_owner"), MemberState("member", "outlet_member"))
STATE = facts.OutletState("o1", "甲", "self_media", "verified", liaison="officer", members=PEOPLE)
SUSPENDED = facts.OutletSuspended(replace(STATE, status="suspended"), "", "违规")


@pytest.fixture
def service(stage: Callable[[type[Any]], Stage]) -> Stage:
    made = stage(NotificationService)
    for account, roles in (("officer", ("liaison",)), ("owner", ()), ("member", ())):
        person(made, account, *roles)
    return made


def person(service: Stage, account: str, *roles: str, closed: bool = False, version: int = 1) -> None:
    state = facts.AccountState(account, account, roles, closed)
    told = received(facts.AccountRolesChanged(state, "admin"), account, version=version)
    service.deliver(told, "account_changed")


def tell(service: Stage, event: facts.OutletEvent, version: int = 1) -> set[str]:
    """The addresses that hear of it."""
    told = received(event, event.outlet.id, version=version)
    service.deliver(told, "tell")
    rows = service.db["items"].find({"event": told.id})
    return {each for row in rows for each in ([row["address"]] if isinstance(row["address"], str) else row["address"])}


def waiting(service: Stage, account: str, **more: Any) -> None:
    """A delivery that waits, as the courier leaves one."""
    message = {"_id": f"item-{account}", "bureau": BUREAU, "kind": "outlet.suspended", "params": {}, "about": "o1"}

    def add(unit: Unit) -> None:
        service.service.deliveries_store.deliver(unit, message, Outside.EMAIL, account)

    service.run(f"deliver-{account}", add)
    if more:
        service.db["deliveries"].update_one({"account": account}, {"$set": more})


def deliveries(service: Stage) -> dict[str, tuple[str, str]]:
    found = service.ask("deliveries", contracts.DeliveriesQuery, {}, asking("admin", "admin"))
    return {row["account"]: (row["state"], row["last_error"]) for row in found["items"]}


def test_who_left_gets_no_item_and_the_others_do(service: Stage) -> None:
    person(service, "member", closed=True, version=2)
    assert tell(service, SUSPENDED) == {"account:owner", "account:officer"}
    person(service, "member", version=3)
    assert tell(service, SUSPENDED, 2) == {"account:owner", "account:officer", "account:member"}


def test_whose_roles_an_administrator_changed_hears_of_it(service: Stage) -> None:
    person(service, "officer", "leader", version=2)
    rows = service.db["items"].find({"kind": "account.roles_changed", "address": "account:officer"})
    assert len(list(rows)) == 2, "they were given one, and then another"
    state = facts.AccountState("officer", "officer", ("leader", "admin"))
    service.deliver(received(facts.AccountRolesChanged(state, "officer"), "officer", version=3), "account_changed")
    assert service.db["items"].count_documents({"kind": "account.roles_changed", "address": "account:officer"}) == 2


@pytest.mark.parametrize(("roles", "closed"), [(("liaison",), True), (("leader",), False)])
def test_what_is_for_a_liaison_who_left_goes_to_all_of_them(
    service: Stage, roles: tuple[str, ...], closed: bool
) -> None:
    person(service, "officer", *roles, closed=closed, version=2)
    event = facts.MemberAccountClosed(STATE, "", "owner", 0)
    assert tell(service, event) == {"role:liaison"}


def test_what_waits_for_who_left_is_dropped_with_the_reason(service: Stage) -> None:
    waiting(service, "owner")
    waiting(service, "member")
    person(service, "member", closed=True, version=2)
    assert deliveries(service) == {"owner": ("waiting", ""), "member": ("unwanted", "the account is closed")}


def test_what_somebody_is_sending_is_left_to_them(service: Stage) -> None:
    """Who holds it looks at the account before sending."""
    waiting(service, "member", lease_until=now().replace(year=2100), holder="courier", attempts=1)
    person(service, "member", closed=True, version=2)
    assert deliveries(service) == {"member": ("waiting", "")}


def test_a_late_fact_of_who_left_before_does_not_let_messages_through(service: Stage) -> None:
    person(service, "member", closed=True, version=3)
    person(service, "member", version=2)
    assert "account:member" not in tell(service, SUSPENDED)


def test_live_streams_look_again_when_roles_change(service: Stage) -> None:
    service.hints.clear()
    person(service, "officer", "leader", version=2)
    assert service.hints == [facts.InboxChanged(("account:officer",))]
