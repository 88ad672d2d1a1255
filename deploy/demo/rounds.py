"""A work of the demo under review, by whoever sits at each stage, until it is decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from deploy.demo.people import FINAL, FIRST, SECOND
from deploy.demo.stage import Data, Stage
from deploy.demo.waiting import until
from jingmei_client import Client

BY_STAGE: Final = {"first": FIRST[1].login, "second": SECOND.login, "final": FINAL.login}
OVER: Final = ("approved", "published", "rejected", "withdrawn", "changes_requested")


def reviewed(stage: Stage, owner: Client, work: str, decide: Callable[[Data], Data]) -> None:
    """Bring a work through its stages; `decide` says of a round what its reviewer sends."""
    while owner.submissions.get(work)["status"] not in OVER:
        review: Data = until("a round of review", partial(_waiting, stage, work))
        reviewer = stage.people[BY_STAGE[review["stage"]]]
        reviewer.reviews.claim(review["id"])
        if findings := [each["id"] for each in review["findings"] if each["state"] == "open"]:
            reviewer.reviews.dismiss_findings(review["id"], findings=findings, reason="已核对，不涉及。")
        decided = reviewer.reviews.decide(review["id"], **decide(review))
        if not decided["stage"]:
            until("what was decided", lambda: owner.submissions.get(work)["status"] in OVER)


def passed(review: Data, grade: str = "B") -> Data:
    """That a round passes its stage; the last one gives the grade."""
    last = review["stages"][-1]["stage"] == review["stage"]
    return {"decision": "pass", **({"grade": grade, "no_embargo": True} if last else {})}


def round_of(stage: Stage, work: str) -> Data:
    """The last round of a work; empty while there is none."""
    return next(iter(stage.people[FINAL.login].reviews.search(submission=work)), {})


def _waiting(stage: Stage, work: str) -> Data:
    """The round of a work that waits for somebody, as that one sees it; nothing while there is none."""
    found = round_of(stage, work)
    return stage.people[BY_STAGE[found["stage"]]].reviews.get(found["id"]) if found.get("stage") else {}
