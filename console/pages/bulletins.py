"""Bulletins (信息推送): what the bureau tells the outlets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from console.asking import api
from console.forms import Form, answering, done, sent, uploaded
from console.holding import kept_files
from console.lists import Listing
from console.material import rumours
from console.offered import outlets
from console.passing import passed
from console.people import names

pages = Blueprint("bulletins", __name__, url_prefix="/bulletins")


@pages.get("")
def listing() -> Any:
    """Newest first."""
    return render_template("bulletins/list.html", bulletins=Listing(api().bulletins.bulletins, "kind", "state"))


@pages.get("/new")
def new() -> Any:
    """Write one; nothing is sent before it was looked at on the next page."""
    drafts = Listing(api().bulletin_drafts.drafts)
    return render_template("bulletins/new.html", draft=None, drafts=drafts, **_choices([]))


@pages.post("/new")
@answering(new)
def keep() -> Any:
    """Keep it as a draft, and show what would be sent to whom."""
    written = _written(form := sent())
    draft = api().bulletin_drafts.create(**written, **form.options)
    return redirect(url_for("bulletins.draft", draft=draft["id"]), 303)


@pages.get("/drafts/<draft>")
def draft(draft: str) -> Any:
    """The text as it will be read, and how many will get it."""
    found = api().bulletin_drafts.get(draft)
    reach = api().bulletin_drafts.audience(audience=found["audience"]) if found["audience"] else None
    shown = _choices(found["attachments"])
    return render_template("bulletins/draft.html", draft=found, reach=reach, **shown)


@pages.get("/drafts/<draft>/edit")
def edit(draft: str) -> Any:
    """Go on writing."""
    found = api().bulletin_drafts.get(draft)
    return render_template("bulletins/new.html", draft=found, drafts=None, **_choices(found["attachments"]))


@pages.post("/drafts/<draft>/edit")
@answering(edit)
def change(draft: str) -> Any:
    """Keep what was changed, and look at it again."""
    written = _written(form := sent())
    api().bulletin_drafts.change(draft, **written, key=form.key, version=form.version or 0)
    return redirect(url_for("bulletins.draft", draft=draft), 303)


@pages.post("/drafts/<draft>/publication")
@answering(draft)
def publish(draft: str) -> Any:
    """Send it: it reaches everybody at once."""
    told = api().bulletin_drafts.publish(draft, **sent().versioned)
    return done("bulletins.published", "bulletins.one", bulletin=told["id"])


@pages.post("/drafts/<draft>/deletion")
@answering(draft)
def drop(draft: str) -> Any:
    """Throw it away."""
    form = sent()
    api().bulletin_drafts.delete(draft, key=form.key, version=form.version or 0)
    return done("bulletins.dropped", "bulletins.new")


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


@pages.get("/<bulletin>/receipts")
def receipts(bulletin: str) -> Any:
    """Who has read it, outlet by outlet."""
    report = Listing(api().bulletins.receipts, bulletin=bulletin)
    people = names(each["account"] for outlet in report.items for each in outlet["receipts"])
    found = api().bulletins.bulletin(bulletin)
    return render_template("bulletins/receipts.html", bulletin=found, report=report, people=people)


@pages.post("/<bulletin>/recall")
@answering(one)
def recall(bulletin: str) -> Any:
    """Take it back; its readers are told why."""
    form = sent()
    api().bulletins.recall(bulletin, reason=form.text("reason"), **form.versioned)
    return done("bulletins.recalled", "bulletins.one", bulletin=bulletin)


@pages.get("/drafts/<draft>/attachments/<file>")
def draft_attachment(draft: str, file: str) -> Response:
    """A file of a draft, to look at before it is sent."""
    inline = "true" if request.args.get("inline") else "false"
    return passed("/v1/bulletin-drafts/{}/attachments/{}", draft, file, query={"inline": inline})


@pages.get("/<bulletin>/attachments/<file>")
def attachment(bulletin: str, file: str) -> Response:
    """A file of it."""
    inline = "true" if request.args.get("inline") else "false"
    return passed("/v1/bulletins/{}/attachments/{}", bulletin, file, query={"inline": inline})


def _written(form: Form) -> dict[str, Any]:
    return {
        "kind": form.text("kind") or None,
        "title": form.text("title"),
        "body": form.text("body"),
        "urgent": form.ticked("urgent"),
        "audience": form.many("audience"),
        "attachments": uploaded("attachments", "attachment"),
        "clarifies": form.text("clarifies"),
    }


def _choices(kept: list[str]) -> dict[str, Any]:
    """The outlets to choose from, and the files that the form has, refused or not."""
    refused: Form | None = g.get("form")
    files = refused.many("attachments") if refused and refused.sent else kept
    return {"outlets": outlets(status="verified"), "files": kept_files(files), "rumours": rumours()}
