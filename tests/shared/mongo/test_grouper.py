"""What queues while a round is in flight is the next round; each caller gets its own fate."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shared.mongo.grouper import Grouper, Ticket
from tests.support.waiting import HOPE, until


class Away(Exception):
    """What the rounds of these tests fail with."""


class Rounds:
    """Work that waits to be let go, round by round; `fails` says which rounds do."""

    def __init__(self, *fails: int) -> None:
        self.seen: list[list[int]] = []
        self.gate = threading.Semaphore(0)
        self._fails = fails

    def __call__(self, tickets: Sequence[Ticket[int]]) -> None:
        self.seen.append([ticket.item for ticket in tickets])
        number = len(self.seen)
        assert self.gate.acquire(timeout=HOPE)
        if number in self._fails:
            raise Away(number)
        for ticket in tickets:
            ticket.settle()


def queued(
    grouper: Grouper[int], rounds: Rounds, pool: ThreadPoolExecutor, first: int, *rest: int
) -> list[Future[None]]:
    """One item that is being worked on, and others that came meanwhile."""
    futures = [pool.submit(grouper.submit, first)]
    until("the round has begun", lambda: len(rounds.seen) == 1)
    futures += [pool.submit(grouper.submit, each) for each in rest]
    until("the others wait", lambda: len(grouper._queue) == len(rest))
    return futures


def test_what_comes_meanwhile_is_the_next_round() -> None:
    rounds = Rounds()
    grouper = Grouper(rounds, "test")
    with ThreadPoolExecutor(4) as pool:
        futures = queued(grouper, rounds, pool, 1, 2, 3, 4)
        rounds.gate.release(2)
        assert [future.result(HOPE) for future in futures] == [None] * 4
    grouper.stop()
    assert [sorted(each) for each in rounds.seen] == [[1], [2, 3, 4]]


def test_a_failed_round_is_the_failure_of_its_own_callers() -> None:
    rounds = Rounds(1)
    grouper = Grouper(rounds, "test")
    with ThreadPoolExecutor(2) as pool:
        first, second = queued(grouper, rounds, pool, 1, 2)
        rounds.gate.release(2)
        assert isinstance(first.exception(HOPE), Away)
        assert second.exception(HOPE) is None
    grouper.stop()


def test_the_impatient_share_the_failure_that_they_waited_for() -> None:
    rounds = Rounds(1)
    grouper = Grouper(rounds, "test", impatient=True)
    with ThreadPoolExecutor(3) as pool:
        futures = queued(grouper, rounds, pool, 1, 2, 3)
        rounds.gate.release()
        assert [type(future.exception(HOPE)) for future in futures] == [Away] * 3
        rounds.gate.release()
        assert pool.submit(grouper.submit, 4).result(HOPE) is None
    grouper.stop()
    assert rounds.seen == [[1], [4]]


def test_a_round_is_no_larger_than_its_limit() -> None:
    rounds = Rounds()
    grouper = Grouper(rounds, "test", limit=2)
    with ThreadPoolExecutor(4) as pool:
        futures = queued(grouper, rounds, pool, 1, 2, 3, 4)
        rounds.gate.release(3)
        assert [future.exception(HOPE) for future in futures] == [None] * 4
    grouper.stop()
    assert sorted(len(each) for each in rounds.seen) == [1, 1, 2]


def test_after_a_stop_nothing_is_left_behind() -> None:
    rounds = Rounds()
    rounds.gate.release(5)
    grouper = Grouper(rounds, "test")
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(grouper.submit, number) for number in range(4)]
        assert [future.exception(HOPE) for future in done] == [None] * 4
    grouper.stop()
    assert sorted(number for each in rounds.seen for number in each) == [0, 1, 2, 3]
    with pytest.raises(RuntimeError):
        grouper._thread.start()  # it has run, and ended
