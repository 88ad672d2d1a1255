"""Who comes to an activity, and the door: each is looked at first, then checked in, by a code or by hand."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.asking import api, me
from console.forms import Form, answering, done, sent
from console.lists import Listing, filtering
from console.pages.activities import SHOWN, for_planners
from console.passing import passed
from console.words import text
from jingmei_client import Problem

# How many outlets are offered at once: a longer part of the name finds fewer.
FOUND: Final = 20
FILTERS: Final = ("seat", "reply", "attended", "walk_in")

pages = Blueprint("arrivals", __name__, url_prefix="/activities")


@pages.get("/<id>/sign-ups")
def people(id: str) -> Any:
    """Who replied; at the door each is checked in by hand or by their code."""
    found = api().activities.one(id)
    rows = Listing(api().activities.sign_ups, *FILTERS, limit=SHOWN, activity=id)
    return render_template("activities/people.html", activity=found, people=rows)


@pages.get("/<id>/sign-ups/export")
def export(id: str) -> Response:
    """What the list shows with its filters, as a sheet."""
    return passed("/v1/activities/{}/replies.xlsx", id, query=filtering(*FILTERS))


@pages.get("/<id>/sign-ups/<account>/certificate.pdf")
def certificate(id: str, account: str) -> Response:
    """Somebody's certificate of attendance, for who has no account to get it by."""
    return passed("/v1/activities/{}/sign-ups/{}/certificate.pdf", id, account)


@pages.get("/<id>/door")
def door(id: str) -> Any:
    """The page that a code leads to, scanned or typed: whose it is, so that the person is looked at first."""
    if not me().staff:  # they opened what they are to show
        abort(make_response(render_template("refused.html", key="refused.door", error=None, status=403), 403))
    for_planners()
    code = _code(request.values.get("code", ""))
    found = _looked(id, code) if code and g.get("form") is None else None
    return render_template("activities/door.html", activity=api().activities.one(id), code=code, coming=found)


@pages.post("/<id>/door")
@answering(door)
def enter(id: str) -> Any:
    """Check in by a code whose owner was looked at."""
    form = sent()
    return _greeted(api().check_ins.check_in(id, code=form.text("code"), **form.options), "arrivals.door")


@pages.get("/<id>/walk-in")
def walk_in(id: str) -> Any:
    """Who came without a seat: first the outlet, found by any part of its name, then who of it."""
    for_planners()
    part, outlet = request.values.get("part", "").strip(), request.values.get("outlet", "")
    asked: dict[str, Any] = {"outlet": outlet} if outlet else {"name": part}
    found = api().guests.search(limit=FOUND, **asked).first() if outlet or part else None
    return render_template(
        "activities/walk_in.html", activity=api().activities.one(id), found=found, part=part, outlet=outlet
    )


@pages.post("/<id>/walk-in")
@answering(walk_in)
def let_in(id: str) -> Any:
    """Check in who came without a seat; beyond seats and invitations only once that was ticked."""
    form = sent()
    came = api().check_ins.walk_in(
        id, outlet=form.text("outlet"), account=form.given("account"), name=form.given("name"),
        over_capacity=form.ticked("over_capacity"), uninvited=form.ticked("uninvited"), **form.options,
    )  # fmt: skip
    return _greeted(came, "arrivals.people")


@pages.post("/<id>/sign-ups/<account>/check-in")
@answering(people)
def enter_by_hand(id: str, account: str) -> Any:
    """Check in by hand."""
    form = sent(account)
    return _greeted(api().check_ins.check_in(id, account=account, **form.options), "arrivals.people")


@pages.post("/<id>/sign-ups/<account>/undoing")
@answering(people)
def undo(id: str, account: str) -> Any:
    """It was a mistake."""
    form = sent(account)
    api().check_ins.undo(id, account, **form.options)
    return done("activities.undone", "arrivals.people", id=id)


@pages.post("/<id>/sign-ups/<account>/correction")
@answering(people)
def correct(id: str, account: str) -> Any:
    """They were not there, as it turned out once it was held."""
    form = sent(account)
    api().check_ins.correct(id, account, reason=form.text("reason"), **form.options)
    return done("activities.corrected", "arrivals.people", id=id)


def _looked(id: str, code: str) -> Any:
    """Whose a code is; why it is nobody's here the form says."""
    try:
        return api().check_ins.look(id, code)
    except Problem as problem:
        g.form = Form("arrivals.enter", "", request.values)
        g.form.refused(problem)
        return None


def _greeted(came: Any, endpoint: str) -> Response:
    """Says who was checked in."""
    flash(text("activities.came", name=came["person"]["name"], outlet=came["outlet_name"]))
    for beyond in ("over_capacity", "uninvited"):
        if (came["walk_in"] or {}).get(beyond):
            flash(text(f"activities.let_in_{beyond}"))
    return redirect(url_for(endpoint, **(request.view_args or {}) | {"account": None}), 303)


def _code(text: str) -> str:
    """A code out of an address or as somebody typed it, as a part of a path."""
    return "-".join(text.split())[:40]
