"""Outlets from a sheet: sent, followed, and which rows were refused."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from console.asking import api
from console.forms import answering, sent
from console.lists import Listing
from console.passing import passed

pages = Blueprint("imports", __name__, url_prefix="/outlets/import")


@pages.get("")
def new() -> Any:
    """The form, and what was imported before."""
    return render_template("imports/new.html", imports=Listing(api().imports.imports))


@pages.post("")
@answering(new)
def send() -> Any:
    """Hand the sheet in; it is worked on in the background."""
    form, file = sent(), request.files["file"]
    told = api().imports.import_outlets((file.filename or "", file.read()), **form.options)
    return redirect(url_for("imports.one", import_id=told["id"]), 303)


@pages.get("/<import_id>")
def one(import_id: str) -> Any:
    """How far it is, and the rows that were refused."""
    rows = Listing(api().imports.report, import_id=import_id)
    return render_template("imports/one.html", job=api().imports.status(import_id), rows=rows)


@pages.get("/<import_id>/report.xlsx")
def report(import_id: str) -> Response:
    """The refused rows as a sheet, to mend and send again."""
    return passed("/v1/outlet-imports/{}/report.xlsx", import_id)
