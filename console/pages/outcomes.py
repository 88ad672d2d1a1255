"""What comes of an activity (活动成果): minutes with tasks and photos, suggestions and their answers, feedback."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, g, render_template

from console import offered
from console.asking import api, me
from console.forms import Form, answering, done, held, sent, uploaded
from console.mine import verified
from console.people import colleagues
from jingmei_client import ABSENT

pages = Blueprint("outcomes", __name__, url_prefix="/activities/<id>/outcomes")

STAFF: Final = (
    "liaison", "reviewer_first", "reviewer_second", "reviewer_final", "scoring_manager", "leader", "admin",
)  # fmt: skip
SHOWN: Final = 100
# What a task can become a request for.
ASKED: Final = ("material", "interview", "expert")
# Empty rows for tasks below those that are there.
ROWS: Final = 3


@pages.get("")
def one(id: str) -> Any:
    """All of it; to outlets the minutes without their tasks, and their own suggestions."""
    found, minutes = api().activities.one(id), api().outcomes.minutes(id)
    reader = me().has("liaison", "leader", "admin")
    keeps = "keep_minutes" in found["may"]
    refused: Form | None = g.get("form")
    kept = [{"id": each, "name": each, "size": 0} for each in minutes["photos"]]
    return render_template(
        "outcomes/one.html",
        activity=found,
        minutes=minutes,
        rows=len(minutes["tasks"]) + ROWS,
        photos=held(refused, "photos") if refused and refused.many("photos") else kept,
        people=colleagues(STAFF) if keeps else [],
        media=_media(minutes) if keeps else [],
        kinds=ASKED,
        suggestions=api().outcomes.suggestions(id, limit=SHOWN).first()["items"],
        feedback=api().outcomes.feedback(id, limit=SHOWN).first() if reader else None,
        outlets=verified() if "suggest" in found["may"] else [],
    )


def _media(minutes: Any) -> list[tuple[str, str]]:
    """Outlets that a task may be for, to choose from: with those that tasks name already."""
    named = {each["outlet"]: each["outlet_name"] for each in minutes["tasks"] if each["outlet"]}
    return list((named | {each["id"]: each["name"] for each in offered.outlets(status="verified")}).items())


@pages.post("/minutes")
@answering(one)
def keep(id: str) -> Any:
    """The minutes as they are from now on; a row without words is no task."""
    form = sent()
    tasks = [each for each in form.rows("tasks", "id", "text", "person", "unit", "outlet", "due") if each.get("text")]
    api().outcomes.keep_minutes(
        id, version=form.version or 0, text=form.given("text"), tasks=tasks,
        photos=[{"file": each} for each in uploaded("photos", "attachment")] or ABSENT, key=form.key,
    )  # fmt: skip
    return done("outcomes.kept", "outcomes.one", id=id)


@pages.post("/tasks/<task>")
@answering(lambda id, task: one(id))
def finish(id: str, task: str) -> Any:
    """A task is done."""
    api().outcomes.finish_task(id, task, **sent(task).options)
    return done("outcomes.finished", "outcomes.one", id=id)


@pages.post("/suggestions")
@answering(one)
def suggest(id: str) -> Any:
    """Suggest something."""
    form = sent()
    api().outcomes.suggest(id, outlet=form.text("outlet"), text=form.text("text"), **form.options)
    return done("outcomes.suggested", "outcomes.one", anchor="suggestions", id=id)


@pages.post("/suggestions/<suggestion>")
@answering(lambda id, suggestion: one(id))
def answer(id: str, suggestion: str) -> Any:
    """Say what comes of a suggestion."""
    form = sent(suggestion)
    adopted = form.text("adopted") == "true"
    api().outcomes.answer(id, suggestion, adopted=adopted, text=form.text("text"), **form.options)
    return done("outcomes.answered", "outcomes.one", anchor="suggestions", id=id)


@pages.post("/feedback")
@answering(one)
def rate(id: str) -> Any:
    """Say how it was."""
    form = sent()
    api().outcomes.rate(id, stars=form.number("stars"), comment=form.given("comment"), **form.options)
    return done("outcomes.rated", "outcomes.one", id=id)
