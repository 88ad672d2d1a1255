"""The inbox, and its live count in whatever tab is open."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.passing import passed
from console.places import address_of

pages = Blueprint("inbox", __name__, url_prefix="/inbox")


@pages.get("")
def listing() -> Any:
    """Newest first; unread ones by a filter."""
    return render_template("inbox/list.html", items=Listing(api().inbox.inbox, "unread"), unread=api().inbox.unread())


@pages.get("/unread")
def unread() -> Any:
    """The count alone: for pages without a live stream."""
    return dict(api().inbox.unread())


@pages.get("/stream")
def stream() -> Response:
    """The API's events as they come; `last`: where a worker of the browser goes on."""
    return passed("/v1/inbox/stream")


@pages.post("/<item>/read")
@answering(listing)
def read(item: str) -> Any:
    """Mark it as read, and go where it leads."""
    form = sent(item)
    told = api().inbox.mark_read(item, **form.options)
    return redirect(address_of(told.get("about") or {}) or url_for("inbox.listing"), 303)


@pages.post("/read")
@answering(listing)
def read_all() -> Any:
    """All that is on the page, and older ones."""
    form = sent()
    api().inbox.mark_all_read(up_to=form.text("up_to"), **form.options)
    return done("inbox.all_read", "inbox.listing", **request.args.to_dict())
