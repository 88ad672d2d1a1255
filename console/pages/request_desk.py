"""How a bureau works on requests: its units, its times with the texts that answers begin with, and who sees cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, abort, render_template

from console.asking import api, me
from console.forms import Form, answering, done, sent
from console.lists import Listing
from console.pages.requests import KINDS
from console.people import colleagues
from console.places import DUTY
from console.policies import EMPTY, HOURS
from jingmei_client import ABSENT

pages = Blueprint("request_desk", __name__, url_prefix="/request-desk")

TARGETS: Final = ("acknowledgement", "answer")
NUMBERS: Final = ("near_percent", "lapse_days", "remind_days")
TEXT: Final = ("kind", "name", "text")


@pages.get("/units")
def units() -> Any:
    """The units by name; who keeps them sees them as forms."""
    found = Listing(api().liaison_desk.units)
    keeper = "add_unit" in found.page["may"]
    return render_template(
        "request_desk/units.html", units=found, keeper=keeper, staff=colleagues(DUTY) if keeper else [],
    )  # fmt: skip


@pages.post("/units")
@answering(units)
def add() -> Any:
    """One more."""
    form = sent()
    api().liaison_desk.add_unit(**_unit(form), **form.options)
    return done("request_desk.added", "request_desk.units")


@pages.post("/units/<unit>")
@answering(units)
def change(unit: str) -> Any:
    """What a unit is from now on."""
    form = sent(unit)
    api().liaison_desk.change_unit(unit, version=form.version or 0, **_unit(form), **form.options)
    return done("request_desk.changed", "request_desk.units")


@pages.get("/times")
def times() -> Any:
    """Within how many working hours each kind is acknowledged and answered, and the texts that answers begin with."""
    if not me().has(*DUTY):
        abort(403)
    found = api().liaison_desk.policy()
    rows = {name: len(found[name]) + EMPTY for name in ("working_hours", "texts")}
    return render_template(
        "request_desk/times.html", policy=found, rows=rows, kinds=KINDS, targets=TARGETS, numbers=NUMBERS,
        written=_written(found),
    )  # fmt: skip


@pages.post("/times")
@answering(times)
def adopt() -> Any:
    """It counts for times that begin from now on."""
    form = sent()
    limits = [{"kind": kind, **_hours(form, number)} for number, kind in enumerate(KINDS)]
    numbers = {name: form.number(name) for name in NUMBERS}
    api().liaison_desk.adopt_policy(
        working_hours=form.rows("working_hours", *HOURS), times=limits, texts=form.rows("texts", *TEXT),
        **numbers, **form.options,
    )  # fmt: skip
    return done("request_desk.adopted", "request_desk.times")


@pages.get("/officers")
def officers() -> Any:
    """Who is named for rights protection."""
    found = api().liaison_desk.named()
    staff = colleagues(DUTY) if "name" in found["may"] else []
    return render_template("request_desk/officers.html", named=found, version=found.version, staff=staff)


@pages.post("/officers")
@answering(officers)
def name() -> Any:
    """All of them at once."""
    form = sent()
    api().liaison_desk.name(version=form.version or 0, accounts=form.many("accounts"), **form.options)
    return done("request_desk.named", "request_desk.officers")


def _hours(form: Form, number: int) -> dict[str, Any]:
    """Those of a kind that are filled in: what is left out the API asks for at its place."""
    found = {target: form.number(f"times.{number}.{target}") for target in TARGETS}
    return {target: hours for target, hours in found.items() if hours is not ABSENT}


def _unit(form: Form) -> dict[str, Any]:
    return {
        "name": form.text("name"), "head": form.text("head"), "officers": form.many("officers"),
        "active": form.ticked("active"),
    }  # fmt: skip


def _written(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the form of the times."""
    found = {name: policy[name] for name in NUMBERS}
    for number, hours in enumerate(policy["working_hours"]):
        found |= {f"working_hours.{number}.{side}": hours[side] for side in HOURS}
    limits = {each["kind"]: each for each in policy["times"]}
    for number, kind in enumerate(KINDS):
        found |= {f"times.{number}.{target}": limits[kind][target] for target in TARGETS}
    for number, kept in enumerate(policy["texts"]):
        found |= {f"texts.{number}.{name}": kept[name] for name in TEXT}
    return found
