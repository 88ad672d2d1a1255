"""Schemes (计分办法): versions, what each says, a form for a new one, its check and its trial."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, g, render_template, request
from werkzeug.datastructures import MultiDict

from console import schemes
from console.asking import api
from console.forms import Form, answering, done, sent
from console.lists import Listing
from console.people import names

pages = Blueprint("schemes", __name__, url_prefix="/schemes")

BLANK = 1
MORE = 3
TRIED = 50


@pages.get("")
def listing() -> Any:
    """Newest first; the shipped one is the last."""
    found = Listing(api().schemes.schemes)
    return render_template("schemes/list.html", schemes=found, people=names(each["by"] for each in found.items))


@pages.get("/<scheme>")
def one(scheme: str, trial: Any = None) -> Any:
    """What it says, line by line; `with` compares it with another version."""
    found, other = api().schemes.scheme(scheme), request.args.get("with", "")
    before = api().schemes.scheme(other) if other else None
    return render_template(
        "schemes/one.html", scheme=found, told=schemes.told(found["scheme"]), trial=trial, before=before,
        compared=schemes.compared(before["scheme"], found["scheme"]) if before else [],
        versions=list(api().schemes.schemes()), data=_written(found["scheme"]),
        periods=api().scoring.periods(limit=20).first()["items"],
    )  # fmt: skip


@pages.post("/<scheme>/trial")
@answering(one)
def trial(scheme: str) -> Any:
    """A period as it would be under it. It has no effect, so that the answer is the page itself."""
    form = sent()
    return one(scheme, trial=api().schemes.trial(scheme, period=form.text("period"), limit=TRIED, **form.options))


@pages.get("/new")
def new(valid: bool = False, trial: Any = None) -> Any:
    """A form with the rules of another version; `as=json` shows the data itself."""
    form: Form | None = g.get("form")
    if form is None:
        source = request.args.get("from") or next(each["id"] for each in api().schemes.schemes() if each["in_force"])
        data = api().schemes.scheme(source)["scheme"]
        as_data = request.args.get("as") == "json"
        form = Form("schemes.adopt", "", _json(data) if as_data else schemes.fill(data))
    blank = BLANK + (MORE if form.text("do") == "rows" else 0)
    return render_template(
        "schemes/new.html", f=form, groups=schemes.GROUPS, where=schemes.places, faults=schemes.faults,
        listed=schemes.listed, title=schemes.title, blank=blank, valid=valid, trial=trial,
        periods=[(each["id"], each["name"]) for each in api().scoring.periods(limit=20).first()["items"]],
        source=request.args.get("from", ""),
    )  # fmt: skip


@pages.post("/new")
@answering(new)
def adopt() -> Any:
    """Check it, try it, ask for more rows, change the way of writing it, or adopt it."""
    form = sent()
    data, do = schemes.read(form), form.text("do")
    _again(form, data, as_data=("json" in form.values) != (do == "turn"))
    if do in ("rows", "turn"):
        return new()
    if do == "check":
        return _checked(data)
    if do == "try":
        return new(trial=api().schemes.try_draft(scheme=data, period=form.text("period"), limit=TRIED, **form.options))
    made = api().schemes.adopt(scheme=data, effective_from=form.text("effective_from"), **form.options)
    return done("schemes.adopted", "schemes.one", scheme=made["id"])


def _checked(data: dict[str, Any]) -> Any:
    found = api().schemes.check(scheme=data)
    if found["valid"]:
        return new(valid=True)
    raise schemes.wrong([each | {"pointer": f"/{schemes.ROOT}{each['pointer']}"} for each in found["problems"]])


def _again(form: Form, data: dict[str, Any], *, as_data: bool) -> None:
    """Fields as the data has them, so that what is wrong with the third rule stands at the third row."""
    values = _json(data) if as_data else schemes.fill(data)
    for name in ("key", "do", "effective_from", "period"):
        if form.text(name):
            values[name] = form.text(name)
    form.values = values


def _json(data: Any) -> Any:
    return MultiDict({"json": _written(data)})


def _written(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
