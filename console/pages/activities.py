"""Where bureau and outlets meet (活动): announced, replied to, moved, held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import segno
from flask import Blueprint, Response, abort, g, render_template, request

from console.asking import api, me
from console.forms import Form, answering, done, sent, uploaded
from console.holding import held, kept_files
from console.lists import Listing
from console.mine import invited
from console.mine import outlets as own_outlets
from console.offered import outlets
from console.origin import world
from console.passing import passed
from console.words import ZONE, from_input, midnight
from jingmei_client import ABSENT

pages = Blueprint("activities", __name__, url_prefix="/activities")

KINDS: Final = ("planning", "symposium", "get_together", "open_day", "visit", "training", "conference")
CATEGORIES: Final = ("official_media", "department", "self_media", "influencer")
# What a page shows of what happened, further back goes by the API; and how many of a list come at once.
SHOWN: Final = 100


@pages.get("")
def listing() -> Any:
    """Those to come, the next one first."""
    return _listed("coming", since=_now())


@pages.get("/today")
def today() -> Any:
    """Those of today."""
    day = datetime.now(ZONE).date()
    return _listed("today", since=midnight(day), until=midnight(day + timedelta(days=1)))


@pages.get("/past")
def past() -> Any:
    """Those that are over, the latest first."""
    return _listed("past", ended=_now(), latest=True)


@pages.get("/suggested")
def suggested() -> Any:
    """Those with suggestions to answer, the latest first."""
    return _listed("suggested", suggested=True, latest=True)


@pages.get("/new")
def new() -> Any:
    """The form of a new one."""
    for_planners()
    return render_template("activities/edit.html", activity=None, **_choices(None))


@pages.post("/new")
@answering(new)
def plan() -> Any:
    """Keep a draft."""
    form = sent()
    made = api().activities.plan(**_written(form), **form.options)
    return done("activities.planned", "activities.one", id=made["id"])


@pages.get("/<id>/edit")
def edit(id: str) -> Any:
    """The form of one that is there."""
    for_planners()
    found = api().activities.one(id)
    return render_template("activities/edit.html", activity=found, **_choices(found))


@pages.post("/<id>/edit")
@answering(edit)
def change(id: str) -> Any:
    """It as it is from now on."""
    form = sent()
    api().activities.change(id, **_written(form), version=form.version or 0, key=form.key)
    return done("activities.changed", "activities.one", id=id)


@pages.get("/<id>")
def one(id: str) -> Any:
    """An activity: what, when, where; one's own reply with its code; to liaisons who comes."""
    found = api().activities.one(id)
    mine = found["mine"] or {}
    door = world("arrivals.door", id=id, code=mine["code"]) if mine.get("code") else ""
    return render_template(
        "activities/one.html",
        activity=found,
        outlets=invited(found) if "reply" in found["may"] else [],
        own=own_outlets() if mine else [],
        acts=api().activities.acts(id, limit=SHOWN).first()["items"],
        picture=segno.make(door, error="m").svg_data_uri(scale=4, light="#fff") if door else "",
        reader=me().has("liaison", "leader", "admin"),
    )


@pages.get("/<id>/files/<file>")
def file(id: str, file: str) -> Response:
    """A file of it."""
    return passed("/v1/activities/{}/files/{}", id, file, query={**request.args})


@pages.get("/<id>/certificate.pdf")
def certificate(id: str) -> Response:
    """That one was there."""
    return passed("/v1/activities/{}/certificate.pdf", id)


@pages.get("/<id>/sign-ups.xlsx")
def sheet(id: str) -> Response:
    """The list for the door."""
    return passed("/v1/activities/{}/sign-ups.xlsx", id)


@pages.post("/<id>/announcement")
@answering(one)
def announce(id: str) -> Any:
    """Tell whoever is invited."""
    api().activities.announce(id, **sent().versioned)
    return done("activities.announced", "activities.one", id=id)


@pages.post("/<id>/cancellation")
@answering(one)
def cancel(id: str) -> Any:
    """It does not take place."""
    form = sent()
    api().activities.cancel(id, reason=form.text("reason"), **form.versioned)
    return done("activities.dropped" if form.ticked("draft") else "activities.cancelled", "activities.one", id=id)


@pages.post("/<id>/holding")
@answering(one)
def hold(id: str) -> Any:
    """It took place."""
    api().activities.hold(id, **sent().versioned)
    return done("activities.held", "activities.one", id=id)


@pages.post("/<id>/closing")
@answering(one)
def close(id: str) -> Any:
    """Nothing more is to come of it."""
    api().activities.close(id, **sent().versioned)
    return done("activities.closed", "activities.one", id=id)


@pages.post("/<id>/repetition")
@answering(one)
def repeat(id: str) -> Any:
    """A draft of next year's, to be looked through."""
    made = api().activities.repeat(id, **sent().options)
    return done("activities.repeated", "activities.edit", id=made["id"])


@pages.post("/<id>/reply")
@answering(one)
def reply(id: str) -> Any:
    """Whether one comes; what that came to the next page says."""
    form = sent()
    wanted: Any = form.text("reply")
    made = api().activities.reply(
        id, outlet=form.text("outlet"), reply=wanted, remark=form.given("remark"), **form.options
    )  # fmt: skip
    return done(f"activities.reply_{made['mine']['seat']}", "activities.one", id=id)


def _listed(which: str, **always: Any) -> Any:
    """A list of them; `which` has a text that says what it is empty of."""
    found = Listing(api().activities.search, "q", "kind", "state", "mine", "unanswered", **always)
    return render_template("activities/list.html", activities=found, kinds=KINDS, which=which)


def for_planners() -> None:
    """Pages that are for who prepares activities."""
    if "plan" not in api().activities.search(limit=1).first()["may"]:
        abort(403)


def _now() -> str:
    return datetime.now(ZONE).isoformat()


def _written(form: Form) -> dict[str, Any]:
    """What the form says, for the API."""
    kind: Any = form.text("kind")
    return {
        "kind": kind,
        "title": form.text("title"),
        **{name: form.given(name) for name in ("text", "agenda", "place", "link")},
        "starts_at": from_input(form.text("starts_at")),
        "ends_at": from_input(form.text("ends_at")),
        "sign_up_until": from_input(form.text("sign_up_until")) if form.text("sign_up_until") else ABSENT,
        "capacity": form.number("capacity"),
        "invited": [
            *([{"to": "all"}] if form.text("reach") == "all" else ()),
            *(
                {"to": to, "id": id_}
                for to, _, id_ in (one.partition(":") for one in dict.fromkeys(form.many("invited")))
            ),
        ],
        "files": [{"file": each} for each in uploaded("files", "attachment")] or ABSENT,
    }


def _invited(form: Form) -> list[Any]:
    """All outlets, or those that were ticked; what says both the API refuses."""
    ticked = [each.partition(":") for each in dict.fromkeys(form.many("invited"))]
    chosen = [{"to": to, "id": id_} for to, _, id_ in ticked]
    return [{"to": "all"}, *chosen] if form.text("reach") == "all" else chosen


def _choices(activity: Any) -> dict[str, Any]:
    """What the form offers, and the files that it has, refused or not."""
    refused: Form | None = g.get("form")
    known = kept_files(activity["files"] if activity else ())
    return {
        "kinds": KINDS, "categories": CATEGORIES, "outlets": outlets(status="verified"),
        "guests": list(api().guests.search(limit=SHOWN)), "files": held(refused, "files") if refused else known,
    }  # fmt: skip
