"""How long sessions last: without being used, in all, by role; how many there are; temporary passwords that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from deploy.local.servers import Database
from gateway.auth.lasting import Lasting, times
from shared.clock import now
from shared.context import Role
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code
from tests.support.hashing import CHEAP

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Standing still until it is moved."""
    with time_machine.travel(now(), tick=False) as made:
        yield made


def refreshed(person: Person) -> bool:
    """Whether it goes on: with new tokens, without a use."""
    answer = person("POST", "/sessions/refresh", {"refresh_token": person.refresh})
    if answer.status_code == 200:
        person.keep(answer)
    else:
        assert code(answer) == "auth.refresh_invalid"
    return answer.status_code == 200


def uses(person: Person) -> bool:
    """Whether it goes on, and is used; by a change, for a read may be answered by what is known since five seconds."""
    return refreshed(person) and person("DELETE", "/sessions/none").status_code == 404


def used_at(desk: Desk, person: Person) -> datetime:
    found: datetime = desk.db["sessions"].find_one({"account": person.account}, sort=[("_id", -1)])["used_at"]
    return found


def test_an_officer_s_session_ends_half_an_hour_after_its_last_use(clock: Any, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    for _ in range(3):
        clock.shift(29 * MINUTE)
        assert uses(officer)
    clock.shift(30 * MINUTE)
    assert not uses(officer)


def test_what_a_browser_does_by_itself_is_no_use(clock: Any, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    for _ in range(2):
        clock.shift(14 * MINUTE)
        assert refreshed(officer)
        assert officer("GET", "/inbox/stream").status_code == 503, "no service, but somebody who may"
    clock.shift(2 * MINUTE)
    assert not refreshed(officer)


def test_it_ends_some_time_after_the_sign_in_however_it_is_used(clock: Any, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    begun = now()
    while now() - begun < 12 * HOUR - 20 * MINUTE:
        clock.shift(20 * MINUTE)
        assert uses(officer)
    clock.shift(20 * MINUTE)
    assert not uses(officer)


def test_people_of_outlets_stay_longer_until_they_get_a_role(clock: Any, desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    clock.shift(13 * DAY)
    assert uses(person)
    clock.shift(HOUR)
    desk.db["sessions"].update_many({"account": person.account}, {"$set": {"roles": ["liaison"]}})
    assert not refreshed(person), "as staff it was over"


def test_a_use_is_written_down_once_a_minute(clock: Any, desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    begun = used_at(desk, person)
    clock.shift(59)
    assert person("DELETE", "/sessions/none").status_code == 404
    assert used_at(desk, person) == begun
    clock.shift(1)
    assert person("DELETE", "/sessions/none").status_code == 404
    assert used_at(desk, person) == now() == begun + MINUTE
    row = desk.db["sessions"].find_one({"account": person.account})
    assert row["expires"] == now() + 14 * DAY


def test_for_one_more_session_the_one_used_longest_ago_ends(clock: Any, cheap: Desk) -> None:
    bureau = cheap.bureau()
    first = bureau.outsider("wangfang")
    others = [bureau.person() for _ in range(3)]
    for each in others[:2]:
        clock.shift(MINUTE)
        each.sign_in("wangfang")
    clock.shift(MINUTE)
    assert uses(first)
    others[2].sign_in("wangfang")
    assert [uses(each) for each in (first, *others)] == [True, False, True, True]


@pytest.fixture(scope="module")
def cheap(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    """A gateway where an account has three sessions at most."""
    made = Desk(database.uri, lasting=Lasting(most=3))
    yield made
    made.close()


def test_a_temporary_password_is_good_for_a_day(clock: Any, bureau: Bureau) -> None:
    made = bureau.admin("POST", "/accounts", {"login": "lijing", "name": "李静"}).get_json()
    clock.shift(DAY - MINUTE)
    officer = bureau.person()
    assert officer.try_sign_in("lijing", made["temporary_password"]).status_code == 201
    clock.shift(MINUTE)
    assert code(officer.try_sign_in("lijing", made["temporary_password"])) == "auth.temporary_over"
    assert code(officer.try_sign_in("lijing", PASSWORD)) == "auth.sign_in_failed", "that is told to who knows it alone"


def test_that_of_the_first_administrator_waits(clock: Any, desk: Desk, bureau: Bureau) -> None:
    """Nobody is there who could give another."""
    change = {"password": CHEAP.hash("temporary phrase"), "must_change": True, "password_at": None}
    desk.db["accounts"].update_one({"_id": bureau.admin.account}, {"$set": change})
    clock.shift(30 * DAY)
    assert bureau.person().try_sign_in("chief", "temporary phrase").status_code == 201


@pytest.mark.parametrize(
    ("roles", "minutes"), [([], 60), ([Role.LEADER], 30), ([Role.ADMIN], 10), ([Role.LEADER, Role.ADMIN], 10)]
)
def test_of_several_roles_the_strictest_counts(roles: list[Role], minutes: int) -> None:
    lasting = Lasting(times("outlet=1h, staff=30m, admin=10m"), times("staff=8h,outlet=9d"))
    moment = now()
    assert lasting.ends(roles, moment, moment) == moment + minutes * MINUTE
    assert lasting.ends(roles, moment, moment + 300 * DAY) == moment + (8 * HOUR if roles else 9 * DAY)


@pytest.mark.parametrize(
    "told", ["", "staff=30m", "staff=30,outlet=1d", "staff=0m,outlet=1d", "x=1m,staff=1m,outlet=1d"]
)
def test_what_are_no_times(told: str) -> None:
    with pytest.raises(ValueError):
        times(told)
