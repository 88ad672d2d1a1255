"""Reviews (审核): what waits, one round with its text, what was decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from console import rounds
from console.asking import api, me
from console.charts import bars
from console.forms import form
from console.lists import Listing
from console.may import may
from console.offered import asked
from console.passing import passed
from console.people import colleagues, names
from console.places import REVIEWERS
from console.spans import pieces
from jingmei_client import Pages

pages = Blueprint("reviews", __name__, url_prefix="/reviews")
WAITING = ("stage", "kind", "sensitivity", "mine", "free", "overdue", "returned", "left")
WHOLE = ("all", "decided_by_me", "status", "stage", "kind", "sensitivity")


@pages.get("")
def listing() -> Any:
    """What waits, due first; what one has decided, and all rounds, by other tabs."""
    whole = "all" in request.args or "decided_by_me" in request.args
    found = Listing(_search, *WHOLE) if whole else Listing(_waiting, *WAITING)
    if not whole:
        # What one has in hand stands first; the sort is stable, so what is due first stays first.
        found.items.sort(key=lambda each: each["claimed_by"] != me().account)
    counts = api().reviews.counts()
    # A leader takes what waits for leaders, and where nothing ever does there is nothing to take.
    takes = not whole and (me().has(*REVIEWERS) or (me().has("leader") and counts["stage"]["leader"]))
    return render_template(
        "reviews/list.html", reviews=found, whole=whole, counts=counts, next=form("reviewing.take"), takes=takes,
        oversees=me().has("reviewer_final", "leader"),
        people=names(each["claimed_by"] for each in found.items),
    )  # fmt: skip


@pages.get("/workload")
def workload() -> Any:
    """How much each reviewer has in hand, as a chart and a table."""
    found = api().reviews.workload()
    people = names(each["account"] for each in found["items"])
    there = url_for("reviews.listing", all="true")
    rows = [
        {"label": people.get(each["account"], each["account"]), "href": there, "value": each["in_hand"]}
        for each in found["items"]
    ]
    return render_template("reviews/workload.html", load=found, people=people, chart=bars(rows) if rows else None)


@pages.get("/<review>")
def one(review: str) -> Any:
    """The text with numbered marks, what was found and said of it, and the form of the decision."""
    found = api().reviews.get(review)
    last, changes = rounds.before(found)
    marks = rounds.marks(found)
    return render_template(
        "reviews/one.html", review=found, may=may(found), marks=marks, last=last, changes=changes,
        forms=rounds.forms(), rows=rounds.rows(rounds.forms()["decide"]), people=names(_people(found, last)),
        texts={name: pieces(found[name], [m for m in marks if m["field"] == name]) for name in ("title", "body")},
        read=rounds.read(found, marks), call=asked(found["call"]),
        takers=colleagues(_roles(found)) if "reassign" in may(found) else [], mine=found["claimed_by"] == me().account,
    )  # fmt: skip


@pages.get("/<review>/history")
def history(review: str) -> Any:
    """All that happened to it."""
    acts = Listing(api().reviews.history, review=review)
    people = names(each["by"] for each in acts.items)
    return render_template("reviews/history.html", review=api().reviews.get(review), acts=acts, people=people)


@pages.get("/<review>/recorded")
def recorded(review: str) -> Any:
    """What was recorded, and what comes next."""
    found = api().reviews.get(review)
    own = [each for each in [*found["decisions"], *found["assessments"]] if each["by"] == me().account]
    waiting = Listing(api().reviews.queue, free=True).items
    following = next((each for each in waiting if each["id"] != review), None)
    return render_template("reviews/recorded.html", review=found, decision=own[-1] if own else None, next=following)


@pages.get("/works/<work>/files/<file>")
def attachment(work: str, file: str) -> Response:
    """A file of the work, within the page."""
    inline = "true" if request.args.get("inline") else "false"
    return passed("/v1/submissions/{}/attachments/{}", work, file, query={"inline": inline})


@pages.get("/works/<work>/files/<file>/small")
def small(work: str, file: str) -> Response:
    """A smaller picture of that."""
    return passed("/v1/submissions/{}/attachments/{}/thumbnail", work, file, query={"size": 512})


def _search(**asked: Any) -> Pages:
    # `all` names the tab; to the API it is the absence of other filters.
    return api().reviews.search(**{name: value for name, value in asked.items() if name != "all"})


def _waiting(**asked: Any) -> Pages:
    # What somebody left when leaving is a list of its own, for final reviewers.
    place = {name: asked[name] for name in ("cursor", "limit") if name in asked}
    return api().reviews.left(**place) if asked.pop("left", False) else api().reviews.queue(**asked)


def _people(found: Any, last: Any) -> list[str]:
    before = last["decisions"] if last else []
    parts = (*found["decisions"], *before, *found["findings"], *found["history"], *found["assessments"])
    return [found["claimed_by"], found["left_by"], *found["recused"], *(each["by"] for each in parts)]


def _roles(found: Any) -> list[str]:
    return [role for stage in found["stages"] if stage["stage"] == found["stage"] for role in stage["roles"]]
