"""Publication permits (发布许可), for staff; anybody checks one by its code on a public page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from console.asking import api
from console.lists import Listing

pages = Blueprint("permits", __name__, url_prefix="/permits")


@pages.get("")
def listing() -> Any:
    """Newest first."""
    return render_template("permits/list.html", permits=Listing(api().permits.permits, "state", "year", "outlet"))
