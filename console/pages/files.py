"""Files: shown, downloaded, and sent while a form is still being filled in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from console.asking import api
from console.forms import keep_file
from console.passing import passed
from jingmei_client import Problem

pages = Blueprint("files", __name__, url_prefix="/files")


@pages.get("/<file>")
def one(file: str) -> Response:
    """One that is not sent with anything yet: as a download, or within a page."""
    return passed("/v1/files/{}", file, query={"inline": "true" if request.args.get("inline") else "false"})


@pages.post("")
def send() -> Any:
    """Take a file before its form is sent: an entry for the list in the form. Refused: the reason in its place."""
    file = request.files["file"]
    name, kind = request.form.get("name", "attachments"), request.form.get("kind", "attachment")
    try:
        kept = keep_file(file, kind)
    except Problem as problem:
        return render_template("file.html", name=name, file=None, title=file.filename, error=problem), problem.status
    return render_template("file.html", name=name, file=api().files.metadata(kept), error=None)
