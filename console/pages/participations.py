"""What outlets took part in (参与协作), and what a liaison records of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from console import mine
from console.asking import api, me
from console.forms import answering, done, sent
from console.lists import Listing
from console.offered import outlets

pages = Blueprint("participations", __name__, url_prefix="/participations")
KINDS = ("activity", "call", "lent", "suggestion")


@pages.get("")
def listing() -> Any:
    """Newest first; for liaisons with the form of what an outlet lent."""
    found = Listing(api().participations.search, "kind", "outlet")
    known = outlets() if me().staff else mine.outlets()
    own = [each["id"] for each in mine.belonging()] if "add" in found.page["may"] else []
    return render_template("participations/list.html", records=found, kinds=KINDS, outlets=known, own=own)


@pages.post("")
@answering(listing)
def add() -> Any:
    """An outlet lent something."""
    form = sent("add")
    api().participations.add(
        outlet=form.text("outlet"), title=form.text("title"), day=form.text("day"), **form.options
    )  # fmt: skip
    return done("participations.added", "participations.listing")


@pages.post("/<id>/withdrawal")
@answering(listing)
def withdraw(id: str) -> Any:
    """It counts no more."""
    form = sent(id)
    api().participations.withdraw(id, reason=form.text("reason"), **form.versioned)
    return done("participations.withdrawn", "participations.listing")
