"""What becomes of cases of rights protection (媒体维权) elsewhere: handed over, and what came of it there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from console.asking import api
from console.forms import answering, done, sent
from console.pages.requests import one

pages = Blueprint("cases", __name__, url_prefix="/requests")


@pages.post("/<id>/hand-over")
@answering(one)
def hand_over(id: str) -> Any:
    """Record that a case went to the criminal side."""
    form = sent()
    api().requests.hand_over(
        id, to=form.text("to"), taken_by=form.text("taken_by"), number=form.given("number"),
        remark=form.given("remark"), **form.versioned,
    )  # fmt: skip
    return done("requests.handed_over", "requests.one", id=id)


@pages.post("/<id>/outcome")
@answering(one)
def record_outcome(id: str) -> Any:
    """What came of a case where it was handed over to."""
    form = sent()
    what: Any = form.text("outcome")
    api().requests.record_outcome(id, outcome=what, on=form.text("on"), text=form.given("text"), **form.versioned)
    return done("requests.outcome_recorded", "requests.one", id=id)
