"""Who is nobody and is refused again and again fills no disk: the first is a row at once, the others become one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.audit import verify
from gateway.audit.crowds import Crowds
from gateway.audit.kept import ROWS
from gateway.audit.rows import made_by_the_system
from gateway.audit.sealing import seal
from tests.gateway.accounts.desk import OTHER, Bureau, Desk, Person, code
from tests.support.trail import trail
from tests.support.waiting import until

FORGED = {"Authorization": "Bearer forged"}


def rows(desk: Desk, address: str, **match: Any) -> list[dict[str, Any]]:
    return [row for row in trail(desk.db, address=address, **match) if row["ended"] is not None]


def test_many_refusals_from_one_address_become_one_row_with_their_count(desk: Desk, bureau: Bureau) -> None:
    person = bureau.person()
    assert {person("POST", "/accounts", {}, FORGED).status_code for _ in range(20)} == {401}
    (first,) = until("the first", lambda: rows(desk, person.address))
    assert (first["status"], "count" in first) == (401, False)
    person("POST", "/accounts", {}, {})
    desk.runtime.trail._crowds.flush()
    counted = {row["reason"]: row["count"] for row in rows(desk, person.address) if "count" in row}
    assert counted == {"auth.token_invalid": 19, "auth.token_missing": 1}
    seal(desk.runtime.chains)
    assert verify(desk.db, desk.runtime.chains.ring, "").ok


def test_another_address_and_another_operation_are_others(desk: Desk, bureau: Bureau) -> None:
    one, other = bureau.person(), bureau.person()
    for _ in range(3):
        one("POST", "/accounts", {}, FORGED)
        one("PUT", "/accounts/me/password", {}, FORGED)
        other("POST", "/accounts", {}, FORGED)
    assert desk.db[ROWS].count_documents({"address": one.address}) == 2
    assert desk.db[ROWS].count_documents({"address": other.address}) == 1


def test_who_is_signed_in_has_each_refusal_on_record(desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider()
    for _ in range(3):
        assert person("POST", "/accounts", {}).status_code == 403
    assert desk.db[ROWS].count_documents({"account": person.account, "operation": "accounts.create"}) == 3


def test_what_was_counted_is_written_within_a_minute_and_when_it_ends(
    desk: Desk, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.audit.crowds.WINDOW", 1.0)
    person = bureau.person()
    for _ in range(4):
        person("POST", "/accounts", {}, FORGED)
    until("the row that has the count", lambda: [row for row in rows(desk, person.address) if "count" in row])


def test_more_addresses_than_are_remembered_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.audit.crowds.MOST", 2)
    written: list[dict[str, Any]] = []
    crowds = Crowds(written.extend)
    for place in range(5):
        row = {**made_by_the_system("", "accounts.create", ""), "address": f"10.9.0.{place}"}
        if not crowds.first(row):
            crowds.count(row, 401, "auth.token_invalid")
    crowds.flush()
    assert [(row["address"], row["count"]) for row in written] == [("*", 3)]


@pytest.fixture(scope="module")
def strict(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, sign_in_rate="4/minute")
    yield made
    made.close()


def test_who_knocks_too_often_costs_no_row_each(strict: Desk) -> None:
    bureau = strict.bureau()
    person = bureau.person()
    answers = [person.try_sign_in("nobody", OTHER) for _ in range(30)]
    assert [answer.status_code for answer in answers].count(429) >= 20
    assert {code(answer) for answer in answers if answer.status_code == 429} == {"http.rate_limited"}
    assert int(answers[-1].headers["Retry-After"]) >= 1
    strict.runtime.trail._crowds.flush()
    kept = trail(strict.db, address=person.address, operation="sessions.sign_in")
    # A minute may end meanwhile: then there are four more that are let through to be refused.
    assert len(kept) <= 12
    assert sum(row.get("count", 1) for row in kept) == 30


def test_who_knocks_elsewhere_is_not_kept_out(strict: Desk) -> None:
    bureau = strict.bureau()
    noisy = bureau.person()
    for _ in range(8):
        noisy.try_sign_in("nobody", OTHER)
    other = Person(strict, bureau.code)
    other.sign_in("chief")
    assert other.token
