"""Fills what grows: standings and submissions in bureaus of their own, through the repositories of their services.

The repositories say what to write; it is written in bulk and outside of the kernel's units, which would take an hour.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from pymongo.database import Database

from services.scoring.domain import Outlet
from services.scoring.domain.calendar import quarter_of
from services.scoring.domain.scores import Score
from services.scoring.repository import Outlets, Schemes, Seat, Standings
from services.submission.domain import Act, Change, Revision, Side, Submission
from services.submission.repository import Submissions
from services.submission.repository.submissions import SUBMISSIONS
from shared.clock import now
from shared.contracts.outlet_terms import Category
from shared.contracts.submission_terms import Genre, SubmissionKind, SubmissionStatus
from shared.events import AuthorState
from shared.ids import new_id
from shared.mongo import Unit

Db = Database[dict[str, Any]]
BATCH = 2_000
OUTLETS = 50  # of a bureau with many works
TOPICS = ("反诈", "禁毒", "交通安全", "夜巡", "社区")


def write(db: Db, units: Iterable[Unit], only: tuple[str, ...] = ()) -> None:
    """Do what units hold, batch by batch. `only`: the collections to write to, empty for all."""
    rest = iter(units)
    while batch := list(islice(rest, BATCH)):
        work = defaultdict(list)
        for unit in batch:
            for each in unit.writes:
                if not only or each.collection in only:
                    work[each.collection].append(each.operation)
        for name, operations in work.items():
            db[name].bulk_write(operations, ordered=False)


def standings(db: Db, bureau: str, count: int) -> tuple[str, str]:
    """So many outlets with points in the present quarter; the quarter, and the outlet in the middle."""
    store, scheme = Standings(db), Schemes(db).book(bureau).on(now().date())
    period, rng = quarter_of(now()), random.Random(count)
    middle = ""

    def one(number: int) -> Unit:
        nonlocal middle
        unit, outlet = Unit(), _outlet(number)
        cents = 100 * (number + 1)
        score = Score(cents, 1, number % 2, 1, now() - timedelta(seconds=rng.randrange(10**6)))
        store.score(unit, Seat(bureau, period, outlet, scheme), new_id(), (Score(), score), 0)
        if number == count // 2:
            middle = outlet.id
            Outlets(db).keep(unit, outlet, version=1, bureau=bureau)
        return unit

    write(db, map(one, range(count)))
    db["scores"].delete_many({"bureau": bureau, "outlet": middle})  # there are no works that could be explained
    return period, middle


def _outlet(number: int) -> Outlet:
    categories = [str(each) for each in Category]
    return Outlet(new_id(), f"媒体{number}", categories[number % len(categories)], "浦沿", "verified", version=1)


def submissions(db: Db, bureau: str, count: int) -> list[str]:
    """So many works that were handed in; the outlets that they are of."""
    outlets = [new_id() for _ in range(OUTLETS)]
    store = Submissions(db)

    def units() -> Iterator[Unit]:
        for number in range(count):
            unit, made = Unit(), _submission(bureau, outlets[number % OUTLETS], number)
            store.save(unit, None, Change(made, Act.SUBMIT, made.submitter, Side.OUTLET, made.created_at))
            yield unit

    write(db, units(), only=(SUBMISSIONS,))
    return outlets


def _submission(bureau: str, outlet: str, number: int) -> Submission:
    moment, by = now() - timedelta(minutes=number), new_id()
    head = Revision(
        1, f"夜巡三公里（{number}）", "", by, moment, list(Genre)[number % len(Genre)], TOPICS[number % len(TOPICS)],
        authors=(AuthorState(outlet, 100),),
    )  # fmt: skip
    status = (SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW, SubmissionStatus.APPROVED)[number % 3]
    return Submission(
        new_id(), bureau, 1, f"2026-{number:06}", SubmissionKind.WORK, outlet, status, by, head, moment, moment,
        round=1, sent=1, submitted_at=moment,
    )  # fmt: skip
