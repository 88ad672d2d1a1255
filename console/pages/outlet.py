"""One's own outlet (媒体): registration, profile, channels, members; joining one by its invitation."""

from __future__ import annotations

from typing import Any, Final, cast

import segno
from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.asking import api
from console.forms import Form, answering, done, forget_sent, form, sent, uploaded
from console.may import may
from console.mine import chosen, for_outlets, outlets
from console.origin import world
from console.registering import SEND, STEPS, carried, contacts, fields, step, told
from console.shown import show
from jingmei_client import ABSENT, NotFound, Problem

pages = Blueprint("outlet", __name__)
UNPROCESSABLE: Final = 422


@pages.get("/outlet")
def mine() -> Any:
    """What the bureau knows of it, and what can be changed."""
    here = chosen()
    if here is None:
        return render_template("outlet/none.html")
    found, history = api().outlets.get(here["id"]), list(api().outlets.history(here["id"]))
    return render_template("outlet/mine.html", outlet=found, role=here["role"], outlets=outlets(), history=history)


@pages.get("/register")
def register() -> Any:
    """The step that the form has come to."""
    for_outlets()
    f = form("outlet.send")
    shown = step(f)
    return render_template(
        "outlet/register.html", f=f, steps=STEPS, shown=shown, carried=carried(f, shown), told=told(f)
    )


@pages.post("/register")
@answering(register)
def send() -> Any:
    """Another step, or the registration itself."""
    f = sent()
    if f.text("go") != SEND:
        uploaded("proofs", "evidence")
        return show(register)
    found = api().outlets.register(**fields(f), **f.options)
    forget_sent(*(f"register-{number}" for number in range(len(STEPS))))
    return done("outlet.registered", "outlet.mine", outlet=found["id"])


@pages.get("/join")
def join() -> Any:
    """The form for an invitation's code, which a QR code fills in."""
    for_outlets()
    return render_template("outlet/join.html", code=request.args.get("code", ""))


@pages.post("/join")
@answering(join)
def accept() -> Response:
    """Become a member."""
    f = sent()
    try:
        found = api().members.accept(code=f.text("code").strip(), **f.options)
    except NotFound as problem:  # the code is mended in its field; it is not the page that is not there
        error = {"pointer": "/code", "message": problem.detail}
        raise Problem(UNPROCESSABLE, problem.problem | {"errors": [error]}) from problem
    return done("outlet.joined", "outlet.mine", outlet=found["id"])


@pages.post("/outlet")
@answering(mine)
def change() -> Response:
    """Profile and contacts."""
    f, here = sent(), _here()
    identity: dict[str, Any] = {name: f.given(name) for name in ("name", "category", "credit_code")}
    api().outlets.change_profile(
        here, version=f.version or 0, region=f.text("region"), contacts=contacts(f), key=f.key, **identity
    )
    return done("outlet.changed", "outlet.mine", outlet=here)


@pages.post("/outlet/resubmission")
@answering(mine)
def resubmit() -> Response:
    """A rejected registration, corrected, is sent again."""
    f, here = sent(), _here()
    files, note = uploaded("proofs", "evidence"), f.given("note")
    api().outlets.resubmit(here, proofs=[{"files": files}] if files else ABSENT, note=note, **f.versioned)
    return done("outlet.resubmitted", "outlet.mine", outlet=here)


@pages.post("/outlet/closure")
@answering(mine)
def close() -> Response:
    """It takes part no more."""
    f, here = sent(), _here()
    api().outlets.close(here, reason=f.text("reason"), **f.versioned)
    return done("outlet.closed", "outlet.mine", outlet=here)


@pages.post("/outlet/channels")
@answering(mine)
def add_channel() -> Response:
    """One more channel, which a liaison verifies."""
    f, here = sent(), _here()
    api().channels.add_channel(here, **_channel(f), **f.versioned)
    return done("outlet.channel_added", "outlet.mine", outlet=here, anchor="channels")


@pages.post("/outlet/channels/<channel>")
@answering(mine)
def change_channel(channel: str) -> Response:
    """What is new of it."""
    f, here = sent(channel), _here()
    changed = _channel(f) | {"url": f.text("url"), "claimed_level": f.text("claimed_level") or None}
    api().channels.change_channel(here, channel, version=f.version or 0, key=f.key, **changed)
    return done("outlet.channel_changed", "outlet.mine", outlet=here, anchor="channels")


@pages.post("/outlet/channels/<channel>/removal")
@answering(mine)
def remove_channel(channel: str) -> Response:
    """It is theirs no more."""
    f, here = sent(channel), _here()
    api().channels.remove_channel(here, channel, version=f.version or 0, key=f.key)
    return done("outlet.channel_removed", "outlet.mine", outlet=here, anchor="channels")


@pages.get("/outlet/members")
def members() -> Any:
    """Who belongs to it, and who is invited."""
    here = chosen()
    if here is None:
        return redirect(url_for("outlet.mine"), 303)
    found = api().outlets.get(here["id"])
    open_ones = api().members.invitations(here["id"])["items"] if "revoke_invitation" in may(found) else []
    return render_template(
        "outlet/members.html", outlet=found, outlets=outlets(), invitations=open_ones, code=g.get("code")
    )


@pages.post("/outlet/invitations")
@answering(members)
def invite() -> Response:
    """An invitation, good for fourteen days."""
    f, here = sent(), _here()
    api().members.invite(here, role=cast(Any, f.text("role")), note=f.given("note"), **f.options)
    return done("outlet.invited", "outlet.members", outlet=here, anchor="invitations")


@pages.post("/outlet/invitations/<invitation>/code")
@answering(members)
def code(invitation: str) -> Any:
    """Its code as text and as QR: on this page alone, for codes belong in no address of one's own."""
    f, here = sent(invitation), _here()
    found = api().members.invitation_code(here, invitation, **f.options)
    address = world("outlet.join", code=found["code"])
    picture = segno.make(address, error="m").svg_data_uri(scale=4, light="#fff")
    g.code = {**found, "address": address, "picture": picture}
    return members()


@pages.post("/outlet/invitations/<invitation>/revocation")
@answering(members)
def revoke(invitation: str) -> Response:
    """The code is good no more."""
    f, here = sent(invitation), _here()
    api().members.revoke(here, invitation, **f.options)
    return done("outlet.revoked", "outlet.members", outlet=here)


@pages.post("/outlet/members/<account>/role")
@answering(members)
def change_role(account: str) -> Response:
    """Owner or member."""
    f, here = sent(account), _here()
    api().members.change_role(here, account, version=f.version or 0, role=cast(Any, f.text("role")), key=f.key)
    return done("outlet.role_changed", "outlet.members", outlet=here)


@pages.post("/outlet/members/<account>/removal")
@answering(members)
def remove(account: str) -> Response:
    """Somebody belongs to it no more."""
    f, here = sent(account), _here()
    api().members.remove_member(here, account, version=f.version or 0, key=f.key)
    return done("outlet.member_removed", "outlet.members", outlet=here)


@pages.post("/outlet/departure")
@answering(members)
def leave() -> Response:
    """Leave it oneself."""
    f, here = sent(), _here()
    api().members.leave(here, **f.versioned)
    return done("outlet.left", "home.home")


def _here() -> str:
    return str((chosen() or abort(404))["id"])


def _channel(f: Form) -> dict[str, Any]:
    given = {name: f.given(name) for name in ("url", "claimed_level")}
    return {
        **given,
        "platform": f.text("platform"),
        "account_name": f.text("account_name"),
        "followers": f.number("followers"),
    }
