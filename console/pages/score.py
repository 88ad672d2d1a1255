"""Points (积分) of an outlet: rank, works, rules and workings; appeals, awards, the ledger."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from console.asking import api
from console.forms import answering, done, sent, uploaded
from console.lists import Listing
from console.mine import chosen, outlets
from console.passing import passed
from console.standing import chart, explanation, period_of, row
from jingmei_client import ABSENT

pages = Blueprint("score", __name__)


@pages.get("/score")
def home() -> Any:
    """Why this score."""
    outlet, periods = chosen(), list(api().scoring.periods())
    period = period_of(periods, request.values.get("period", ""))
    shown: dict[str, Any] = {"outlet": outlet, "outlets": outlets(), "periods": periods, "period": period}
    if outlet is None or period is None:
        return render_template("score/none.html", **shown)
    why = explanation(period["id"], outlet["id"])
    return render_template(
        "score/home.html", why=why, chart=chart(why["items"]), row=row(period["id"], outlet["id"]),
        appeals=list(api().appeals.appeals(period["id"], outlet=outlet["id"])),
        awards=list(api().awards.awards(period["id"], outlet=outlet["id"])), **shown,
    )  # fmt: skip


@pages.post("/score")
@answering(home)
def appeal() -> Any:
    """Appeal against the ranking while it is public."""
    form, outlet = sent(), chosen() or abort(404)
    period = form.text("period")
    api().appeals.open_appeal(
        period, outlet=outlet["id"], reason=form.text("reason"), submission=form.given("submission"),
        entries=form.many("entries") or ABSENT, evidence=uploaded("evidence", "evidence") or ABSENT, **form.options,
    )  # fmt: skip
    return done("score.appealed", "score.home", outlet=outlet["id"], period=period, anchor="appeals")


@pages.get("/score/ledger")
def ledger() -> Any:
    """Every entry, in the order of what caused it."""
    outlet = chosen() or abort(404)
    entries = Listing(lambda **asked: api().scoring.ledger(outlet["id"], **asked), "period")
    return render_template(
        "score/ledger.html", entries=entries, outlet=outlet, outlets=outlets(), periods=list(api().scoring.periods())
    )


@pages.get("/score/awards/<award>/certificate.pdf")
def certificate(award: str) -> Response:
    """The certificate of honour as a file."""
    return passed("/v1/awards/{}/certificate.pdf", award)


@pages.get("/works/<work>/points")
def points(work: str) -> Any:
    """What one work earned, line by line, and why something earned nothing."""
    return render_template("score/points.html", found=api().scoring.points(work))
