"""What is old leaves, written down and signed; and no wrong clock erases anything."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from gridfs import GridFSBucket

from gateway import metrics
from gateway.audit import Exports, Pruning, verify
from gateway.audit.blocks import checkpoint
from gateway.audit.clocks import look
from gateway.audit.damage import Damage
from gateway.audit.exporting import verify_export
from gateway.audit.kept import BLOCKS, CHECKPOINTS, EXPORTS, RESULTS, ROWS
from shared.clock import now
from tests.gateway.audit.chains import (
    ONE,
    OTHER,
    RING,
    Db,
    ahead,
    attempt,
    chain,
    chains,
    damages,
    days_ago,
    ids,
    live,
    sealed,
    settle,
    told,
    write,
)

MONTHS = timedelta(days=200)


def pruning(db: Db, folder: Path | None = None, days: int = 180) -> Pruning:
    return Pruning(chains(db), db, Exports(db, folder), days)


def refusals(reason: str) -> float:
    return float(metrics.AUDIT_PRUNING_REFUSED.labels(reason)._value.get())


@pytest.fixture
def aged(db: Db) -> Db:
    """Five rows of 200 days ago, with their results, two of the day after; and one of today."""
    settle(db, [attempt(db) for _ in range(5)])
    sealed(db, days_ago(db, 200))
    write(db, 2)
    sealed(db, days_ago(db, 198.5))
    live(db, 198)
    write(db, 1)
    sealed(db)
    return db


def test_what_is_old_leaves_a_day_at_a_time_and_the_chain_holds(aged: Db, tmp_path: Path) -> None:
    first = ids(aged)[:5]
    assert pruning(aged, tmp_path).run() == 5
    assert (aged[ROWS].count_documents({"_id": {"$in": first}}), aged[RESULTS].count_documents({})) == (0, 0)
    report = chain(aged)
    assert (report.first, report.findings) == (6, ())
    assert pruning(aged, tmp_path).run() == 2
    runs = [pruning(aged, tmp_path).run() for _ in range(40)]
    assert sum(runs) == 0, "the rest is younger, or is a block without rows"
    sealed(aged)
    assert verify(aged, RING).ok
    (row, *_) = aged[ROWS].find({"operation": "audit.prune"}).sort("_id", 1)
    assert row["object"] == f"audit-{ONE}-1-5.jsonl.gz (5)"
    aged[ROWS].delete_one({"_id": ids(aged)[-1]})
    assert damages(aged) == {Damage.REMOVED}


def test_what_left_can_be_verified_by_itself(aged: Db, tmp_path: Path) -> None:
    pruning(aged, tmp_path).run()
    path = tmp_path / f"audit-{ONE}-1-5.jsonl.gz"
    assert verify_export(path, RING) == (5, [])
    mark = checkpoint(aged, ONE)
    assert mark is not None
    assert mark["export"] == {"name": path.name, "rows": 5, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_without_a_folder_it_is_kept_in_the_database(aged: Db, tmp_path: Path) -> None:
    pruning(aged).run()
    path = tmp_path / "file"
    with path.open("wb") as out:
        GridFSBucket(aged, EXPORTS).download_to_stream_by_name(f"audit-{ONE}-1-5.jsonl.gz", out)
    assert verify_export(path, RING) == (5, [])


def test_what_left_and_was_changed_shows(aged: Db, tmp_path: Path) -> None:
    pruning(aged, tmp_path).run()
    path = tmp_path / f"audit-{ONE}-1-5.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    changes: dict[str, tuple[list[bytes], tuple[Damage, int]]] = {
        "changed": ([*lines[:2], lines[2].replace(b"200", b"403"), *lines[3:]], (Damage.ALTERED, 2)),
        "taken out": ([*lines[:2], *lines[3:]], (Damage.REMOVED, 2)),
        "signed anew": ([lines[0].replace(b'"mac": "', b'"mac": "0'), *lines[1:]], (Damage.FORGED, 1)),
    }
    for what, (changed, expected) in changes.items():
        path.write_bytes(gzip.compress(b"".join(changed)))
        _, findings = verify_export(path, RING)
        assert [(each.damage, each.seq) for each in findings] == [expected], what


def test_a_gateway_that_is_months_ahead_takes_nothing_away(db: Db) -> None:
    write(db, 20)
    sealed(db)
    live(db, 100)
    before, refused = db[ROWS].count_documents({}), refusals("clock")
    with time_machine.travel(now() + MONTHS, tick=True):
        assert pruning(db).run() == 0
    assert (db[ROWS].count_documents({}), refusals("clock")) == (before, refused + 1)
    assert verify(db, RING).ok


@pytest.mark.parametrize("clock", ["database", "process"])
@pytest.mark.parametrize("wrong", [MONTHS, -MONTHS, timedelta(hours=2)])
def test_clocks_that_differ_are_refused(aged: Db, clock: str, wrong: timedelta) -> None:
    refused = refusals("clock")
    assert pruning(aged).run(ahead(look(aged), **{clock: wrong})) == 0
    assert refusals("clock") == refused + 1


def test_a_day_that_both_clocks_are_ahead_by_months_takes_nothing_away(db: Db) -> None:
    """The machine of both is wrong: what the chain was seen to live says so, before and after more is sealed."""
    write(db, 3)
    sealed(db, days_ago(db, 100))
    live(db, 99)
    wrong = ahead(look(db), database=MONTHS, process=MONTHS)
    assert pruning(db).run(wrong) == 0
    write(db, 1)
    sealed(db, wrong)
    assert pruning(db).run(wrong) == 0
    # Right again: the newest block is of a time that is still to come.
    refused = refusals("future")
    assert pruning(db).run() == 0
    assert refusals("future") == refused + 1
    assert chain(db).rows == 4


def test_what_a_wrong_clock_sealed_as_old_does_not_leave_too_early(db: Db) -> None:
    live(db, 300, 299)
    write(db, 3)
    sealed(db, ahead(look(db), database=-MONTHS))
    live(db, 190)
    assert [pruning(db).run() for _ in range(3)] == [0, 0, 0]
    assert chain(db).rows == 3


def test_a_county_where_nothing_happens_still_prunes(db: Db) -> None:
    write(db, 2)
    sealed(db, days_ago(db, 190))
    live(db, 189.5)
    assert db[BLOCKS].count_documents({"rows": {"$exists": False}}) > 300
    assert pruning(db).run() == 2
    sealed(db)
    assert verify(db, RING).ok


def test_one_that_was_away_for_months_keeps_what_nobody_saw_getting_old(db: Db) -> None:
    write(db, 2)
    sealed(db, days_ago(db, 400))
    write(db, 1)
    sealed(db)
    assert pruning(db).run() == 0


def test_a_checkpoint_that_is_too_young_shows(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, 3)
    sealed(db, days_ago(db, 20))
    live(db, 19)
    monkeypatch.setattr("gateway.audit.pruning.LEAST_DAYS", 10)
    assert pruning(db, days=10).run() == 3
    assert told(db) == [(Damage.YOUNG, 3, f"{ONE}:1")]


def test_a_checkpoint_by_a_clock_that_was_ahead_shows_once_it_is_right_again(db: Db) -> None:
    write(db, 3)
    sealed(db, days_ago(db, 100))
    live(db, 99, -100)
    assert pruning(db).run(days_ago(db, -100)) == 3
    assert Damage.YOUNG in damages(db)


def test_a_checkpoint_without_the_key_shows(db: Db) -> None:
    write(db, 3)
    sealed(db)
    write(db, 1)
    sealed(db)
    (block,) = db[BLOCKS].find({"n": 1})
    gone = [place["id"] for place in block["rows"]]
    mark = {"_id": f"{ONE}:1", "bureau": ONE, "n": 1, "seq": 3, "previous": block["mac"], "at": now(), "clock": now()}
    db[CHECKPOINTS].insert_one({**mark, "kind": CHECKPOINTS, "key": "k1", "mac": "0" * 64})
    db[ROWS].delete_many({"_id": {"$in": gone}})
    db[BLOCKS].delete_one({"n": 1})
    assert [each[:2] for each in told(db)] == [(Damage.FORGED, 3), (Damage.REMOVED, 1)]


class Crash(BaseException):
    """The process ends here."""


def crash(*_: Any, **__: Any) -> None:
    raise Crash


@pytest.fixture(params=["after the export", "after the checkpoint", "in the middle"])
def crashed(request: pytest.FixtureRequest, aged: Db, tmp_path: Path) -> Iterator[Db]:
    where: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
        "after the export": lambda patch: patch.setattr("gateway.audit.pruning.made_by_the_system", crash),
        "after the checkpoint": lambda patch: patch.setattr("gateway.audit.pruning.logs.get", crash),
        "in the middle": lambda patch: patch.setattr(Pruning, "_orphans", crash),
    }
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        where[request.param](patch)
        pruning(aged, tmp_path).run()
    yield aged


def test_a_crash_loses_nothing_and_is_made_good(crashed: Db, tmp_path: Path) -> None:
    path = tmp_path / f"audit-{ONE}-1-5.jsonl.gz"
    assert verify_export(path, RING) == (5, []), "what leaves is elsewhere before anything goes"
    assert chain(crashed).findings == ()
    pruning(crashed, tmp_path).run()
    assert verify_export(path, RING) == (5, [])
    assert (crashed[RESULTS].count_documents({}), chain(crashed).first > 5) == (0, True)
    sealed(crashed)
    assert verify(crashed, RING).ok


def test_results_stay_as_long_as_one_of_their_rows_does(db: Db) -> None:
    mine, theirs = attempt(db), attempt(db, OTHER)
    settle(db, [mine, theirs])
    settle(db, [mine])
    moment = days_ago(db, 200)
    sealed(db, moment)
    live(db, 199)
    db[BLOCKS].delete_many({"bureau": OTHER, "n": {"$gt": 1}})
    assert pruning(db).run() == 1
    assert db[RESULTS].count_documents({}) == 1
    assert verify(db, RING, OTHER).ok


def test_nothing_younger_than_180_days_leaves_whatever_is_asked_for(db: Db) -> None:
    write(db, 3)
    sealed(db, days_ago(db, 179))
    live(db, 178.5)
    assert pruning(db, days=1).run() == 0
