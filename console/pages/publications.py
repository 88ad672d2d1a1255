"""A publication by its id: it stands on the page of its work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for

from console.asking import api

pages = Blueprint("publications", __name__, url_prefix="/publications")


@pages.get("/<publication>")
def one(publication: str) -> Any:
    """Where the inbox leads."""
    work = api().publications.publication(publication)["submission"]
    return redirect(url_for("published.listing", work=work, _anchor=f"publication-{publication}"), 303)
