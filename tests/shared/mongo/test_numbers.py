"""Numbers are without a gap, whoever draws at once, in however many processes, and whatever becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from shared.errors import Conflict
from shared.ids import new_id
from shared.mongo import Committer, Contended, StaleWrite, Unit
from shared.mongo.numbers import Numbers

BUREAU, SERIES = "330108", "permits:330108:2026"
NAMED = {"name": Conflict("taken")}


class Process:
    """One that draws: what the kernel's engine does around it."""

    def __init__(self, client: MongoClient[Any], db: Database[Any]) -> None:
        self.numbers, self.committer, self.reruns = Numbers(db, "counters"), Committer(client, db, new_id()), 0

    def issue(self, name: str, *, refused: bool = False) -> int:
        while True:
            unit = Unit()
            with unit.in_turn():
                number = self.numbers.draw(unit, SERIES, BUREAU)
                unit.insert("permits", {"_id": new_id(), "name": name, "number": number}, NAMED)
                if refused:
                    raise Conflict("refused")
            try:
                self.committer.commit(unit)
            except (StaleWrite, Contended):
                self.reruns += 1
            else:
                return number


@pytest.fixture
def processes(mongo: MongoClient[Any], db: Database[Any]) -> Iterator[list[Process]]:
    db["permits"].create_index("name", name="name", unique=True)
    made = [Process(mongo, db) for _ in range(2)]
    yield made
    for each in made:
        each.committer.stop()


def numbers(db: Database[Any]) -> Sequence[int]:
    return [each["number"] for each in db["permits"].find().sort("number", 1)]


def last(db: Database[Any]) -> int:
    counter = db["counters"].find_one({"_id": SERIES, "bureau": BUREAU})
    assert counter is not None
    found: int = counter["last"]
    return found


def test_many_at_once_in_two_processes(processes: list[Process], db: Database[Any]) -> None:
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda n: processes[n % 2].issue(f"work {n}"), range(60)))
    assert sorted(given) == list(numbers(db)) == list(range(1, 61)) and last(db) == 60


def test_what_is_refused_uses_no_number_up_and_holds_up_nobody(processes: list[Process], db: Database[Any]) -> None:
    def issue(number: int) -> None:
        if number % 3 == 0:
            with pytest.raises(Conflict, match="refused"):
                processes[0].issue("never", refused=True)
        elif number % 3 == 1:
            processes[0].issue(f"work {number}")
        elif number > 2:  # its name was taken by the first: refused at the commit
            with pytest.raises(Conflict, match="taken"):
                processes[0].issue("work 2")
        else:
            processes[0].issue("work 2")

    issue(2)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(issue, [each for each in range(48) if each != 2]))
    assert list(numbers(db)) == list(range(1, 18)) and last(db) == 17


def test_who_is_behind_another_is_committed_with_it_or_after_it(processes: list[Process], db: Database[Any]) -> None:
    first, second = Unit(), Unit()
    one = processes[0]
    with second.in_turn(), first.in_turn():
        assert [one.numbers.draw(each, SERIES, BUREAU) for each in (first, second)] == [1, 2]
    with ThreadPoolExecutor(2) as pool:
        later = pool.submit(one.committer.commit, second)
        one.committer.commit(first)
        later.result()
    assert last(db) == 2 and one.reruns == 0


def test_a_number_that_another_process_took_is_not_built_upon(processes: list[Process], db: Database[Any]) -> None:
    one, other = processes
    assert [one.issue("a"), other.issue("b"), one.issue("c"), one.issue("d")] == [1, 2, 3, 4]
    assert one.reruns == 1 and last(db) == 4
