"""Calls for works, campaigns and brand columns (约稿、主题活动、品牌栏目): made, answered, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, request, url_for

from console.asking import api, me
from console.charts import bars
from console.forms import Form, answering, done, sent, uploaded
from console.labels import label
from console.lists import Listing
from console.offered import given, outlets, topics
from console.passing import passed
from console.words import ZONE, from_input, text

pages = Blueprint("calls", __name__, url_prefix="/calls")

KINDS: Final = ("call", "campaign", "column")
STATES: Final = ("draft", "open", "closed", "cancelled")
INVITED: Final = ("all", "categories", "outlets")
CATEGORIES: Final = ("official_media", "department", "self_media", "influencer")
# So many bars of a chart.
MOST: Final = 12


@pages.get("")
def listing() -> Any:
    """Staff see all of them, outlets those that they are invited to."""
    return render_template("calls/list.html", calls=Listing(api().calls.search, "q", "state", "kind", "mine"))


@pages.get("/results")
def results() -> Any:
    """What came of calls and topics in a month, quarter or year."""
    for_staff()
    year = datetime.now(ZONE).year
    choices = [name for each in (year, year - 1) for name in (str(each), *(f"{each}-Q{n}" for n in range(4, 0, -1)))]
    period = request.args.get("period") or choices[0]
    if period not in choices:
        choices.append(period)
    found = api().calls.results(period=period)
    charts = {
        "calls": _rows((each["title"], url_for("calls.one", call=each["call"]), each) for each in found["calls"]),
        "topics": _rows(
            (each["topic"] or text("calls.without"), url_for("works.listing", topic=each["topic"] or None), each)
            for each in found["topics"]
        ),
    }
    shown = {name: bars(rows) if rows else None for name, rows in charts.items()}
    return render_template("calls/results.html", found=found, charts=shown, period=period, periods=choices)


@pages.get("/new")
def new() -> Any:
    """The form of a draft."""
    return render_template("calls/edit.html", call=None, **_offered())


@pages.post("/new")
@answering(new)
def add() -> Any:
    """Keep it as a draft."""
    form = sent()
    kind: Any = form.text("kind")
    made = api().calls.add(kind=kind, **_written(form), **form.options)
    return done("calls.added", "calls.one", call=made["id"])


@pages.get("/<call>")
def one(call: str) -> Any:
    """What is wanted; for staff who answered and who has not, for outlets their own works for it."""
    found = api().calls.one(call)
    result = api().calls.result(call) if me().staff and found["state"] != "draft" else None
    rows = (
        _rows((each["name"], url_for("outlets.one", outlet=each["outlet"]), each) for each in result["outlets"])
        if result
        else []
    )
    named = {each["id"]: each["name"] for each in outlets()} if me().staff and found["invited"] == "outlets" else {}
    return render_template(
        "calls/one.html", call=found, result=result, chart=bars(rows) if rows else None,
        named=[named[each] for each in found["outlets"] if each in named],
        given=given(found["extra_points"]) if found["extra_points"] else None,
        answers=Listing(api().calls.answers, call=call) if found["state"] != "draft" else None,
    )  # fmt: skip


@pages.get("/<call>/edit")
def edit(call: str) -> Any:
    """The form with what is there."""
    found = api().calls.one(call)
    return render_template("calls/edit.html", call=found, **_offered(found))


@pages.post("/<call>/edit")
@answering(edit)
def change(call: str) -> Any:
    """As it is from now on."""
    form = sent()
    api().calls.change(call, **_written(form), key=form.key, version=form.version or 0)
    return done("calls.changed", "calls.one", call=call)


@pages.post("/<call>/<any(open, close):act>")
@answering(one)
def move(call: str, act: str) -> Any:
    """Have works handed in for it, or no further ones."""
    form = sent(act)
    (api().calls.begin if act == "open" else api().calls.close)(call, **form.versioned)
    return done(f"calls.done_{act}", "calls.one", call=call)


@pages.post("/<call>/cancel")
@answering(one)
def cancel(call: str) -> Any:
    """It is not wanted any more."""
    form = sent()
    api().calls.cancel(call, reason=form.text("reason"), **form.versioned)
    return done("calls.cancelled", "calls.one", call=call)


@pages.get("/<call>/files/<file>")
def file(call: str, file: str) -> Response:
    """A file of it."""
    return passed("/v1/calls/{}/files/{}", call, file, query={**request.args})


def for_staff() -> None:
    """Pages that are for people of the bureau alone."""
    if not me().staff:
        abort(403)


def _rows(found: Any) -> list[dict[str, Any]]:
    """Rows of a chart of works: (what it is, its page, what has its figures)."""
    return [
        {"label": name, "href": href, "value": each["figures"]["works"],
         "shown": text("calls.bar", works=each["figures"]["works"], published=each["figures"]["published"])}
        for name, href, each in found
    ][:MOST]  # fmt: skip


def _written(form: Form) -> dict[str, Any]:
    moments = {name: from_input(form.text(name)) if form.text(name) else None for name in ("opens_at", "closes_at")}
    points = form.number("extra_points")
    invited: Any = form.text("invited")
    categories: Any = form.many("categories")
    return {
        "title": form.text("title"), "brief": form.text("brief").replace("\r\n", "\n"), "topic": form.text("topic"),
        "extra_points": points, "invited": invited, "categories": categories, "outlets": form.many("outlets"),
        "files": [{"file": each} for each in uploaded("files", "attachment")], **moments,
    }  # fmt: skip


def _offered(call: Any = None) -> dict[str, Any]:
    """What the form offers to choose from."""
    if "add" not in api().calls.search(limit=1).first()["may"]:
        abort(403)
    known = {each["id"]: each["name"] for each in outlets(status="verified")}
    for missing in [each for each in (call["outlets"] if call else ()) if each not in known]:
        known[missing] = api().outlets.get(missing)["name"]
    return {
        "given": given(0), "outlets": list(known.items()), "topics": topics(), "kinds": KINDS,
        "categories": [(code, label("category", code)) for code in CATEGORIES],
    }  # fmt: skip
