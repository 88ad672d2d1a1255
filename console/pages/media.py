"""The media directory (媒体名录): named media, their levels, where they publish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from console.asking import api
from console.forms import Form, answering, done, sent
from console.lists import Listing
from console.people import names

pages = Blueprint("media", __name__, url_prefix="/media")
# Rows of places in a form: those in use, and as many empty ones.
EMPTY = 2


@pages.get("")
def listing() -> Any:
    """By any part of a name, an alias or an address."""
    found = Listing(api().media.search, "q", "level", "kind", "platform", "state")
    return render_template("media/list.html", media=found)


@pages.get("/new")
def new() -> Any:
    """The form of a new entry."""
    return render_template("media/edit.html", medium=None, rows=EMPTY)


@pages.post("/new")
@answering(new)
def add() -> Any:
    """Put it into the directory."""
    form = sent()
    told = api().media.add(**_written(form), **form.options)
    return done("media.added", "media.one", medium=told["id"])


@pages.get("/<medium>")
def one(medium: str) -> Any:
    """An entry and its versions."""
    versions = Listing(api().media.history, medium=medium)
    people = names(each.get("by") for each in versions.items)
    return render_template("media/one.html", medium=api().media.get(medium), versions=versions, people=people)


@pages.get("/<medium>/edit")
def edit(medium: str) -> Any:
    """The form with what is there."""
    found = api().media.get(medium)
    return render_template("media/edit.html", medium=found, rows=len(found["platforms"]) + EMPTY)


@pages.post("/<medium>/edit")
@answering(edit)
def change(medium: str) -> Any:
    """A new version of it."""
    form = sent()
    api().media.change(medium, **_written(form), key=form.key, version=form.version or 0)
    return done("media.changed", "media.one", medium=medium)


@pages.post("/<medium>/<any(retire, reinstate):act>")
@answering(one)
def rule(medium: str, act: str) -> Any:
    """Out of use, or in use again."""
    form = sent(act)
    getattr(api().media, act)(medium, reason=form.text("reason"), key=form.key, version=form.version or 0)
    return done(f"media.done_{act}", "media.one", medium=medium)


def _written(form: Form) -> dict[str, Any]:
    places = form.rows("platforms", "platform", "account_name", "hosts")
    return {
        "name": form.text("name"),
        "level": form.text("level"),
        "kind": form.text("kind"),
        "reason": form.text("reason"),
        "aliases": [line.strip() for line in form.text("aliases").splitlines() if line.strip()],
        "platforms": [{**each, "hosts": each.get("hosts", "").split()} for each in places],
    }
