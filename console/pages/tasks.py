"""Tasks of minutes become calls for works and requests of outlets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from console.asking import api
from console.forms import answering, done, sent
from console.pages import outcomes

pages = Blueprint("tasks", __name__, url_prefix="/activities/<id>/outcomes/tasks/<task>")


@pages.post("/call")
@answering(outcomes.one)
def call(id: str, task: str) -> Any:
    """A draft of a call, to be looked through."""
    made = api().tasks.call(id, task, **sent(task).options)
    return done("tasks.called", "calls.edit", call=made["id"])


@pages.post("/request")
@answering(outcomes.one)
def request(id: str, task: str) -> Any:
    """A request of the outlet that it is for."""
    form = sent(task)
    kind: Any = form.text("kind")
    made = api().tasks.request(id, task, kind=kind, **form.options)
    return done("tasks.requested", "requests.one", id=made["id"])
