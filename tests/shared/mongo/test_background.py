"""pymongo's background work: at its intervals, soon when it is wanted, and no tick between."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.mongo.background import Executor
from shared.mongo.client import connect
from tests.support.waiting import HOPE, rest, until

LEAST = 0.1


class Work:
    """Notes when it is done."""

    def __init__(self) -> None:
        self.moments: list[float] = []
        self.goes_on = True

    def __call__(self) -> bool:
        self.moments.append(time.monotonic())
        return self.goes_on


@pytest.fixture
def work() -> Work:
    return Work()


def executor(work: Work, every: float) -> Iterator[Executor]:
    made = Executor(every, LEAST, work, "a test")
    made.open()
    yield made
    made.close()
    made.join(int(HOPE))


@pytest.fixture
def often(work: Work) -> Iterator[Executor]:
    yield from executor(work, 2 * LEAST)


@pytest.fixture
def seldom(work: Work) -> Iterator[Executor]:
    yield from executor(work, 10 * HOPE)


@pytest.mark.usefixtures("often")
def test_it_works_at_its_interval(work: Work) -> None:
    until("some rounds", lambda: len(work.moments) > 3)
    assert work.moments[3] - work.moments[0] >= 3 * 2 * LEAST * 0.95


def test_one_that_is_woken_works_at_once_but_not_more_often_than_it_may(work: Work, seldom: Executor) -> None:
    until("the first round", lambda: work.moments)
    for rounds in (2, 3):
        seldom.wake()
        seldom.wake()  # again, before anybody heard
        until("another round", lambda rounds=rounds: len(work.moments) == rounds)  # type: ignore[misc]
    assert all(then - before >= LEAST * 0.95 for before, then in zip(work.moments, work.moments[1:], strict=False))


def test_one_that_is_closed_ends_its_sleep_and_can_be_opened_again(work: Work, seldom: Executor) -> None:
    until("the first round", lambda: work.moments)
    seldom.close()
    seldom.join(int(HOPE))
    seldom.open()
    until("another round", lambda: len(work.moments) > 1)


def test_what_is_done_is_not_done_again(work: Work, often: Executor) -> None:
    work.goes_on = False
    until("the last round", lambda: work.moments)
    done = len(work.moments)
    often.join(int(HOPE))
    assert len(work.moments) <= done + 1


def test_a_client_at_rest_wakes_nobody(mongo_uri: str) -> None:
    before = threads()
    with connect(mongo_uri, "a test") as client:
        client.admin.command("ping")
        own = until("its threads", lambda: threads() - before)
        rest(1.0)  # what it does when it begins
        slept = switches(own)
        rest(3.0)
        # It ticked six times a second.
        assert switches(own) - slept <= 3


def test_a_client_that_is_closed_ends_its_threads(mongo_uri: str) -> None:
    before = threads()
    with connect(mongo_uri, "a test") as client:
        client.admin.command("ping")
        own = until("its threads", lambda: threads() - before)
    until("them to end", lambda: not threads() & own)


def threads() -> set[str]:
    return {path.name for path in Path("/proc/self/task").iterdir()}


def switches(tasks: set[str]) -> int:
    """How often these threads have gone to sleep."""
    told = [Path(f"/proc/self/task/{task}/status").read_text() for task in tasks]
    return sum(int(line.split()[1]) for text in told for line in text.splitlines() if line.startswith("voluntary"))
