"""What a reviewer does to a round: take it, rule on findings, say how sensitive it is, decide."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.datastructures import MultiDict

from console import rounds
from console.asking import api
from console.forms import Form, answering, done, sent
from console.pages.reviews import listing, one
from console.words import from_input, text
from jingmei_client import ABSENT, NotFound

pages = Blueprint("reviewing", __name__, url_prefix="/reviews")


@pages.post("/next")
@answering(listing)
def take() -> Any:
    """Take the first that is free."""
    try:
        review = api().reviews.claim_next(kind="work", **sent().options)["id"]
    except NotFound:
        return done("reviews.nothing_free", "reviews.listing")
    return redirect(url_for("reviews.one", review=review), 303)


@pages.post("/<review>/claim")
@answering(one)
def claim(review: str) -> Any:
    """Take it in hand, or keep it longer."""
    api().reviews.claim(review, **sent().options)
    return done("reviews.claimed", "reviews.one", review=review)


@pages.post("/<review>/release")
@answering(one)
def release(review: str) -> Any:
    """Give it back."""
    api().reviews.release(review, **sent().options)
    return done("reviews.released", "reviews.listing")


@pages.post("/<review>/recusal")
@answering(one)
def recuse(review: str) -> Any:
    """Have no part in it (回避)."""
    form = sent()
    api().reviews.recuse(review, reason=form.text("reason"), **form.options)
    return done("reviews.recused", "reviews.listing")


@pages.post("/<review>/reassignment")
@answering(one)
def reassign(review: str) -> Any:
    """Give it to somebody else, or to nobody."""
    form = sent()
    api().reviews.reassign(review, account=form.given("account"), **form.options)
    return done("reviews.reassigned", "reviews.one", review=review)


@pages.post("/<review>/revocation")
@answering(one)
def revoke(review: str) -> Any:
    """Take the approval back before anything was published."""
    form = sent()
    api().reviews.revoke(review, reason=form.text("reason"), **form.versioned)
    return done("reviews.revoked", "reviews.one", review=review)


@pages.post("/<review>/findings/<any(confirmed, dismissed):ruling>")
@answering(one)
def rule(review: str, ruling: str) -> Any:
    """Confirm or dismiss the findings that are ticked, all for one reason."""
    form = sent()
    ticked, why = form.many("finding"), form.text("why")
    if ruling == "dismissed" and ticked:
        api().reviews.dismiss_findings(review, findings=ticked, reason=why, **form.options)
    elif ruling == "confirmed":
        for each in ticked:
            api().reviews.confirm_finding(review, each, reason=why, key=f"{form.key}-{each}")
    return _on(review, form, f"reviews.{ruling}" if ticked else "reviews.none_ticked", "findings")


@pages.post("/<review>/sensitivity")
@answering(one)
def set_sensitivity(review: str) -> Any:
    """How sensitive it is; more stages may follow from it."""
    form = sent()
    api().reviews.set_sensitivity(
        review, sensitivity=form.values.get("sensitivity", ""), reason=form.text("lower_why"), **form.options  # type: ignore[arg-type]
    )  # fmt: skip
    return _on(review, form, "reviews.sensitivity_set", "decision")


@pages.post("/<review>/decision")
@answering(one)
def decide(review: str) -> Any:
    """The decision with grade, embargo, conditions and remarks; then a page says what was recorded."""
    form = sent()
    rounds.compact(form)
    found = api().reviews.get(review)
    api().reviews.decide(
        review, decision=form.values.get("decision", ""), reason=form.text("reason"),  # type: ignore[arg-type]
        comments=rounds.remarks(form, found), grade=form.given("grade"),  # type: ignore[arg-type]
        embargo_until=from_input(form.text("embargo_until")) if form.text("embargo_until") else ABSENT,
        no_embargo=form.ticked("no_embargo") or ABSENT, **form.versioned,
        conditions=[line.strip() for line in form.text("conditions").splitlines() if line.strip()],
    )  # fmt: skip
    return redirect(url_for("reviews.recorded", review=review), 303)


def _on(review: str, form: Form, said: str, anchor: str) -> Any:
    """Say what was recorded. When something else stands in the form, the page is shown with it; otherwise anew."""
    if not rounds.is_written(form):
        return done(said, "reviews.one", anchor=anchor, review=review)
    kept = [(name, value) for name, value in form.values.items(multi=True) if name not in ("key", "finding", "why")]
    g.form = Form("reviewing.kept", "", MultiDict(kept), sent=True)
    flash(text(said))
    return one(review)
