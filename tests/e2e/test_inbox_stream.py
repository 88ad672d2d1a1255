"""One's own inbox, live: through the real gateway, broker and service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.streams.hub import MOST_OF_ACCOUNT
from shared.context import Role
from tests.e2e.people import Data, People, Person, address, eventually, problem, register, verify
from tests.e2e.stack import APPLICATION, Stack
from tests.gateway.serving import Served
from tests.support.sse import Listening
from tests.support.waiting import HOPE

Listen = Callable[..., Listening]


@pytest.fixture
def listen(stack: Stack) -> Iterator[Listen]:
    """Opens streams, and closes them in the end."""
    opened: list[Listening] = []

    def make(person: Person, last: str = "", url: str = "", **headers: str) -> Listening:
        told = {"Authorization": f"Bearer {person.token}", **address(), **headers}
        opened.append(Listening(url or stack.url, told, last))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def liaison(people: People) -> Person:
    return people.new(Role.LIAISON)


def about(there: Listening, *outlets: Data) -> list[Data]:
    """What came about these outlets: other tests send to all verified ones too."""
    ids = {outlet["id"] for outlet in outlets}
    return [item for item in there.items if item["about"]["id"] in ids]


def test_an_item_comes_while_one_listens_in_ones_language(people: People, liaison: Person, listen: Listen) -> None:
    owner = people.new()
    outlet = register(owner)
    there = listen(owner, **{"Accept-Language": "en"})
    assert there.answer.headers["Content-Type"].startswith("text/event-stream")
    assert there.answer.headers["X-Accel-Buffering"] == "no"
    assert there.until(1, "unread") == [{"unread": 0, "urgent": 0}]
    verify(liaison, outlet)
    (item,) = eventually(lambda: about(there, outlet))
    assert (item["kind"], item["title"]) == ("outlet.verified", f"Verified: {outlet['name']}")
    # Who is verified also finds what was sent to all before, by other tests as well. Counts are read after the
    # items, so they may come a moment before an item does; the last ones hold.
    before = owner.ok("GET", "/inbox/unread")
    eventually(lambda: there.until(1, "unread")[-1], lambda counts: counts == before)
    owner.ok("POST", f"/inbox/{item['id']}/read")
    fewer = before | {"unread": before["unread"] - 1}
    eventually(lambda: there.until(1, "unread")[-1], lambda counts: counts == fewer)


def test_whoever_comes_back_gets_what_was_missed_once_and_nothing_else(
    people: People, liaison: Person, listen: Listen
) -> None:
    owner = people.new()
    outlets = [register(owner) for _ in range(6)]
    first = listen(owner)
    first.until(1, "unread")
    for outlet in outlets[:2]:
        verify(liaison, outlet)
    eventually(lambda: len(about(first, *outlets)) == 2)
    first.close()
    assert first.ended.wait(HOPE)
    for outlet in outlets[2:5]:
        verify(liaison, outlet)
    missed = {outlet["id"] for outlet in outlets[2:5]}
    eventually(lambda: missed <= {item["about"]["id"] for item in owner.ok("GET", "/inbox?limit=100")["items"]})
    again = listen(owner, first.last)
    eventually(lambda: len(about(again, *outlets)) >= 3)
    verify(liaison, outlets[5])
    eventually(lambda: len(about(again, *outlets)) >= 4)
    seen = [item["about"]["id"] for item in about(first, *outlets) + about(again, *outlets)]
    assert sorted(seen) == sorted(outlet["id"] for outlet in outlets)
    every = [item["id"] for item in first.items + again.items]
    assert len(every) == len(set(every))


def test_a_new_role_address_is_heard_from_the_moment_that_one_has_it(
    people: People, liaison: Person, listen: Listen
) -> None:
    there = listen(liaison)
    there.until(1, "unread")
    outlet = register(people.new())
    found = eventually(lambda: [item for item in there.items if item["about"]["id"] == outlet["id"]])
    assert found[0]["address"] == "role:liaison"


def test_somebody_elses_items_do_not_come(people: People, liaison: Person, listen: Listen) -> None:
    owner, stranger = people.new(), people.new()
    outlet = register(owner)
    there, elsewhere = listen(owner), listen(stranger)
    there.until(1, "unread")
    elsewhere.until(1, "unread")
    verify(liaison, outlet)
    eventually(lambda: about(there, outlet))
    assert elsewhere.items == []


def test_a_stream_ends_when_its_session_does(people: People, listen: Listen) -> None:
    person = people.new()
    there = listen(person)
    there.until(1, "unread")
    person.ok("DELETE", "/sessions/current")
    assert there.until(1, "end") == [{"reason": "signed_out"}]
    assert there.ended.wait(HOPE)
    problem(listen(person).answer, 401)


def test_a_stream_ends_when_the_account_may_something_else(people: People, liaison: Person, listen: Listen) -> None:
    security = people.new(Role.SECURITY_ADMIN)
    there = listen(liaison)
    there.until(1, "unread")
    version = security.ok("GET", f"/accounts/{liaison.account}")["version"]
    change = {"json": {"roles": ["leader"]}, "headers": {"If-Match": f'"{version}"'}}
    security.ok("PATCH", f"/accounts/{liaison.account}", **change)
    assert there.until(1, "end") == [{"reason": "changed"}]


def test_an_account_has_a_bounded_number_of_streams(people: People, listen: Listen) -> None:
    person = people.new()
    opened = [listen(person) for _ in range(MOST_OF_ACCOUNT)]
    assert [each.status for each in opened] == [200] * MOST_OF_ACCOUNT
    refused = listen(person).answer
    problem(refused, 429, "streams.too_many")
    assert int(refused.headers["Retry-After"]) > 0
    assert listen(people.new()).status == 200


def test_a_bad_place_is_refused_and_a_bounded_stream_ends_by_itself(people: People, listen: Listen) -> None:
    person = people.new()
    problem(listen(person, "not-a-place").answer, 422)
    short = listen(person, **{"X-Deadline-Ms": "4000"})
    assert short.ended.wait(HOPE)
    assert [frame.event for frame in short.frames] == ["unread"]


def test_a_gateway_that_is_told_to_stop_ends_its_streams_and_another_one_goes_on(
    stack: Stack, people: People, liaison: Person, listen: Listen, tmp_path: Path
) -> None:
    settings = {name.removeprefix("JINGMEI_"): value for name, value in stack.settings.items()}
    settings = {name: value for name, value in settings.items() if name not in {"HTTP_PORT", "TOKEN_KEY"}}
    settings["AMQP_URI"] = stack.uri("gateway")
    second = Served(APPLICATION, tmp_path / "second.log", **settings)
    second.start()
    owner = people.new()
    outlet = register(owner)
    there = listen(owner, url=second.url)
    there.until(1, "unread")
    assert second.stop() == 0
    assert there.until(1, "end") == [{"reason": "stopping"}]
    verify(liaison, outlet)
    again = listen(owner, there.last)
    assert [item["kind"] for item in eventually(lambda: about(again, outlet))] == ["outlet.verified"]
