"""Signing in, and staying signed in: by many threads, over lost answers."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jingmei_client import Client, NotFound, SignedOut, Unauthorised
from tests.e2e.people import BUREAU, PASSWORD, People
from tests.jingmei_client.conftest import ClientOf
from tests.jingmei_client.faulty import DROPPED, FaultyProxy
from tests.support.waiting import HOPE

REFRESH = "/v1/sessions/refresh"


@pytest.fixture
def client(people: People, proxy: FaultyProxy, client_of: ClientOf) -> Client:
    """Somebody who has signed in, over the bad network."""
    made = client_of(url=proxy.url)
    made.sign_in(BUREAU, people.new().login, PASSWORD)
    return made


def token_of(client: Client, proxy: FaultyProxy) -> str:
    """The access token that it uses now."""
    proxy.expect()
    client.accounts.me()
    return proxy.seen[-1].headers["Authorization"].removeprefix("Bearer ")


def refreshes(proxy: FaultyProxy) -> list[str]:
    """The keys of the requests for a new token."""
    return [seen.headers["Idempotency-Key"] for seen in proxy.seen if seen.path == REFRESH]


def test_one_signs_in_and_out(people: People, client_of: ClientOf) -> None:
    person, client = people.new(name="李敏"), client_of()
    with pytest.raises(Unauthorised):
        client.accounts.me()
    with pytest.raises(Unauthorised) as refused:
        client.sign_in(BUREAU, person.login, "not the password")
    assert refused.value.code
    tokens = client.sign_in(BUREAU, person.login, PASSWORD)
    assert tokens.status == 201
    assert (client.who["account"], client.who["name"]) == (person.account, "李敏")
    assert client.accounts.me()["login"] == person.login
    client.sign_out()
    assert client.who == {}
    with pytest.raises(Unauthorised):
        client.accounts.me()
    client.sign_out()


def test_others_share_the_connections_and_not_the_session(people: People, client_of: ClientOf) -> None:
    one, other = people.new(), people.new()
    client = client_of(one)
    second = client.another(other.token)
    assert client.accounts.me()["id"] == one.account
    assert second.accounts.me()["id"] == other.account
    second.close()
    assert client.accounts.me()["id"] == one.account


def test_a_token_that_ran_out_is_renewed_once_for_all_threads(client: Client, proxy: FaultyProxy) -> None:
    proxy.stale.add(token_of(client, proxy))
    together = threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait(HOPE)
        return str(client.accounts.me()["id"])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {client.who["account"]}
    assert len(refreshes(proxy)) == 1


def test_a_token_is_renewed_before_it_runs_out(
    people: People, proxy: FaultyProxy, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jingmei_client.session.EARLY", 10_000.0)
    client = client_of(url=proxy.url)
    client.sign_in(BUREAU, people.new().login, PASSWORD)
    monkeypatch.undo()
    proxy.expect()
    client.accounts.me()
    client.accounts.me()
    assert [seen.path for seen in proxy.seen] == [REFRESH, "/v1/accounts/me", "/v1/accounts/me"]


def test_a_lost_new_token_does_not_end_the_session(client: Client, proxy: FaultyProxy) -> None:
    """A refresh token that is used twice is taken for a stolen one; the same request with its key is not."""
    proxy.stale.add(token_of(client, proxy))
    # The two answers that are lost are the ones to the refresh: the stale token is refused before fates count.
    proxy.expect(DROPPED, DROPPED)
    assert client.accounts.me()["id"] == client.who["account"]
    keys = refreshes(proxy)
    assert (len(keys), len(set(keys))) == (3, 1)


def test_a_session_that_is_over_says_so(people: People, client_of: ClientOf) -> None:
    client, person = client_of(), people.new()
    client.sign_in(BUREAU, person.login, PASSWORD)
    person.ok("DELETE", "/sessions")
    with pytest.raises(SignedOut) as told:
        client.accounts.me()
    assert told.value.detail
    with pytest.raises(Unauthorised):
        client.accounts.me()


def test_a_lost_answer_to_signing_out_is_no_error(client: Client, proxy: FaultyProxy) -> None:
    proxy.expect(DROPPED)
    client.sign_out()
    assert client.who == {}


def test_without_a_session_only_the_public_answers(client_of: ClientOf) -> None:
    client = client_of()
    assert client.sessions.keys()["keys"]
    with pytest.raises(Unauthorised):
        client.files.metadata("nothing")
    with pytest.raises((NotFound, Unauthorised)):
        client.outlets.get("nothing")
