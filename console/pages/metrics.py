"""Metrics (传播数据) that wait for a liaison: the number beside the one before, and the proof."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from console.asking import api, me
from console.forms import answering, done, sent
from console.lists import Listing
from console.may import may
from console.numerals import count
from console.passing import passed
from console.shown import show

FILTERS: Final = ("state", "flag")
pages = Blueprint("metrics", __name__, url_prefix="/publications/metrics")


@pages.get("")
def queue() -> Any:
    """Those that wait; others by a filter."""
    return render_template("metrics/queue.html", found=Listing(api().publications.metrics_queue, *FILTERS))


@pages.get("/export")
def export() -> Response:
    """The list with its filters as a sheet."""
    return passed("/v1/metrics.xlsx", query={name: found for name in FILTERS if (found := request.args.get(name))})


@pages.get("/<metrics>")
def one(metrics: str) -> Any:
    """One beside the last; to its outlet, on the page of the work."""
    found = api().publications.metrics(metrics)
    if not me().staff:
        anchor = f"publication-{found['publication']}"
        return redirect(url_for("published.listing", work=found["submission"], _anchor=anchor), 303)
    return render_template("metrics/one.html", found=found, may=may(found))


@pages.get("/<metrics>/proof/<file>")
def proof(metrics: str, file: str) -> Response:
    """A file that proves it, within the page; to its outlet, too."""
    return passed("/v1/metrics/{}/proof/{}", metrics, file, query={"inline": "true"})


@pages.get("/<metrics>/proof/<file>/small")
def small(metrics: str, file: str) -> Response:
    """A small picture of that."""
    return passed("/v1/metrics/{}/proof/{}/thumbnail", metrics, file)


@pages.get("/of/<publication>")
def of(publication: str) -> Any:
    """All numbers of a publication: it has a page."""
    return redirect(url_for("publications.one", publication=publication, _anchor="numbers"), 303)


@pages.post("/verification")
@answering(queue)
def verify_many() -> Any:
    """Those that are ticked; what cannot be verified is told, and stays."""
    form = sent()
    pairs = [each.partition(" ") for each in form.many("metrics")]
    chosen = [{"metrics": which, "version": count(version)} for which, _, version in pairs]
    told = api().publications.verify_many(metrics=chosen, **form.options)
    return done("metrics.some_refused" if told["refused"] else "metrics.verified", "metrics.queue")


@pages.post("/<metrics>/verification")
@answering(one)
def verify(metrics: str) -> Any:
    """One, in the version that was looked at."""
    form = sent(metrics)
    api().publications.verify(metrics, key=form.key, version=form.version or 0)
    return done("metrics.verified", "metrics.one", metrics=metrics)


def _of_refusal(metrics: str) -> Any:
    return show(queue) if request.form.get("from") == "queue" else show(one, metrics=metrics)


@pages.post("/<metrics>/refusal")
@answering(_of_refusal)
def refuse(metrics: str) -> Any:
    """Not to be counted, and why."""
    form = sent(metrics)
    api().publications.refuse(metrics, reason=form.text("reason"), key=form.key, version=form.version or 0)
    if form.text("from") == "queue":
        return done("metrics.refused", "metrics.queue")
    return done("metrics.refused", "metrics.one", metrics=metrics)
