"""The reviewers work through their queues, level by level; what they decide is in the workbook."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.people import FINAL, FIRST, SECOND, Staff
from deploy.demo.quarter import Idea, Work
from deploy.demo.stage import Data, Stage
from deploy.demo.waiting import PATIENCE
from jingmei_client import Client, Problem

Step = Callable[[], object]
OPEN = ("submitted", "in_review")
HANDS = 3  # items that one reviewer has open at a time
SOON, LATER = 0.2, 2.0  # seconds after which somebody looks again who found nothing: at first, and in the end
ASSESSMENT, REJECTED = "assessment", "D"
TAKEN = (403, 404, 409, 412)
DISMISSED = "已人工核对，不涉及。checked by hand"
COMMENT = "依据表格中的评分 as scored in the workbook"
LEVELS: tuple[tuple[Any, Staff], ...] = (
    ("first", FIRST[0]),
    ("first", FIRST[1]),
    ("second", SECOND),
    ("final", FINAL),
    (ASSESSMENT, FIRST[0]),
    (ASSESSMENT, SECOND),
)


@dataclass
class _Desk:
    """What is still to be decided, by submission. `bells`: something came up to a level, or all is over."""

    stage: Stage
    step: Step
    works: dict[str, Work] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bells: dict[str, threading.Event] = field(default_factory=lambda: {level: threading.Event() for level, _ in LEVELS})

    def left(self, level: str) -> bool:
        """Whether anything is undecided that may still come to a level."""
        with self.lock:
            return not self.waiting.isdisjoint(self.ideas if level == ASSESSMENT else self.works)

    def goes_on(self, submission: str, stage: str) -> None:
        """One of them has come to a stage, or with none to its end."""
        if stage:
            self.bells[stage].set()
        else:
            self.settle(submission)

    def settle(self, submission: str) -> None:
        """One of them is decided."""
        with self.lock:
            if submission in self.waiting:
                self.waiting.remove(submission)
                self.step()
            if not self.waiting:
                for bell in self.bells.values():
                    bell.set()


def review(stage: Stage, step: Step) -> None:
    """Until every work and idea has its decision."""
    desk = _Desk(stage, step)
    desk.works = {stage.ids["works"][row.number]: row for row in stage.quarter.works}
    desk.ideas = {stage.ids["ideas"][row.number]: row for row in stage.quarter.ideas}
    desk.waiting = {*desk.works, *desk.ideas}
    for submission in _decided(stage, desk.waiting):
        desk.settle(submission)
    with ThreadPoolExecutor(len(LEVELS)) as pool:
        for clerk in [pool.submit(_work_through, desk, level, staff) for level, staff in LEVELS]:
            clerk.result()


def _decided(stage: Stage, submissions: Iterable[str]) -> list[str]:
    """Those that an earlier run brought through the review."""
    states = {row["id"]: row["status"] for row in stage.people[FINAL.login].submissions.search(limit=100)}
    return [id_ for id_ in submissions if states.get(id_, OPEN[0]) not in OPEN]


def _work_through(desk: _Desk, level: Any, staff: Staff) -> None:
    """One reviewer at one level: look at the queue, take what is there, until nothing is left anywhere."""
    person, end, pause = desk.stage.people[staff.login], time.monotonic() + PATIENCE, SOON
    with ThreadPoolExecutor(HANDS) as hands:
        while desk.left(level):
            desk.bells[level].clear()
            items = [item for item in person.reviews.queue(stage=level, limit=50).first()["items"] if _open(desk, item)]
            handled = sum(hands.map(lambda item: _handle(desk, level, person, item), items))
            if handled:
                end, pause = time.monotonic() + PATIENCE, SOON
            elif time.monotonic() > end:
                raise TimeoutError(f"reviews: {len(desk.waiting)} undecided, nothing in the queue {level}")
            elif not desk.bells[level].wait(pause):
                pause = min(2 * pause, LATER)


def _open(desk: _Desk, item: Data) -> bool:
    return item["submission"] in desk.waiting


def _handle(desk: _Desk, level: str, person: Client, item: Data) -> bool:
    """One item; False when somebody else of the level was faster."""
    try:
        if level == ASSESSMENT:
            _assess(desk, person, item)
        else:
            _decide(desk, level, person, item)
    except Problem as problem:
        if problem.status not in TAKEN:
            raise
        return False
    return True


def _decide(desk: _Desk, level: str, person: Client, item: Data) -> None:
    """Claim, look at what the screening found, decide."""
    review, row = item["id"], desk.works[item["submission"]]
    person.reviews.claim(review)
    found = person.reviews.get(review)
    if level == "first" and row.sensitivity != found["sensitivity"]:
        person.reviews.set_sensitivity(review, sensitivity=row.sensitivity)
    if findings := [each["id"] for each in found["findings"] if each["state"] == "open"]:
        person.reviews.dismiss_findings(review, findings=findings, reason=DISMISSED)
    decided = person.reviews.decide(review, **_decision(level, row))
    desk.goes_on(item["submission"], decided["stage"])


def _decision(level: str, row: Work) -> Data:
    if level != "final":
        return {"decision": "pass"}
    if row.grade == REJECTED:
        return {"decision": "reject", "grade": row.grade, "reason": "质量等级为不合格，不予通过。"}
    embargo = {"no_embargo": True} if row.sensitivity == "major" else {}
    return {"decision": "pass", "grade": row.grade, **embargo}


def _assess(desk: _Desk, person: Client, item: Data) -> None:
    """One assessor's scores of a golden idea; the last one decides."""
    row = desk.ideas[item["submission"]]
    first = person.who["account"] == desk.stage.people[FIRST[0].login].who["account"]
    own = row.assessments[0 if first else 1]
    form: Data = dict(zip(("novelty", "feasibility", "benefit"), own, strict=True))
    key = desk.stage.key("assessment", row.number, "first" if first else "second")
    decided = person.reviews.assess(item["id"], **form, comment=COMMENT, key=key)
    desk.goes_on(item["submission"], decided["stage"])
