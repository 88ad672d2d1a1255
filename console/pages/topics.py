"""The bureau's list of topics (议题): what works are about, under which names."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from console.asking import api
from console.forms import Form, answering, done, sent
from console.may import may

pages = Blueprint("topics", __name__, url_prefix="/topics")


@pages.get("")
def listing() -> Any:
    """All of them, with the form of a new one and whether others can be named."""
    return render_template("topics/list.html", topics=api().topics.search())


@pages.post("")
@answering(listing)
def add() -> Any:
    """A new one."""
    form = sent("add")
    api().topics.add(**_written(form), **form.options)
    return done("topics.added", "topics.listing")


@pages.post("/rule")
@answering(listing)
def rule() -> Any:
    """Whether works name topics of the list alone."""
    form = sent("rule")
    api().topics.rule(strict=form.text("strict") == "true", **form.versioned)
    return done("topics.ruled", "topics.listing")


@pages.get("/<topic>")
def one(topic: str) -> Any:
    """One of them: its names, and what can be done with it."""
    topics = api().topics.search()
    found = next((each for each in topics["items"] if each["id"] == topic), None) or abort(404)
    others = [each for each in topics["items"] if each["active"] and each["id"] != topic]
    return render_template("topics/one.html", topic=found, others=others, may=may(topics))


@pages.post("/<topic>")
@answering(one)
def change(topic: str) -> Any:
    """Other names."""
    form = sent()
    api().topics.change(topic, **_written(form), key=form.key, version=form.version or 0)
    return done("topics.changed", "topics.listing")


@pages.post("/<topic>/<any(retire, reinstate):act>")
@answering(one)
def move(topic: str, act: str) -> Any:
    """Out of use, or in use again."""
    getattr(api().topics, act)(topic, **sent(act).versioned)
    return done(f"topics.done_{act}", "topics.listing")


@pages.post("/<topic>/merge")
@answering(one)
def merge(topic: str) -> Any:
    """It is another one."""
    form = sent()
    api().topics.merge(topic, into=form.text("into"), **form.versioned)
    return done("topics.merged", "topics.listing")


def _written(form: Form) -> dict[str, Any]:
    aliases = [line.strip() for line in form.text("aliases").splitlines() if line.strip()]
    return {"name": form.text("name"), "aliases": aliases}
