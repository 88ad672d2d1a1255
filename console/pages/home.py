"""The first page: what waits for whoever looks at it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from console.asking import api, me
from console.duties import duties
from console.mine import outlets
from console.standing import standings
from console.today import asked, waiting

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> Any:
    """Tiles that lead to what waits."""
    if me().staff:
        return render_template("home/staff.html", told=duties())
    mine, unread = outlets(), api().inbox.unread()
    if not mine:
        return render_template("home/newcomer.html", unread=unread)
    return render_template(
        "home/outlet.html", unread=unread, outlets=mine, waiting=waiting(), asked=asked(), standings=standings(),
    )  # fmt: skip
