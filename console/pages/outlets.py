"""Outlets (媒体) as the bureau sees them: found, verified, suspended, in somebody's charge."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.may import may
from console.passing import passed
from console.people import colleagues, names
from jingmei_client import ABSENT

pages = Blueprint("outlets", __name__, url_prefix="/outlets")
MARKS = ("mine", "without_liaison", "reverification_due")
FILTERS = ("q", "status", "category", "platform", "region", "liaison", *MARKS, "sort")
EXPORTED = ("q", "status", "category", "platform", "region", "liaison")


@pages.get("")
def listing() -> Any:
    """Those of the bureau, by filters."""
    outlets = Listing(api().outlets.search, *FILTERS)
    people = names(each["liaison"] for each in outlets.items)
    counts = api().outlets.counts()
    return render_template("outlets/list.html", outlets=outlets, people=people, counts=counts, marks=MARKS)


@pages.post("/export")
@answering(listing)
def export() -> Response:
    """The list with its filters as a sheet, for a reason that is told."""
    chosen = {name: request.args[name] for name in EXPORTED if request.args.get(name)}
    return passed("/v1/outlets/export", query=chosen | {"reason": sent().text("reason")})


@pages.get("/<outlet>")
def one(outlet: str, revealed: Any = None) -> Any:
    """Profile, channels, members and history, and what can be done with it."""
    found, acts = api().outlets.get(outlet), Listing(api().outlets.history, outlet=outlet)
    verified = found["verification"] or {"by": None}
    people = names([found["liaison"], found["left_by"], verified["by"], *(each["by"] for each in acts.items)])
    return render_template(
        "outlets/one.html", outlet=found, acts=acts, may=may(found), people=people, revealed=revealed,
        officers=colleagues(["liaison"]), waiting=[each for each in found["channels"] if not each["verified"]],
    )  # fmt: skip


@pages.get("/<outlet>/files/<file>")
def evidence(outlet: str, file: str) -> Response:
    """A file that proves something of it, within the page."""
    return passed("/v1/outlets/{}/files/{}", outlet, file, query={"inline": "true"})


@pages.post("/<outlet>/<any(verify, reverify):act>")
@answering(one)
def verify(outlet: str, act: str) -> Any:
    """Verify it with the evidence that was seen, its channels with it; or renew that."""
    form = sent(act)
    proofs = [row for row in form.rows("proofs", "channel", "level", "note") if row.get("note")]
    call = api().outlets.verify if act == "verify" else api().outlets.reverify
    call(
        outlet, licence_number=form.given("licence_number"), proofs=proofs or ABSENT, note=form.text("note"),
        **form.versioned,
    )  # fmt: skip
    return done(f"outlets.done_{act}", "outlets.one", outlet=outlet)


@pages.post("/<outlet>/<any(reject, suspend, reinstate, close):act>")
@answering(one)
def rule(outlet: str, act: str) -> Any:
    """What needs a reason."""
    form = sent(act)
    getattr(api().outlets, act)(outlet, reason=form.text("reason"), **form.versioned)
    return done(f"outlets.done_{act}", "outlets.one", outlet=outlet)


@pages.post("/<outlet>/liaison")
@answering(one)
def assign(outlet: str) -> Any:
    """Put a liaison officer in charge."""
    form = sent()
    api().outlets.assign_liaison(outlet, liaison=form.text("liaison"), key=form.key, version=form.version or 0)
    return done("outlets.assigned", "outlets.one", outlet=outlet)


@pages.post("/<outlet>/revelation")
@answering(one)
def reveal(outlet: str) -> Any:
    """Personal data in full, on this page alone: it is logged, and not kept in any address."""
    return one(outlet, api().outlets.reveal(outlet, **sent().options))


@pages.post("/<outlet>/channels/<channel>/<any(verify, unverify):act>")
@answering(one)
def rule_channel(outlet: str, channel: str, act: str) -> Any:
    """Verify a channel at its level, or take that back."""
    form = sent(channel)
    if act == "verify":
        level: Any = form.text("level")
        api().channels.verify(outlet, channel, level=level, note=form.text("note"), **form.versioned)
    else:
        api().channels.unverify(outlet, channel, reason=form.text("reason"), **form.versioned)
    return done(f"outlets.channel_{act}", "outlets.one", anchor="channels", outlet=outlet)
