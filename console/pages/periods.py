"""Periods (考评周期): from closing to the signed ranking, why each outlet stands where it does, appeals, documents."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing, filtering
from console.may import may
from console.passing import passed
from console.people import names
from console.words import text
from jingmei_client import Forbidden, NotFound

pages = Blueprint("periods", __name__)

SHOWN = 50


@pages.get("/periods")
def listing() -> Any:
    """The latest first."""
    return render_template("periods/list.html", periods=Listing(api().scoring.periods))


@pages.get("/periods/<period>")
def one(period: str, rebuilt: Any = None) -> Any:
    """Where a period stands, its next move, and what it has: ranking, appeals, documents."""
    found = api().scoring.period(period)
    return render_template(
        "periods/one.html",
        period=found,
        rows=_ranking(period),
        appeals=_appeals(period),
        rebuilt=rebuilt,
    )


@pages.post("/periods/<period>/close")
@answering(one)
def close(period: str) -> Any:
    """Nothing enters it any more."""
    form = sent()
    api().scoring.close(period, **form.versioned)
    return done("periods.closed", "periods.one", period=period)


@pages.post("/periods/<period>/publicise")
@answering(one)
def publicise(period: str) -> Any:
    """Show the ranking to the outlets and take appeals."""
    form = sent()
    api().scoring.publicise(period, working_days=form.number("working_days"), **form.versioned)
    return done("periods.publicised", "periods.one", period=period)


@pages.post("/periods/<period>/rebuild")
@answering(one)
def rebuild(period: str) -> Any:
    """Compute the ledger again from nothing; it changes nothing, so that what was found is the answer itself."""
    return one(period, rebuilt=api().scoring.rebuild(period, **sent().options))


@pages.post("/periods/<period>/awards")
@answering(one)
def grant(period: str) -> Any:
    """Grant what the scheme gives by the signed ranking."""
    made = api().awards.grant(period, **sent().options)
    flash(text("periods.granted", granted=made["granted"], total=made["total"]))
    return redirect(url_for("awards.listing", period=period), 303)


@pages.get("/periods/<period>/sign")
def sign(period: str) -> Any:
    """What a leader signs: the ranking and how the appeals were answered."""
    found = api().scoring.period(period)
    by_code = "finalise" in may(found) and api().accounts.me()["second_factor"]
    return render_template(
        "periods/sign.html", period=found, rows=_ranking(period), appeals=_appeals(period), by_code=by_code
    )


@pages.post("/periods/<period>/sign")
@answering(sign)
def finalise(period: str) -> Any:
    """Sign; the page that follows says what was signed."""
    form = sent()
    api().scoring.finalise(
        period,
        password=form.given("password"),
        code=form.given("code"),
        early=form.ticked("early"),
        reason=form.text("reason"),
        **form.versioned,
    )
    return done("periods.signed", "periods.signed", period=period)


@pages.get("/periods/<period>/signed")
def signed(period: str) -> Any:
    """What was signed, by whom, and its seal."""
    return render_template("periods/signed.html", period=api().scoring.period(period), rows=_ranking(period))


@pages.get("/periods/<period>/ranking/<outlet>")
def explanation(period: str, outlet: str) -> Any:
    """Why an outlet stands where it does: work by work, entry by entry."""
    works = Listing(api().rankings.explanation, period=period, outlet=outlet)
    people = names(each["by"] for each in works.page["by_hand"])
    reversible = _reversible(outlet) if works.page["by_hand"] else set()
    return render_template(
        "periods/explanation.html", works=works, found=works.page, period=period, people=people, reversible=reversible
    )


@pages.get("/periods/<period>/notice.docx")
def notice(period: str) -> Response:
    """The notice in the layout of official documents."""
    return passed("/v1/periods/{}/notice.docx", period, query=filtering("number", "addressees", "copies", "dated"))


@pages.get("/periods/<period>/table.xlsx")
def table(period: str) -> Response:
    """All rankings and every entry."""
    return passed("/v1/periods/{}/table.xlsx", period, query=filtering("dated"))


@pages.get("/appeals/<appeal>")
def appeal(appeal: str) -> Any:
    """An appeal with its grounds, its answer and what it corrected."""
    found = api().appeals.appeal(appeal)
    points = api().rankings.explanation(found["period"], found["outlet"], limit=100).first()
    people = names([found["answered_by"]])
    return render_template("periods/appeal.html", appeal=found, entries=_entries(points), people=people)


@pages.get("/appeals/<appeal>/evidence/<file>")
def evidence(appeal: str, file: str) -> Response:
    """A file that came with it."""
    return passed("/v1/appeals/{}/evidence/{}", appeal, file)


@pages.post("/appeals/<appeal>/answer")
@answering(appeal)
def answer(appeal: str) -> Any:
    """Uphold with corrections, or dismiss; the reasons go to the outlet."""
    form = sent()
    corrections: list[dict[str, str]] = [{"reverses": entry} for entry in form.many("reverses")]
    corrections += form.rows("corrections", "points", "submission", "reason")
    api().appeals.answer(
        appeal, decision=form.text("decision"), answer=form.text("answer"),  # type: ignore[arg-type]
        corrections=corrections, **form.versioned,
    )  # fmt: skip
    return done("periods.answered", "periods.appeal", appeal=appeal)


def _ranking(period: str) -> Listing | None:
    """The ranking as far as the reader may see it: people of outlets once it is public."""
    try:
        return Listing(api().rankings.ranking, "category", period=period, limit=SHOWN)
    except (Forbidden, NotFound):
        return None


def _reversible(outlet: str) -> set[str]:
    """Points by hand of an outlet that the reader may take back."""
    standing = api().scoring.adjustments(outlet=outlet, stands=True, limit=SHOWN).first()["items"]
    return {each["id"] for each in standing if "reverse_adjustment" in may(each)}


def _appeals(period: str) -> list[Any]:
    appeals: list[Any] = api().appeals.appeals(period, limit=SHOWN).first()["items"]
    return appeals


def _entries(found: Any) -> list[Any]:
    """Entries of an outlet's ranking, those by hand too."""
    return [*found["by_hand"], *(entry for work in found["items"] for entry in work["entries"])]
