"""A network that loses requests and answers: each command has one effect, and its caller gets the answer."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from jingmei_client import Client, Problem, RateLimited, Retry, ServerError, Unavailable, Unreachable
from tests.e2e.cast import PNG
from tests.e2e.people import People, Person
from tests.jingmei_client.conftest import QUICK, ClientOf
from tests.jingmei_client.faulty import CUT, DROPPED, LOST, PASS, FaultyProxy, Refusal
from tests.load.traffic import new_registration

FATES = [DROPPED, LOST, CUT, Refusal(503, "0"), Refusal(429, "0"), Refusal(502), PASS]


@pytest.fixture
def owner(people: People) -> Person:
    return people.new()


@pytest.fixture
def client(owner: Person, proxy: FaultyProxy, client_of: ClientOf) -> Client:
    """The owner's, over the bad network."""
    return client_of(owner, proxy.url)


def mine(owner: Person) -> list[str]:
    """The owner's outlets, asked straight."""
    return sorted(row["id"] for row in owner.ok("GET", "/outlets/mine?limit=100")["items"])


def keys(proxy: FaultyProxy) -> set[str]:
    return {seen.headers["Idempotency-Key"] for seen in proxy.seen}


@pytest.mark.parametrize("fate", FATES[:-1], ids=str)
def test_a_command_has_one_effect_whatever_befalls_it(
    client: Client, proxy: FaultyProxy, owner: Person, fate: str | Refusal
) -> None:
    proxy.expect(fate, fate)
    made = client.outlets.register(**new_registration()[1])
    assert mine(owner) == [made["id"]]
    assert (len(proxy.seen), len(keys(proxy))) == (3, 1)
    assert len({seen.headers["X-Request-Id"] for seen in proxy.seen}) == 1
    assert made.replayed == (fate in {DROPPED, CUT})


def test_an_update_that_was_done_is_not_refused_for_its_version_when_it_comes_again(
    client: Client, proxy: FaultyProxy
) -> None:
    me = client.accounts.me()
    proxy.expect(DROPPED)
    changed = client.accounts.change_me(name="新名", version=me.version or 0)
    assert (changed["name"], changed.replayed) == ("新名", True)
    outlet = client.outlets.register(**new_registration()[1])
    proxy.expect(DROPPED)
    told = client.outlets.change_profile(outlet["id"], region="长河", version=outlet.version or 0)
    assert (told["region"], told.version, told.replayed) == ("长河", (outlet.version or 0) + 1, True)


def test_an_upload_has_one_effect(client: Client, proxy: FaultyProxy) -> None:
    proxy.expect(DROPPED, LOST, CUT)
    sent = client.files.upload(("a.png", PNG), kind="evidence")
    assert sent.replayed
    assert client.files.download(sent["id"]).content == PNG
    assert len(keys(proxy) - {None}) == 1


def test_reads_come_through(client: Client, proxy: FaultyProxy, owner: Person) -> None:
    made = client.outlets.register(**new_registration()[1])
    proxy.expect(*FATES)
    assert client.outlets.get(made["id"])["id"] == made["id"]
    proxy.expect(CUT, LOST)
    assert [row["id"] for row in client.outlets.mine()] == mine(owner)


def test_whoever_gives_up_knows_the_key_to_go_on_with(owner: Person, proxy: FaultyProxy, client_of: ClientOf) -> None:
    client, body = client_of(owner, proxy.url, retry=Retry(tries=3, base=0.01)), new_registration()[1]
    proxy.expect(DROPPED, DROPPED, DROPPED)
    with pytest.raises(Unreachable) as gone:
        client.outlets.register(**body)
    assert len(proxy.seen) == 3
    made = client.outlets.register(**body, key=gone.value.key)
    assert made.replayed
    assert mine(owner) == [made["id"]]


def test_nobody_there_is_told_as_such(owner: Person, client_of: ClientOf) -> None:
    client = client_of(owner, "http://127.0.0.1:9", retry=Retry(tries=2, base=0.01))
    with pytest.raises(Unreachable) as gone:
        client.accounts.me()
    assert gone.value.request_id and not gone.value.key


@pytest.mark.parametrize(("status", "kind"), [(500, ServerError), (409, Problem), (422, Problem), (404, Problem)])
def test_what_will_not_change_is_not_tried_again(
    client: Client, proxy: FaultyProxy, status: int, kind: type[Problem]
) -> None:
    proxy.expect(Refusal(status), Refusal(status))
    with pytest.raises(kind):
        client.outlets.register(**new_registration()[1])
    assert len(proxy.seen) == 1


def test_a_key_that_is_at_work_is_waited_for(client: Client, proxy: FaultyProxy) -> None:
    proxy.expect(Refusal(409, "0"))
    assert client.outlets.register(**new_registration()[1]).status == 201


def test_waits_grow_vary_and_are_as_long_as_the_server_asks(
    owner: Person, proxy: FaultyProxy, client_of: ClientOf
) -> None:
    slept: list[float] = []
    client = client_of(owner, proxy.url, retry=Retry(tries=5, base=0.4, most=1.0, sleep=slept.append))
    proxy.expect(LOST, Refusal(503), Refusal(503, "7"), Refusal(429, "2"))
    client.accounts.me()
    first, second, third, fourth = slept
    assert 0.2 <= first <= 0.4 and 0.4 <= second <= 0.8
    assert 7.5 <= third <= 8.0 and 2.5 <= fourth <= 3.0


def test_no_wait_goes_beyond_the_deadline(owner: Person, proxy: FaultyProxy, client_of: ClientOf) -> None:
    slept: list[float] = []
    client = client_of(owner, proxy.url, retry=Retry(sleep=slept.append))
    proxy.expect(Refusal(429, "30"))
    with pytest.raises(RateLimited) as refused:
        client.accounts.me(deadline=5)
    assert (refused.value.retry_after, slept) == (30.0, [])
    proxy.expect(*[Refusal(503)] * 9)
    with pytest.raises(Unavailable):
        client.accounts.me()
    assert len(proxy.seen) == Retry().tries


def test_many_threads_on_a_bad_network_have_one_effect_each(
    people: People, proxy: FaultyProxy, client_of: ClientOf
) -> None:
    chance = random.Random(20261123)
    owner = people.new()
    client = client_of(owner, proxy.url, retry=Retry(tries=30, base=QUICK.base, most=QUICK.most))
    proxy.expect(*chance.choices(FATES, k=120))
    bodies = [new_registration()[1] for _ in range(24)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda body: client.outlets.register(**body)["id"], bodies))
    assert sorted(made) == mine(owner)
    assert len(set(made)) == len(bodies)
