"""Bulletins (信息推送): what the bureau tells the outlets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.passing import passed

pages = Blueprint("bulletins", __name__, url_prefix="/bulletins")


@pages.get("")
def listing() -> Any:
    """Newest first."""
    return render_template("bulletins/list.html", bulletins=Listing(api().bulletins.bulletins, "kind", "state"))


@pages.get("/<bulletin>")
def one(bulletin: str) -> Any:
    """One, with its files."""
    found = api().bulletins.bulletin(bulletin)
    return render_template("bulletins/one.html", bulletin=found)


@pages.post("/<bulletin>/read")
@answering(one)
def acknowledge(bulletin: str) -> Any:
    """The receipt: seen."""
    api().bulletins.read(bulletin, **sent().options)
    return done("bulletins.acknowledged", "bulletins.one", bulletin=bulletin)


@pages.get("/<bulletin>/attachments/<file>")
def attachment(bulletin: str, file: str) -> Response:
    """A file of it."""
    inline = "true" if request.args.get("inline") else "false"
    return passed(f"/v1/bulletins/{bulletin}/attachments/{file}", {"inline": inline})
