"""Awards (表彰奖励): which were granted, which are still to be handed over, and who took them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from console.asking import api, me
from console.forms import answering, done, form, sent, uploaded
from console.holding import kept_files
from console.lists import Listing
from console.passing import passed
from console.people import colleagues, names
from console.places import DUTY
from console.words import from_input
from jingmei_client import ABSENT

pages = Blueprint("awards", __name__, url_prefix="/awards")


@pages.get("")
def listing() -> Any:
    """Of one period; of the last signed one, if none is chosen."""
    periods = list(api().scoring.periods(limit=100).first()["items"])
    signed = [each["id"] for each in periods if each["status"] == "finalised"]
    period = request.args.get("period") or (signed or [periods[0]["id"]])[0]
    awards = Listing(api().awards.awards, "period", "kind", "status", period=period)
    return render_template("awards/list.html", awards=awards, periods=periods, period=period)


@pages.get("/<award>")
def one(award: str) -> Any:
    """What it rests on, and its delivery."""
    # A photo that came with a form that was refused need not be taken again.
    kept = kept_files(form("awards.deliver").many("photo"))
    found = api().awards.award(award)
    people = names([found["granted_by"], (found["delivery"] or {}).get("recorded_by")])
    staff = colleagues(DUTY) if "deliver" in found["may"] else []
    return render_template("awards/one.html", award=found, kept=kept, people=people, staff=staff, mine=me().account)


@pages.post("/<award>/deliver")
@answering(one)
def deliver(award: str) -> Any:
    """It was handed over: when, by whom, to whom; a photo proves it."""
    given = sent()
    photo = uploaded("photo", "evidence")
    api().awards.deliver(
        award, delivered_at=from_input(given.text("delivered_at")), received_by=given.text("received_by"),
        delivered_by=given.text("delivered_by"), photo=photo[0] if photo else ABSENT, note=given.text("note"),
        **given.versioned,
    )  # fmt: skip
    return done("awards.delivered", "awards.one", award=award)


@pages.get("/<award>/photo")
def photo(award: str) -> Response:
    """The photo of its delivery, within the page."""
    return passed("/v1/awards/{}/photo", award, query={"inline": "true"})


@pages.get("/<award>/photo/small")
def small(award: str) -> Response:
    """A small picture of that."""
    return passed("/v1/awards/{}/photo/thumbnail", award)


@pages.get("/<award>/certificate.pdf")
def certificate(award: str) -> Response:
    """The certificate of honour."""
    return passed("/v1/awards/{}/certificate.pdf", award)
