"""Dates and places that requests were answered with: moved and called off on the page of the request."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from console.asking import api
from console.forms import answering, done, sent
from console.pages.requests import one
from console.words import from_input

pages = Blueprint("appointments", __name__, url_prefix="/requests")


@pages.post("/<id>/rescheduling")
@answering(one)
def reschedule(id: str) -> Any:
    """Another date or place."""
    form = sent()
    api().requests.reschedule(
        id, starts_at=from_input(form.text("starts_at")), place=form.text("place"), reason=form.text("reason"),
        **form.versioned,
    )  # fmt: skip
    return done("requests.rescheduled", "requests.one", id=id)


@pages.post("/<id>/calling-off")
@answering(one)
def call_off(id: str) -> Any:
    """Its appointment does not take place."""
    form = sent()
    api().requests.call_off(id, reason=form.text("reason"), **form.versioned)
    return done("requests.called_off", "requests.one", id=id)
