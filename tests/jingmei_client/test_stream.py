"""One's inbox live, over connections that break: nothing is missed, nothing comes twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from jingmei_client import Client, Event, Unauthorised
from jingmei_client.stream import parse
from shared.context import Role
from tests.e2e.people import BUREAU, PASSWORD, People, Person, eventually, register, verify
from tests.jingmei_client.conftest import ClientOf
from tests.jingmei_client.faulty import FaultyProxy


@pytest.fixture
def liaison(people: People) -> Person:
    return people.new(Role.LIAISON)


def items(events: Iterator[Event], count: int) -> list[str]:
    """What the next so many items are about."""
    found = (event.data["about"]["id"] for event in events if event.name == "item")
    return list(itertools.islice(found, count))


def test_events_come_and_a_broken_connection_is_taken_up_again(
    people: People, liaison: Person, proxy: FaultyProxy, client_of: ClientOf
) -> None:
    owner = people.new()
    outlets = [register(owner)["id"] for _ in range(3)]
    client = client_of(owner, proxy.url)
    with client.inbox.stream(deadline=60) as stream:
        events = iter(stream)
        assert next(events) == Event("unread", {"unread": 0, "urgent": 0}, stream.last)
        verify(liaison, {"id": outlets[0], "channels": []})
        assert items(events, 1) == [outlets[0]]
        proxy.cut_streams()
        verify(liaison, {"id": outlets[1], "channels": []})
        eventually(lambda: client.inbox.unread()["unread"] == 2)
        assert items(events, 1) == [outlets[1]]
        place = stream.last
    verify(liaison, {"id": outlets[2], "channels": []})
    with client.inbox.stream(last_event_id=place, deadline=60) as again:
        assert items(iter(again), 1) == [outlets[2]]
    told = [seen.headers["Last-Event-ID"] for seen in proxy.seen if seen.path == "/v1/inbox/stream"]
    assert told[0] is None and told[-1] == place and len(told) == 3


def test_a_stream_without_an_end_has_no_deadline(people: People, proxy: FaultyProxy, client_of: ClientOf) -> None:
    with client_of(people.new(), proxy.url).inbox.stream() as stream:
        next(iter(stream))
    assert proxy.seen[0].headers["X-Deadline-Ms"] is None


def test_a_deadline_ends_it_quietly(people: People, client_of: ClientOf) -> None:
    events = list(client_of(people.new()).inbox.stream(deadline=0.5))
    assert [event.name for event in events] == ["unread"]


def test_it_ends_with_the_session(people: People, client_of: ClientOf) -> None:
    person = people.new()
    client: Client = client_of()
    client.sign_in(BUREAU, person.login, PASSWORD)
    events = iter(client.inbox.stream(deadline=60))
    assert next(events).name == "unread"
    person.ok("DELETE", "/sessions")
    assert [event.data for event in events] == [{"reason": "signed_out"}]
    with pytest.raises(Unauthorised):
        next(iter(client.inbox.stream(deadline=60)))


def test_it_goes_on_when_the_account_may_something_else(people: People, liaison: Person, client_of: ClientOf) -> None:
    security = client_of(people.new(Role.SECURITY_ADMIN))
    events = iter(client_of(liaison).inbox.stream(deadline=60))
    assert next(events).name == "unread"
    account = security.accounts.get(liaison.account)
    security.accounts.change(liaison.account, roles=["leader", "liaison"], version=account.version or 0)
    # That their roles were changed they are told, too: before the stream ends or when it goes on.
    assert next(event for event in events if event.name == "end") == Event("end", {"reason": "changed"})
    outlet = register(people.new())["id"]
    about = (event.data["about"]["id"] for event in events if event.name == "item")
    assert next(id_ for id_ in about if id_ != liaison.account) == outlet


def test_it_is_closed_from_another_thread(people: People, client_of: ClientOf) -> None:
    stream = client_of(people.new()).inbox.stream()
    events = iter(stream)
    next(events)
    stream.close()
    assert list(events) == []


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_the_format_is_read_however_it_is_cut(size: int, end: bytes) -> None:
    lines = [
        b": a comment", b"retry: 2500", b"", b"id: 7", b"event: item", "data: {\"a\": \"夜巡\",".encode(),
        b"data: \"b\": 1}", b"", b"data:x", b"nonsense", b"", b"id: 8", b"data: cut off",
    ]  # fmt: skip
    sent = end.join(lines)
    chunks = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert list(parse(chunks)) == [
        {"retry": "2500"},
        {"id": "7", "event": "item", "data": '{"a": "夜巡",\n"b": 1}'},
        {"data": "x", "nonsense": ""},
    ]
