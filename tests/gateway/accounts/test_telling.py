"""What the other services hear of accounts: in the outbox with the change, once, and of those from before too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gateway.accounts import bootstrap
from shared import events
from shared.events.envelope import decode
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person


def told(bureau: Bureau, account: str = "") -> list[tuple[str, events.AccountState, int]]:
    """Name, state and version of every fact about an account of the bureau, in order."""
    found = []
    for row in bureau.desk.db["outbox"].find({"routing_key": {"$regex": f"{bureau.code}$"}}).sort("seq", 1):
        event = decode(bytes(row["body"]), "application/cloudevents+json")
        assert isinstance(event.data, events.AccountEvent)
        if account in ("", event.subject):
            found.append((type(event.data).name, event.data.account, event.version))
    return found


def change(bureau: Bureau, who: Person, **fields: Any) -> dict[str, Any]:
    path = f"/accounts/{who.account}"
    etag = bureau.admin("GET", path).headers["ETag"]
    by = bureau.security if "roles" in fields else bureau.admin
    answer = by("PATCH", path, fields, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_everything_that_concerns_others_is_told_with_state_and_version(bureau: Bureau) -> None:
    officer = bureau.officer("lijing", "liaison")
    change(bureau, officer, name="李婧")
    change(bureau, officer, roles=["leader", "liaison"])
    change(bureau, officer, disabled=True)
    last = change(bureau, officer, disabled=False)
    found = told(bureau, officer.account)
    assert [name for name, _, _ in found] == [
        "AccountOpened", "AccountRolesChanged", "AccountChanged", "AccountRolesChanged", "AccountClosed",
        "AccountReopened",
    ]  # fmt: skip
    versions = [version for _, _, version in found]
    assert versions == sorted(versions) and versions[-1] == last["version"]
    states = [state for _, state, _ in found]
    assert states[0] == events.AccountState(officer.account, "李静")
    assert states[1] == events.AccountState(officer.account, "李静", ("liaison",))
    assert states[4] == events.AccountState(officer.account, "李婧", ("leader", "liaison"), closed=True)


def test_what_concerns_nobody_else_is_not_told_and_nothing_secret_ever_is(bureau: Bureau) -> None:
    outsider = bureau.outsider("wangfang")
    outsider("PATCH", "/accounts/me", {"email": "wang@example.com", "password": PASSWORD}, headers={"If-Match": "*"})
    changed = outsider("PUT", "/accounts/me/password", {"current": PASSWORD, "new": "another fine staple"})
    assert changed.status_code == 200
    found = told(bureau, outsider.account)
    assert [(name, state) for name, state, _ in found] == [
        ("AccountOpened", events.AccountState(outsider.account, "王芳"))
    ]
    bodies = b"".join(bytes(row["body"]) for row in bureau.desk.db["outbox"].find())
    for secret in (b"wang@example.com", b"wangfang", PASSWORD.encode(), b"argon2"):
        assert secret not in bodies


def test_the_first_administrator_is_told_of_as_well(bureau: Bureau) -> None:
    assert [(name, state.roles) for name, state, _ in told(bureau, bureau.admin.account)] == [
        ("AccountOpened", ("admin",))
    ]
    bootstrap(bureau.desk.db, bureau.code, "滨江公安", "chief", PASSWORD)
    assert len(told(bureau, bureau.admin.account)) == 1


def test_a_change_that_is_refused_tells_nothing(bureau: Bureau) -> None:
    before = told(bureau)
    refused = bureau.admin(
        "PATCH", f"/accounts/{bureau.admin.account}", {"disabled": True}, headers={"If-Match": '"1"'}
    )
    assert refused.status_code in (409, 412)
    taken = bureau.admin("POST", "/accounts", {"login": "chief", "name": "x", "roles": []})
    assert taken.status_code == 409
    assert told(bureau) == before


@pytest.fixture
def older(bureau: Bureau) -> list[Person]:
    """Accounts as they were stored before any was told of; one of them closed."""
    people = [bureau.outsider(f"older{number}") for number in range(5)]
    accounts = [person.account for person in people]
    bureau.desk.db["accounts"].update_many({"_id": {"$in": accounts}}, {"$unset": {"told": ""}})
    bureau.desk.db["accounts"].update_one({"_id": accounts[0]}, {"$set": {"disabled": True}})
    bureau.desk.db["outbox"].delete_many({})
    return people


def test_accounts_from_before_are_told_once_however_many_processes_do(bureau: Bureau, older: list[Person]) -> None:
    tell_all = bureau.desk.runtime.people.accounts.tell_all
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tell_all(3), range(8)))
    assert tell_all(3) == 0
    assert sorted((state.id, state.closed) for name, state, _ in told(bureau) if name == "AccountOpened") == sorted(
        (person.account, person is older[0]) for person in older
    )


def test_an_older_account_that_changes_first_is_told_of_by_its_change(bureau: Bureau, older: list[Person]) -> None:
    change(bureau, older[1], disabled=True)
    assert [(name, state.closed) for name, state, _ in told(bureau, older[1].account)] == [
        ("AccountOpened", True),
        ("AccountClosed", True),
    ]
    bureau.desk.runtime.people.accounts.tell_all(10)
    assert len(told(bureau, older[1].account)) == 2


def test_what_is_not_sent_is_shown_as_waiting(desk: Desk, bureau: Bureau) -> None:
    """No broker listens here: the process is not ready for it, and the rows stay."""
    bureau.outsider("waits")
    waiting = desk.db["outbox"].count_documents({"state": "pending"})
    assert waiting >= 2
    ready = desk.app.test_client().get("/ready")
    assert ready.status_code == 503 and "publisher" in ready.get_json()["problems"]
    metrics = desk.app.test_client().get("/metrics").get_data(as_text=True)
    assert f"jingmei_outbox_pending {waiting:.1f}" in metrics.splitlines()
    assert "jingmei_outbox_oldest_seconds" in metrics
