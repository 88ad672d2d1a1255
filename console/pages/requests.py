"""What outlets ask of the bureau (对接需求), and how the bureau answers: asked, followed, answered, rated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.datastructures import MultiDict

from console import units
from console.asking import api, me
from console.forms import Form, answering, done, sent, uploaded
from console.lists import Listing, filtering
from console.mine import verified
from console.offered import topics
from console.passing import passed
from console.words import from_input
from jingmei_client import ABSENT, Absent, Forbidden, Pages

pages = Blueprint("requests", __name__, url_prefix="/requests")

KINDS: Final = ("material", "interview", "expert", "rights", "rumour", "suggestion")
# Which answers the form offers for a kind; whether one fits the API says.
ANSWERS: Final = {
    "material": ("material", "appointment", "refusal"),
    "interview": ("appointment", "material", "refusal"),
    "expert": ("appointment", "refusal"),
    **dict.fromkeys(("rights", "rumour"), ("reply", "refusal")),
    "suggestion": ("adopted", "declined", "refusal"),
}
# Choices of the form that are words, and say whether a suggestion is adopted.
RULED: Final = {"adopted": True, "declined": False}
FILTERS: Final = ("q", "all", "state", "kind", "unit", "mine", "headed", "open", "overdue", "desk", "outlet")
# How many of a list come at once.
SHOWN: Final = 100


@pages.get("")
def listing() -> Any:
    """Of outlets their own; of the bureau what is open by its time, or all."""
    found = Listing(_search, *FILTERS)
    whose = {each: api().outlets.get(each)["name"] for name, each in found.chosen.items() if name == "outlet"}
    return render_template("requests/list.html", requests=found, kinds=KINDS, units=units.every_unit(), whose=whose)


@pages.get("/export")
def export() -> Response:
    """What the list shows with its filters, as a sheet."""
    return passed("/v1/requests.xlsx", query=_narrowed(filtering(*FILTERS), "true"))


@pages.get("/cases")
def cases() -> Any:
    """Rights protection: one's own, and to who is named all of it."""
    return render_template("requests/cases.html", requests=Listing(api().requests.cases, "q", "state", "open"))


@pages.get("/new")
def new() -> Any:
    """The form of a request."""
    mine = verified()
    if me().staff and not mine:
        abort(403)
    return render_template("requests/new.html", outlets=mine, kinds=KINDS, topics=topics())


@pages.post("/new")
@answering(new)
def add() -> Any:
    """Ask."""
    form = sent()
    kind: Any = form.text("kind")
    made = api().requests.add(
        kind=kind, outlet=form.text("outlet"), title=form.text("title"), text=form.text("text"),
        needed_by=form.given("needed_by"), topic=form.given("topic"), files=_files("attachment"), **form.options,
    )  # fmt: skip
    return done("requests.added", "requests.one", id=made["id"])


@pages.get("/<id>")
def one(id: str) -> Any:
    """A request: what is asked, by when, what was said and done, and what one may do."""
    found = api().requests.one(id)
    texts = units.texts(found["kind"]) if "answer" in found["may"] else []
    notes = _notes(id) if me().staff else None
    return render_template(
        "requests/one.html",
        asked=found,
        messages=_part(api().requests.messages, id, "messages"),
        files={each["file"]: each for each in api().requests.files(id)["items"]},
        acts=_part(api().requests.acts, id, "acts"),
        notes=notes,
        staff=notes is not None,
        answers=ANSWERS,
        units=units.takers(found["kind"]) if "assign" in found["may"] else [],
        texts=texts,
    )


@pages.get("/<id>/files/<file>")
def file(id: str, file: str) -> Response:
    """A file of it."""
    return passed("/v1/requests/{}/files/{}", id, file, query={**request.args})


@pages.post("/<id>/acknowledgement")
@answering(one)
def acknowledge(id: str) -> Any:
    """Take note of it."""
    api().requests.acknowledge(id, **sent().versioned)
    return done("requests.acknowledged", "requests.one", id=id)


@pages.post("/<id>/assignment")
@answering(one)
def assign(id: str) -> Any:
    """Give it to an officer of a unit: the form names both at once."""
    form = sent()
    unit, _, officer = form.text("officer").partition(":")
    api().requests.assign(id, unit=unit, officer=officer, reason=form.given("reason"), **form.versioned)
    return done("requests.assigned", "requests.one", id=id)


