"""What outlets published without approval (未经审核发布): recorded with proof, objected to, ruled on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from console.asking import api, me
from console.forms import Form, answering, done, sent, uploaded
from console.holding import kept_files
from console.lists import Listing
from console.offered import outlets
from console.passing import passed
from console.people import names
from console.words import from_input

pages = Blueprint("unapproved", __name__, url_prefix="/unapproved")


@pages.get("")
def listing() -> Any:
    """Newest first."""
    return render_template("unapproved/list.html", records=Listing(api().unapproved.records, "state", "outlet"))


@pages.get("/new")
def new() -> Any:
    """The form of a record."""
    refused: Form | None = g.get("form")
    files = kept_files(refused.many("proof")) if refused else []
    return render_template("unapproved/new.html", outlets=outlets(), files=files)


@pages.post("/new")
@answering(new)
def add() -> Any:
    """Record it; the outlet is told and may object."""
    form = sent()
    platform: Any = form.text("platform")
    proof = [{"file": each} for each in uploaded("proof", "evidence")]
    told = api().unapproved.add(
        outlet=form.text("outlet"), title=form.text("title"), platform=platform, url=form.given("url"), proof=proof,
        published_at=from_input(form.text("published_at")), media=form.given("media"), reason=form.text("reason"),
        **form.options,
    )  # fmt: skip
    return done("unapproved.added", "unapproved.one", record=told["id"])


@pages.get("/<record>")
def one(record: str) -> Any:
    """The record, the objection, the ruling; to its outlet, on its own page."""
    found = api().unapproved.record(record)
    if not me().staff:
        return redirect(url_for("records.listing", outlet=found["outlet"]), 303)
    said = [each["by"] for each in (found["objection"], found["ruling"]) if each]
    return render_template("unapproved/one.html", record=found, people=names([found["by"], *said]))


@pages.get("/<record>/proof/<file>")
def proof(record: str, file: str) -> Response:
    """What it rests on."""
    return passed("/v1/unapproved-publications/{}/proof/{}", record, file, query={**request.args})


@pages.post("/<record>/withdrawal")
@answering(one)
def withdraw(record: str) -> Any:
    """It was a mistake."""
    form = sent()
    api().unapproved.withdraw(record, reason=form.text("reason"), **form.versioned)
    return done("unapproved.withdrawn", "unapproved.one", record=record)


@pages.post("/<record>/ruling")
@answering(one)
def rule(record: str) -> Any:
    """Uphold the objection, or keep the record."""
    form = sent()
    decision: Any = form.text("decision")
    api().unapproved.rule_on(record, decision=decision, reason=form.text("reason"), **form.versioned)
    return done("unapproved.ruled", "unapproved.one", record=record)
