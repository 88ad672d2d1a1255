"""Golden ideas (金点子): each assessor gives three scores."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from console import rounds
from console.asking import api, me
from console.forms import answering, sent
from console.may import may
from console.people import names

pages = Blueprint("ideas", __name__, url_prefix="/ideas")


@pages.get("/<review>/assessment")
def assess(review: str) -> Any:
    """The idea, what others thought of it, and one's own scores."""
    found = api().reviews.get(review)
    own = next((each for each in found["assessments"] if each["by"] == me().account), None)
    people = names(each["by"] for each in found["assessments"])
    read = rounds.read(found, rounds.marks(found))
    return render_template("ideas/assess.html", review=found, may=may(found), own=own, people=people, read=read)


@pages.post("/<review>/assessment")
@answering(assess)
def assessed(review: str) -> Any:
    """Record one's scores."""
    form = sent()
    api().reviews.assess(
        review, novelty=form.number("novelty"), feasibility=form.number("feasibility"), benefit=form.number("benefit"),
        comment=form.text("comment"), **form.versioned,
    )  # fmt: skip
    return redirect(url_for("reviews.recorded", review=review), 303)