@pages.post("/<id>/answer")
@answering(one)
def answer(id: str) -> Any:
    """Answer it; or put one of the bureau's texts below what was written of the answer."""
    form, files = sent(), _files("attachment")
    if form.text("begin"):
        return _begun(form, id)
    chosen: Any = form.text("kind")
    api().requests.answer(
        id, kind="reply" if chosen in RULED else chosen, adopted=RULED.get(chosen, ABSENT), text=form.given("text"),
        files=files, source_line=form.given("source_line"), place=form.given("place"),
        embargo_until=_moment(form, "embargo_until"), starts_at=_moment(form, "starts_at"),
        looked=form.ticked("looked"), **form.versioned,
    )  # fmt: skip
    return done("requests.answered", "requests.one", id=id)


@pages.post("/<id>/rating")
@answering(one)
def rate(id: str) -> Any:
    """Say how content one is."""
    form = sent()
    api().requests.rate(id, stars=form.number("stars"), comment=form.given("comment"), **form.versioned)
    return done("requests.rated", "requests.one", id=id)


@pages.post("/<id>/reopening")
@answering(one)
def reopen(id: str) -> Any:
    """Ask again."""
    form = sent()
    api().requests.reopen(id, reason=form.text("reason"), **form.versioned)
    return done("requests.reopened", "requests.one", id=id)


@pages.post("/<id>/withdrawal")
@answering(one)
def withdraw(id: str) -> Any:
    """It is needed no more."""
    form = sent()
    api().requests.withdraw(id, reason=form.given("reason"), **form.versioned)
    return done("requests.withdrawn", "requests.one", id=id)


@pages.post("/<id>/joining")
@answering(one)
def join(id: str) -> Any:
    """Have it answered with another one, which is named by its number or address."""
    form = sent()
    api().requests.join(id, to=urlsplit(form.text("to").strip()).path.rstrip("/").rpartition("/")[2], **form.versioned)
    return done("requests.joined", "requests.one", id=id)


@pages.post("/<id>/parting")
@answering(one)
def part(id: str) -> Any:
    """Have it answered by itself."""
    api().requests.part(id, **sent().versioned)
    return done("requests.parted", "requests.one", id=id)


@pages.post("/<id>/hand-back")
@answering(one)
def hand_back(id: str) -> Any:
    """Give it back to the head of the unit, or to the desk."""
    form = sent()
    api().requests.hand_back(id, reason=form.text("reason"), **form.versioned)
    return done("requests.handed_back", "requests.one", id=id)


@pages.post("/<id>/messages")
@answering(one)
def say(id: str) -> Any:
    """A message to the other side."""
    form = sent()
    api().requests.say(
        id, text=form.text("text"), files=_files("attachment"), looked=form.ticked("looked"), **form.options
    )
    return done("requests.said", "requests.one", anchor="messages", id=id)


@pages.post("/<id>/notes")
@answering(one)
def note(id: str) -> Any:
    """A note for the bureau alone."""
    form = sent()
    api().requests.note(id, text=form.text("text"), files=_files("attachment"), **form.options)
    return done("requests.noted", "requests.one", anchor="notes", id=id)


def _search(**asked: Any) -> Pages:
    return api().requests.search(**_narrowed(asked, True))


def _narrowed(asked: dict[str, Any], yes: Any) -> dict[str, Any]:
    """What was asked for; of what was not narrowed otherwise staff want what waits. Who looks for something does not
    know whether it does. `yes`: as it is asked for."""
    waiting = me().staff and not {"q", "all", "open", "state"} & asked.keys()
    return {name: value for name, value in asked.items() if name != "all"} | ({"open": yes} if waiting else {})


def _part(read: Callable[..., Pages], id: str, name: str) -> Any:
    """A page of what was said or done, newest first; where it begins stands in the address under the part's name."""
    place = {"cursor": request.args[name]} if request.args.get(name) else {}
    return read(id, limit=SHOWN, **place).first()


def _files(kind: str) -> Any:
    return [{"file": each} for each in uploaded("files", kind)] or ABSENT


def _begun(form: Form, id: str) -> Any:
    """The page with the text that was chosen, and all that was written."""
    texts = enumerate(units.texts(api().requests.one(id)["kind"]), 1)
    chosen = next((each["text"] for number, each in texts if str(number) == form.text("begin")), "")
    form.values = MultiDict(form.values)
    form.values["text"] = "\n".join(filter(None, (form.text("text").rstrip(), chosen)))
    return one(id)


def _moment(form: Form, name: str) -> str | Absent:
    return from_input(form.text(name)) if form.text(name) else ABSENT


def _notes(id: str) -> Any:
    """The bureau's notes; None to staff who act for the outlet that asks: there they are of its side."""
    try:
        return _part(api().requests.notes, id, "notes")
    except Forbidden:
        return None
