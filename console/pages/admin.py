"""Administration: the trail of what was done, what leaves the system, and the group robot."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, render_template

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.people import names
from console.words import from_input
from jingmei_client import ABSENT, Pages

pages = Blueprint("admin", __name__)

MOMENTS = ("since", "until")


@pages.get("/audit")
def audit() -> Any:
    """Who did what when, refused attempts too; newest first."""
    rows = Listing(_trail, "account", "object", "operation", "request", *MOMENTS)
    # Whoever signs in is nobody yet in the row that says so.
    people = names(each["account"] for each in rows.items if not each["name"])
    called = api().audit.operations()["operations"]
    return render_template("admin/audit.html", rows=rows, people=people, called=called)


@pages.get("/audit/chain")
def chain() -> Any:
    """Whether the trail still says what it said."""
    return render_template("admin/chain.html", found=api().audit.chain())


@pages.get("/deliveries")
def deliveries() -> Any:
    """What was sent by e-mail and to the group, and what was not."""
    return render_template(
        "admin/deliveries.html", rows=Listing(api().deliveries.deliveries, "state", "channel", "about")
    )


@pages.get("/robot")
def robot() -> Any:
    """The group robot, its key masked."""
    found = api().deliveries.robot()
    return render_template("admin/robot.html", robot=found, version=found.version)


@pages.post("/robot")
@answering(robot)
def set_robot() -> Any:
    """Another robot, or none."""
    form = sent()
    kind = cast(Any, form.text("kind") or None)
    api().deliveries.set_robot(
        version=form.version or 0, kind=kind, key_=form.given("key_") if kind else ABSENT,
        secret=form.given("secret") if kind else ABSENT, **form.options,
    )  # fmt: skip
    return done("admin.robot_set", "admin.robot")


def _trail(**asked: Any) -> Pages:
    """The trail; moments of the filters are those of the reader."""
    return api().audit.audit(**asked | {name: from_input(asked[name]) for name in MOMENTS if name in asked})
