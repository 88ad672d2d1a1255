"""Every measurement of the bench once and briefly, on real servers: all is answered, all has its effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services import PROGRAMS
from shared.context import Role
from tests.load import contention, counts, filling, growth, pages, rest, web, whole
from tests.load import screening as screens
from tests.load.cells import Cell, bare, rpc
from tests.load.clients.loop import Job
from tests.load.clients.screening import run as screening
from tests.load.clients.screening import screened, words
from tests.load.figures import Sample
from tests.load.goals import PAGES, PLACES, facts
from tests.load.peers import cells as peers
from tests.load.peers import chain
from tests.load.servers import Servers
from tests.load.system import System
from tests.load.texts import listed, prose, telling, title, written
from tests.support.parts import WITHOUT_BENCH
from tests.support.waiting import until

SECONDS = 0.1  # to measure nothing, but to see that all is answered: one call would do
STEPS = [
    "draft", "hand in", "until screened", "claim", "decide", "until approved", "publish", "answer for", "report",
    "verify", "until in the ledger",
]  # fmt: skip
HIGHEST = 32  # where concurrency is what makes a measurement long


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with Servers() as servers:
        yield System(servers)


def measured(cells: list[Cell], log: Path | None = None) -> dict[tuple[str, int, int], Sample]:
    """The samples of those that are not too long; nothing failed in any. `log`: where the client says what did."""
    samples = {(c.name, c.concurrency, c.size): c.run(SECONDS) for c in cells if c.concurrency <= HIGHEST}
    failed = {key: sample.errors for key, sample in samples.items() if sample.errors}
    assert failed == {}, log.read_text(errors="replace")[-2000:] if log else ""
    assert [key for key, sample in samples.items() if not sample.latencies] == []
    return samples


def test_floors_and_calls(system: System) -> None:
    samples = measured([*bare(system.servers), *rpc(system.servers)])
    assert {name for name, _, _ in samples} == {
        "round_trip", "majority_write", "transaction", "stock_rpc", "our_rpc", "stock_service", "our_service",
        "command",
    }  # fmt: skip
    command, trip, write = samples["command", 32, 0], samples["round_trip", 32, 0], samples["majority_write", 32, 0]
    assert {"rabbitmq", "mongod", "stock", "bench"} <= command.cpu.keys()
    # A request and its answer; what is accepted is one unit of three documents.
    assert trip.counts[counts.PUBLISHED] >= 2 * trip.made <= trip.counts[counts.DELIVERED] + 1
    assert write.counts[counts.WRITTEN] >= write.made
    # What was under way at the end of another level is counted with this one.
    assert command.made <= command.counts[counts.UNITS] <= command.made + HIGHEST
    assert command.counts[counts.WRITTEN] >= 3 * command.made
    assert 0 < command.counts[counts.ROUNDS] <= command.counts[counts.TRANSACTIONS] < command.made
    assert command.counts.keys() == set(counts.COUNTED)


def test_what_is_accepted_over_http_has_its_effect(system: System) -> None:
    samples = measured(web.cells(system))
    written = samples["http_write", 32, 0]
    assert len(written.effects) == len(written.marks) >= len(written.latencies)
    assert written.cpu.keys() == {"rabbitmq", "mongod", *web.PROGRAMS}
    assert not samples["http_read", 1, 0].effects
    # The registration, and what it means to the other service; here too what was under way at the end of another level.
    assert 2 * written.made <= written.counts[counts.UNITS] <= 2 * (written.made + HIGHEST)


def test_pages_are_opened_beside_what_they_ask(system: System) -> None:
    made = pages.cells(system)
    calls = {cell.name: cell.size for cell in made if cell.name in PAGES}
    assert list(calls) == list(PAGES)
    assert calls["page_sign_in"] >= 1 and all(count > 1 for name, count in calls.items() if name != "page_sign_in")
    samples = {name: sample for (name, _, _), sample in measured(made).items()}
    for name in PAGES:
        shown, asked = samples[name], samples[f"{name}_calls"]
        assert 0 < shown.sent["again"] < shown.sent["first"]
        assert asked.sent == {}
        assert shown.cpu["gateway"] > 0


def test_calls_in_turn_are_taken_as_one() -> None:
    made = Sample([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0], 13.0, 7)
    assert (pages.together(made, 3).latencies, pages.together(made, 3).made) == ([6.0, 6.0], 2)
    assert (pages.together(made, 14).latencies, pages.together(made, 14).made) == ([26.0], 1)


@pytest.fixture(scope="module")
def peers_samples(system: System) -> dict[tuple[str, int, int], Sample]:
    """The peers' measurements, which leave behind what they did."""
    if not peers.installed():
        pytest.skip(WITHOUT_BENCH)
    return measured(peers.cells(system.servers, system.effects))


