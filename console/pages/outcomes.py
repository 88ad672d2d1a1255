"""What comes of an activity (活动成果): minutes with tasks and photos, suggestions and their answers, feedback."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, g, render_template, request

from console.asking import api, me
from console.forms import Form, answering, done, sent, uploaded
from console.holding import held, kept_files
from console.mine import invited
from console.minutes import TASK, called, filled, officers, written
from jingmei_client import ABSENT

pages = Blueprint("outcomes", __name__, url_prefix="/activities/<id>/outcomes")

# How many of a list come at once.
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
    shown = refused.rows("tasks", *TASK) if refused else minutes["tasks"]
    people = officers(minutes["tasks"]) if keeps else {}
    return render_template(
        "outcomes/one.html",
        activity=found,
        minutes=minutes,
        rows=max(len(minutes["tasks"]), len(shown)) + ROWS,
        photos=held(refused, "photos") if refused and refused.many("photos") else kept_files(minutes["photos"]),
        people=people,
        filled=filled(minutes["tasks"], people) if keeps else {},
        kinds=ASKED,
        suggestions=list(api().outcomes.suggestions(id, limit=SHOWN)),
        feedback=_feedback(id) if reader else None,
        outlets=invited(found) if "suggest" in found["may"] else [],
    )


def _feedback(id: str) -> dict[str, Any]:
    """What all who were there said, with the mean."""
    told = list(api().outcomes.feedback(id, limit=SHOWN).pages())
    return {**told[0], "items": [each for page in told for each in page["items"]]}


@pages.get("/outlets")
def outlets(id: str) -> Any:
    """Names of outlets for a task, as they are typed: `tasks.<n>.outlet`."""
    typed = next((value for name, value in request.args.items() if name.endswith(".outlet")), "")
    return render_template("adjustments/outlets.html", outlets=called(typed))


@pages.post("/minutes")
@answering(one)
def keep(id: str) -> Any:
    """The minutes as they are from now on; a task whose words are cleared is gone."""
    form = sent()
    photos = [{"file": each} for each in uploaded("photos", "attachment")] or ABSENT
    tasks = written(form, api().outcomes.minutes(id)["tasks"])
    api().outcomes.keep_minutes(
        id, version=form.version or 0, text=form.given("text"), tasks=tasks, photos=photos, key=form.key
    )
    return done("outcomes.kept", "outcomes.one", id=id)


@pages.post("/tasks/<task>")
@answering(one)
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
@answering(one)
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
