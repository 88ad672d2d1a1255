"""A golden idea (金点子): written and handed in at once; it stands in the list of works."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from console.asking import api
from console.forms import answering, done, sent, uploaded
from console.mine import for_outlets, verified

pages = Blueprint("idea", __name__, url_prefix="/ideas")


@pages.get("/new")
def new() -> Any:
    """Its form."""
    for_outlets()
    return render_template("ideas/new.html", outlets=verified())


@pages.post("/new")
@answering(new)
def create() -> Response:
    """Hand it in."""
    form = sent()
    files = [{"file": file} for file in uploaded("attachments", "attachment")]
    idea = api().submissions.create(
        outlet=form.text("outlet"), kind="golden_idea", title=form.text("title"),
        body=form.text("body").replace("\r\n", "\n"), attachments=files, **form.options,
    )  # fmt: skip
    return done("idea.handed_in", "works.one", work=idea["id"])