def test_the_peers_do_the_same_job(system: System, peers_samples: dict[tuple[str, int, int], Sample]) -> None:
    assert {name for name, _, _ in peers_samples} == set(peers.PEERS)
    assert all(len(each.effects) == len(each.marks) > 0 for each in peers_samples.values())
    for peer in peers.PEERS:
        database = system.mongo[peer]
        kept = {row["_id"]: row["name"] for row in database["outlets"].find({}, {"name": 1})}
        shown = {row["_id"]: row["name"] for row in database["items"].find({}, {"name": 1})}
        # What was registered to see whether the peer is there may have come before its listener did.
        assert len(shown) > 1 and shown.items() <= kept.items()


@pytest.mark.usefixtures("peers_samples")
@pytest.mark.parametrize("peer", [peers.SAME, peers.SAME_HOP])
def test_promises_are_kept(system: System, peer: str) -> None:
    database = system.mongo[peer]
    ids = {row["_id"] for row in database["outlets"].find({}, {"_id": 1})}
    assert {row["about"] for row in database["history"].find()} == ids
    assert database["answers"].count_documents({}) == len(ids)
    assert database["inbox"].count_documents({}) == database["items"].count_documents({})
    assert "139" not in str(database["outlets"].find_one({}, {"contacts.phone": 1})["contacts"])
    until("each event to be marked", lambda: database["outbox"].count_documents({"state": "sent"}) == len(ids))
    until("each attempt to have its result", lambda: database["audit"].count_documents({"status": 201}) == len(ids))


def test_a_work_gets_from_its_draft_to_its_points(system: System) -> None:
    samples = measured(whole.cells(system), system.servers.log("client-chain"))
    one = samples["chain", 1, 0]
    assert len(one.latencies) == len(one.effects) == 2
    assert list(one.steps) == STEPS
    works = {row["submission"] for row in system.database("scoring")["ledger"].find({}, {"submission": 1})}
    assert len(works) == 1 + sum(len(sample.latencies) for sample in samples.values())


def test_the_peer_brings_a_work_as_far(system: System) -> None:
    if not peers.installed():
        pytest.skip(WITHOUT_BENCH)
    samples = measured(chain.cells(system.servers), system.servers.log("client-chain"))
    one, database = samples[chain.PEER, 1, 0], system.mongo[chain.PEER]
    assert len(one.latencies) == len(one.effects) == 2
    assert one.cpu.keys() == {"rabbitmq", "mongod", *chain.PARTS}
    assert list(one.steps) == STEPS
    told = database["outbox"].count_documents
    until("each event to have its effect", lambda: database["inbox"].count_documents({}) == told({}))
    works = [row["_id"] for row in database["works"].find({"status": "published"})]
    assert len(works) == 1 + sum(len(sample.latencies) for sample in samples.values())
    assert sorted(row["work"] for row in database["permits"].find()) == sorted(works)
    numbers = [row["_id"].rpartition("-")[2] for row in database["permits"].find()]
    assert sorted(numbers) == [f"{number:06}" for number in range(1, len(works) + 1)]
    entries = [(row["work"], row["rule"]) for row in database["ledger"].find()]
    rules = ("metrics:reads", "publication:provincial")
    assert sorted(entries) == sorted((work, rule) for work in works for rule in rules)
    sums = list(database["standings"].aggregate([{"$group": {"_id": None, "cents": {"$sum": "$cents"}}}]))
    assert sums[0]["cents"] == sum(row["cents"] for row in database["ledger"].find())
    until("each event to be marked", lambda: told({"state": "pending"}) == 0)
    until("each attempt to have its result", lambda: database["audit"].count_documents({"status": None}) == 0)
    assert database["answers"].count_documents({}) == database["audit"].count_documents({}) == 10 * len(works)


