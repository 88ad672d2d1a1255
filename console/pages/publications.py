"""Publications (刊发) that wait for a liaison: what was reported, with its proof beside it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for

from console.asking import api, me
from console.forms import answering, done, sent
from console.lists import Listing
from console.may import may
from console.numerals import count
from console.passing import passed
from console.words import from_input
from jingmei_client import ABSENT

pages = Blueprint("publications", __name__, url_prefix="/publications")


@pages.get("")
def queue() -> Any:
    """Those that wait; others by a filter."""
    found = Listing(api().publications.publications_queue, "state", "outlet", "host_differs")
    return render_template("publications/queue.html", found=found)


@pages.get("/<publication>")
def one(publication: str) -> Any:
    """One with its versions, its numbers, and the form that corrects it; to its outlet, on the page of the work."""
    found = api().publications.publication(publication)
    if not me().staff:
        anchor = f"publication-{publication}"
        return redirect(url_for("published.listing", work=found["submission"], _anchor=anchor), 303)
    return render_template(
        "publications/one.html", found=found, may=may(found), work=api().submissions.get(found["submission"]),
        numbers=api().publications.publication_metrics(publication)["items"],
        versions=Listing(api().publications.publication_versions, publication=publication),
    )  # fmt: skip


@pages.get("/<publication>/proof/<file>")
def proof(publication: str, file: str) -> Response:
    """A file that proves it, within the page; to its outlet, too."""
    return passed("/v1/publications/{}/proof/{}", publication, file, query={"inline": "true"})


@pages.get("/<publication>/proof/<file>/small")
def small(publication: str, file: str) -> Response:
    """A small picture of that."""
    return passed("/v1/publications/{}/proof/{}/thumbnail", publication, file)


@pages.post("/verification")
@answering(queue)
def verify_many() -> Any:
    """Those that are ticked; what cannot be verified is told, and stays."""
    form = sent()
    chosen = [_versioned("publication", each) for each in form.many("publication")]
    told = api().publications.verify_publications(publications=chosen, **form.options)
    return done("publications.some_refused" if told["refused"] else "publications.verified", "publications.queue")


@pages.post("/<publication>/verification")
@answering(one)
def verify(publication: str) -> Any:
    """One, at the level that its medium has now where that differs."""
    form = sent(publication)
    level: Any = form.given("level")
    api().publications.verify_publication(publication, level=level, key=form.key, version=form.version or 0)
    return done("publications.verified", "publications.queue")


@pages.post("/<publication>/refusal")
@answering(one)
def refuse(publication: str) -> Any:
    """Not to be counted, and why."""
    form = sent(publication)
    why = form.text("reason")
    api().publications.refuse_publication(publication, reason=why, key=form.key, version=form.version or 0)
    return done("publications.refused", "publications.queue")


@pages.post("/<publication>/correction")
@answering(one)
def correct(publication: str) -> Any:
    """What it is instead, and why."""
    form = sent(publication)
    choices: dict[str, Any] = {name: form.given(name) for name in ("url", "placement", "byline", "reason")}
    at = from_input(form.text("published_at")) if form.text("published_at") else ABSENT
    api().publications.correct_publication(
        publication, published_at=at, length=form.number("length"), key=form.key, version=form.version or 0, **choices
    )
    return done("publications.corrected", "publications.one", publication=publication)


def _versioned(name: str, ticked: str) -> dict[str, Any]:
    which, _, version = ticked.partition(" ")
    return {name: which, "version": count(version)}
