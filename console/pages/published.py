"""Where a work was published (刊发) and how far it reached (传播数据): reported by its outlet, with proof."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from console.asking import api
from console.forms import Form, answering, done, sent, uploaded
from console.material import released
from console.mine import own
from console.words import from_input
from jingmei_client import ABSENT

pages = Blueprint("published", __name__, url_prefix="/works/<work>/publications")
MEASURES: Final = ("likes", "shares", "comments", "in_views")
CODES: Final = ("medium", "channel", "platform", "url", "placement", "byline", "source")


@pages.get("")
def listing(work: str) -> Any:
    """Each publication with its numbers, and the forms to report more."""
    found = api().submissions.get(work)
    there = [
        {**each, "numbers": api().publications.publication_metrics(each["id"])["items"]}
        for each in api().publications.publications(work)["items"]
    ]
    mine = own(found["outlet"])
    channels = [each for each in api().outlets.get(found["outlet"])["channels"] if each["verified"]] if mine else []
    materials = released(found["outlet"]) if mine else []
    return render_template(
        "published/list.html", work=found, publications=there, mine=mine, channels=channels, materials=materials
    )


@pages.get("/media")
def media(work: str) -> Any:
    """Names of the media directory, while one is being typed."""
    wanted = request.args.get("medium", "").strip()
    found = api().media.search(q=wanted, state="active", limit=10).first()["items"] if wanted else []
    return render_template("published/media.html", media=found)


@pages.post("")
@answering(listing)
def report(work: str) -> Response:
    """It was published there."""
    form = sent()
    api().publications.publish(work, **_fields(form) | {"material": form.given("material")}, **form.options)
    return done("published.reported", "published.listing", work=work)


@pages.post("/<publication>/correction")
@answering(listing)
def correct(work: str, publication: str) -> Response:
    """A slip; after it was verified with a reason, and a liaison looks at it."""
    form = sent(publication)
    fields = _fields(form) | {"reason": form.given("reason")}
    api().publications.correct_publication(publication, version=form.version or 0, key=form.key, **fields)
    return done("published.corrected", "published.listing", work=work, anchor=f"publication-{publication}")


@pages.post("/<publication>/withdrawal")
@answering(listing)
def withdraw(work: str, publication: str) -> Response:
    """It was not published there after all."""
    form = sent(publication)
    api().publications.withdraw_publication(publication, reason=form.given("reason"), **form.versioned)
    return done("published.withdrawn", "published.listing", work=work)


@pages.post("/<publication>/metrics")
@answering(listing)
def report_metrics(work: str, publication: str) -> Response:
    """The numbers of one moment."""
    form = sent(publication)
    api().publications.report_metrics(
        publication, observed_at=from_input(form.text("observed_at")), **_numbers(form), **form.options
    )
    return done("published.numbers_reported", "published.listing", work=work, anchor=f"publication-{publication}")


@pages.post("/<publication>/metrics/<metrics>")
@answering(listing)
def correct_metrics(work: str, publication: str, metrics: str) -> Response:
    """A slip in them."""
    form = sent(metrics)
    fields = _numbers(form) | {"reason": form.given("reason")}
    api().publications.correct_metrics(metrics, version=form.version or 0, key=form.key, **fields)
    return done("published.numbers_corrected", "published.listing", work=work, anchor=f"publication-{publication}")


def _fields(form: Form) -> dict[str, Any]:
    return {name: form.given(name) for name in CODES} | {
        "published_at": from_input(form.text("published_at")), "earlier": form.ticked("earlier"),
        "length": form.number("length"), "reprint": form.ticked("reprint"), "reprint_of": form.given("reprint_of"),
        "proof": _proof(form), "material": form.text("material") if "material" in form.values else ABSENT,
    }  # fmt: skip


def _numbers(form: Form) -> dict[str, Any]:
    return {name: form.number(name) for name in MEASURES} | {"reads": form.number("reads"), "proof": _proof(form)}


def _proof(form: Form) -> Any:
    return [{"file": file} for file in uploaded("proof", "evidence")] or ABSENT