def test_what_grows_is_read(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "FEWER_OUTLETS", (100, 300))
    monkeypatch.setattr(growth, "FEWER_WORKS", (200,))
    samples = measured(growth.cells(system, less=True))
    assert {(name, size) for name, _, size in samples} == {
        ("list", 200), ("place", 100), ("place", 300), ("ranking", 100), ("ranking", 300),
    }  # fmt: skip


def test_texts_of_any_length_are_screened(system: System) -> None:
    samples = measured(screens.cells(system))
    assert {size for _, _, size in samples} == {1_000, 10_000, 100_000}


def test_standings_are_filled_as_the_service_keeps_them(system: System) -> None:
    system.run("scoring")
    period, middle = filling.standings(system.database("scoring"), "330401", 20)
    person = system.person(Role.SCORING_MANAGER, bureau="330401")
    shown = person.ask("GET", f"/periods/{period}/ranking?limit=100")["items"]
    assert [row["rank"] for row in shown] == list(range(1, 21))
    assert [row["points"] for row in shown] == [f"{number}.00" for number in range(20, 0, -1)]
    assert person.ask("GET", f"/periods/{period}/ranking/{middle}")["rank"] == 10


def test_rest_is_of_the_whole_system_alone(system: System) -> None:
    (resting,) = measured(rest.cells(system)).values()
    assert resting.cpu.keys() == {"rabbitmq", "mongod", *PROGRAMS}
    assert system.servers.cpu().keys() == resting.cpu.keys()


def test_facts_that_come_at_once_are_scored(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contention, "PROCESSES", (1, 2))
    samples = measured(contention.cells(system, less=True))
    names = [facts(place, count) for count in (1, 2) for place in PLACES]
    assert list(samples) == [(name, 16, 0) for name in names]
    assert all(each.made == len(each.latencies) == 16 <= each.counts[counts.UNITS] for each in samples.values())
    assert [len(sample.effects) for sample in samples.values()] == [1] * len(names)
    assert samples[facts("outlet", 2), 16, 0].cpu.keys() == {"rabbitmq", "mongod", "scoring", "scoring2"}
    assert system.servers.cpu().keys() == {"rabbitmq", "mongod", "scoring", "scoring2"}
    ledger = system.database("scoring")["ledger"]
    scored = ledger.distinct("submission", {"bureau": {"$regex": "^3305"}, "rule": {"$regex": "^metrics"}})
    assert len(scored) == 16 * len(names)


@pytest.mark.parametrize("characters", [1_000, 10_000])
def test_screening_finds_what_a_text_tells(characters: int) -> None:
    found = screened(telling(characters), words())
    assert len(found.hits) == 3 * characters // 500
    assert screened(prose(characters), words()).hits == ()
    titles = [title() for _ in range(characters)]
    assert len(set(titles)) == characters
    assert screened("\n".join(titles), words()).hits == ()
    assert len(written(characters)) == characters and screened(written(characters), words()).hits
    assert screened(prose(500) + listed(50)[0] + prose(500), words()).hits != ()
    assert len(screening(Job(1, 60.0, limit=3, options={"characters": characters}), words()).latencies) == 3
