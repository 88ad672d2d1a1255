"""Sealing: every row is in one block of one chain, in its order, whatever clocks and other sealers do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine

from gateway.audit import Heads, verify
from gateway.audit.clocks import look
from gateway.audit.damage import Damage
from gateway.audit.joining import whole
from gateway.audit.kept import BLOCKS, ROWS
from gateway.audit.sealing import UNKNOWN_AFTER, Sealing
from gateway.audit.unsealed import OPEN_FOR
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
    ids,
    sealed,
    settle,
    told,
    write,
    written,
)

LATER = timedelta(seconds=1)


def test_sealed_rows_are_a_chain_per_bureau_in_order(db: Db) -> None:
    first = write(db, 5)
    write(db, 3, OTHER)
    assert sealed(db) == 8
    second = write(db, 2)
    assert (sealed(db), sealed(db)) == (2, 0)
    blocks = list(db[BLOCKS].find({"bureau": ONE}).sort("n", 1))
    assert [(block["n"], block["first"], block["last"]) for block in blocks] == [(1, 1, 5), (2, 6, 7)]
    assert ids(db) == first + second
    assert all(after["previous"] == before["mac"] for before, after in pairwise(blocks))
    report = verify(db, RING)
    assert report.ok
    assert [(each.bureau, each.rows) for each in report.chains] == [(ONE, 7), (OTHER, 3)]
    assert report.to_dict()["chains"][0]["head"] == blocks[-1]["mac"]


def test_nothing_that_is_written_is_written_again(db: Db) -> None:
    row = attempt(db)
    before = db[ROWS].find_one({"_id": row})
    settle(db, [row])
    sealed(db)
    assert db[ROWS].find_one({"_id": row}) == before
    (shown,) = whole(db, db[ROWS].find())
    assert (shown["status"], shown["seq"], len(shown["hash"])) == (200, 1, 64)


def test_rows_are_dated_by_the_database_whatever_the_process_says(db: Db) -> None:
    with time_machine.travel(now() + timedelta(days=200), tick=True):
        write(db, 1)
    row = db[ROWS].find_one()
    assert row is not None
    moment = look(db)
    assert abs(written(row) - moment.database) < timedelta(minutes=1) < row["at"] - moment.database
    with time_machine.travel(now() - timedelta(days=200), tick=True):
        write(db, 1)
        assert sealed(db) == 2
    assert verify(db, RING).ok


def test_when_time_is_up_it_says_how_far_it_came(db: Db) -> None:
    write(db, 5)
    sealed(db)
    (part,) = verify(db, RING, ONE, 0).chains
    assert (part.complete, part.findings, part.rows, part.last) == (False, (), 0, 0)
    assert verify(db, RING, ONE, 60).chains[0].complete


def test_rows_that_are_kept_out_of_the_chain_show(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, 1)
    assert chain(db).findings == ()
    old = {**(db[ROWS].find_one() or {}), "_id": "0", "written": look(db).timestamp(OPEN_FOR + LATER)}
    db[ROWS].insert_one(old)
    assert told(db) == [(Damage.UNSEALED, 0, "0")]
    sealed(db)
    assert damages(db) == set()


def test_what_is_dated_in_a_way_that_no_sealer_looks_for_shows(db: Db) -> None:
    for id_, date in (("1", now()), ("2", "today"), ("3", look(db).timestamp(-timedelta(days=2)))):
        (row,) = [{"_id": id_, "bureau": ONE, "written": date, "at": now() - timedelta(days=1), "ended": now()}]
        db[ROWS].insert_one(row)
    sealed(db)
    assert [row for _, _, row in told(db)] == ["1", "2"]


def test_a_row_without_a_result_is_sealed_as_unknown_and_never_changed_after(db: Db) -> None:
    row = attempt(db)
    assert sealed(db) == 0
    late = ahead(look(db), database=UNKNOWN_AFTER + 2 * LATER)
    assert sealed(db, late) == 1
    assert chain(db).unknown == 1
    settle(db, [row])
    (shown,) = whole(db, db[ROWS].find())
    assert (shown["status"], shown["seq"]) == (None, 1)
    assert verify(db, RING).ok


def test_a_sealer_whose_database_went_back_in_time_still_seals_what_has_no_result(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt(db)
    sealing = Sealing(chains(db))
    back = ahead(look(db), database=-timedelta(days=200))
    assert sealing.round(back) == 0
    monkeypatch.setattr("gateway.audit.sealing.UNKNOWN_AFTER", timedelta())
    assert sealing.round(back) == 1


def test_a_row_that_shows_late_is_found(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    sealing = Sealing(chains(db))
    write(db, 2)
    while sealing.sweeping:
        sealing.round()
    late = {**(db[ROWS].find_one() or {}), "_id": "late", "written": look(db).timestamp(timedelta(seconds=30))}
    db[ROWS].insert_one(late)
    assert sealing.round() == 0
    monkeypatch.setattr("gateway.audit.finding.AGAIN", 0.0)
    assert sealing.round() == 1


def test_a_row_of_long_ago_is_found_by_the_next_sealer(db: Db) -> None:
    write(db, 1)
    sealed(db)
    old = {**(db[ROWS].find_one() or {}), "_id": "old", "written": look(db).timestamp(timedelta(days=100))}
    db[ROWS].insert_one(old)
    assert sealed(db) == 1


def test_more_than_a_batch_is_sealed_in_several_blocks(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("finding", "sealing"):
        monkeypatch.setattr(f"gateway.audit.{module}.BATCH", 3)
    written = write(db, 8) + write(db, 5)
    assert sealed(db) == 13
    assert ids(db) == written
    assert db[BLOCKS].count_documents({}) >= 4
    assert verify(db, RING).ok


def test_two_sealers_at_once_do_not_fork_the_chain_and_seal_no_row_twice(db: Db) -> None:
    settle(db, [attempt(db) for _ in range(60)])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: sealed(db), range(8)))
    sealed(db)
    assert verify(db, RING).ok
    assert chain(db).rows == 60


def test_a_sealer_that_another_overtook_goes_on(db: Db) -> None:
    one, other = Sealing(chains(db)), Sealing(chains(db))
    write(db, 2)
    assert one.round() == 2
    write(db, 1)
    assert other.round() == 1
    write(db, 3)
    done = [one.round(), one.round()]
    assert sum(done) == 3
    assert (chain(db).rows, chain(db).findings) == (6, ())


def test_a_sealer_that_was_killed_leaves_nothing_half_done(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: Any) -> None:
        raise Killed

    write(db, 2)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Heads, "tell", kill)
        Sealing(chains(db)).round()
    write(db, 2)
    assert sealed(db) == 2
    assert (chain(db).rows, chain(db).findings) == (4, ())


def test_where_nobody_was_signed_in_a_row_is_in_the_chain_of_whom_its_result_names(db: Db) -> None:
    mine, nobodys = attempt(db, ""), attempt(db, "")
    settle(db, [mine], bureau=ONE, account="a", name="")
    settle(db, [nobodys])
    sealed(db)
    assert (ids(db), ids(db, "")) == ([mine], [nobodys])
    assert verify(db, RING).ok
