"""Two gateway processes on one database: what one does counts in the other."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from deploy.local.servers import Database
from gateway.auth import tokens
from shared.context import Role
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code


@pytest.fixture(scope="module")
def second(desk: Desk, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, database_prefix=desk.runtime.settings.database_prefix)
    yield made
    made.close()


def there(person: Person, second: Desk) -> Person:
    """The same person, served by the other process."""
    return Person(second, person.bureau, person.token, person.refresh, person.account)


def test_a_sign_out_here_counts_there_at_once_for_changes(bureau: Bureau, second: Desk) -> None:
    here = bureau.outsider()
    other = there(here, second)
    assert other("GET", "/accounts/me").status_code == 200
    here("DELETE", "/sessions")
    assert code(other("PATCH", "/accounts/me", {"name": "x"}, {"If-Match": "*"})) == "auth.signed_out"
    assert code(other("GET", "/accounts/me")) == "auth.signed_out"  # what a change found out, reads know


def test_a_role_taken_away_here_counts_there_at_once_for_changes(bureau: Bureau, second: Desk) -> None:
    officer = there(bureau.officer("second", "admin"), second)
    assert officer("GET", "/accounts").status_code == 200
    bureau.give(officer.account)
    refused = officer("POST", "/accounts", {"login": "x-y-z", "name": "x"})
    assert (refused.status_code, code(refused)) == (401, "auth.signed_out")


def test_reads_know_it_after_a_few_seconds(bureau: Bureau, second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = bureau.outsider()
    other = there(here, second)
    assert other("GET", "/accounts/me").status_code == 200
    here("DELETE", "/sessions")
    assert other("GET", "/accounts/me").status_code == 200
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + tokens.KEPT + 0.1)
    assert code(other("GET", "/accounts/me")) == "auth.signed_out"


def test_failures_are_counted_together(bureau: Bureau, second: Desk) -> None:
    here = bureau.outsider("wangfang")
    other = there(here, second)
    other.address = here.address
    answers = [person.try_sign_in("wangfang", OTHER).status_code for person in (here, other) * 3]
    assert answers == [401] * 5 + [429]
    assert code(other.try_sign_in("wangfang", PASSWORD)) == "auth.locked"


def test_a_session_that_is_being_opened_never_has_roles_of_before(
    bureau: Bureau, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role is taken away while the password is being checked."""
    officer = bureau.officer("lijing", "admin")
    accounts = desk.runtime.people.accounts
    hold = accounts.hold

    def meanwhile(account: object, session: object) -> bool:
        monkeypatch.setattr(accounts, "hold", hold)
        bureau.give(officer.account)
        return hold(account, session)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "hold", meanwhile)
    refused = officer.try_sign_in("lijing")
    assert (refused.status_code, code(refused)) == (409, "concurrent_change")
    stale = {"account": officer.account, "roles": Role.ADMIN.value}
    assert desk.db["sessions"].count_documents(stale) == 0
