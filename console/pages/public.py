"""For everybody: whether a permit or a certificate is genuine, and rankings that were signed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from console.asking import api, parts, public
from console.lists import Listing
from jingmei_client import NotFound

pages = Blueprint("public", __name__)


@pages.get("/verify")
@public
def verify() -> Any:
    """A form for the code; the QR code leads past it."""
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for("public.verified", code=code.replace("/", "")), 303)
    return render_template("public/verify.html", found=None, kind="", code="")


@pages.get("/verify/<code>")
@public
def verified(code: str) -> Any:
    """Genuine, revoked or unknown, whichever of the three it is."""
    known = (
        ("permit", api().permits.permit),
        ("certificate", api().awards.certificate),
        ("attendance", api().activity_documents.attendance_certificate),
    )
    for kind, ask in known:
        try:
            return render_template("public/verify.html", found=ask(code), kind=kind, code=code)
        except NotFound:
            continue
    return render_template("public/verify.html", found=None, kind="unknown", code=code), 404


@pages.get("/rankings/<bureau>/<period>")
@public
def ranking(bureau: str, period: str) -> Any:
    """A signed ranking: whose, by whom it was signed and when, and the digest that seals it."""
    rows = Listing(api().rankings.public_ranking, "category", period=period, bureau=bureau)
    return render_template("public/ranking.html", rows=rows, bureau=bureau, name=_bureaus().get(bureau), period=period)


@pages.get("/rankings")
@public
def rankings() -> Any:
    """The signed periods of a bureau; which one is chosen where there are several."""
    bureaus = _bureaus()
    bureau = request.args.get("bureau") or parts().settings.bureau or next(iter(bureaus), "")
    found = Listing(api().rankings.public_rankings, bureau=bureau) if bureau in bureaus else None
    return render_template("public/rankings.html", bureaus=bureaus, bureau=bureau, found=found)


def _bureaus() -> dict[str, str]:
    """Names of the bureaus by their codes."""
    return {each["code"]: each["name"] for each in api().accounts.bureaus()["items"]}
