"""What is proposed of the review policy and the word lists, and is for somebody else to confirm."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.people import names

pages = Blueprint("proposals", __name__, url_prefix="/policy/proposals")


@pages.get("")
def listing() -> Any:
    """All of them, newest first."""
    found = Listing(api().rule_proposals.proposals, "state", "kind", "others")
    return render_template("proposals/list.html", found=found, people=names(each["by"] for each in found.items))


@pages.get("/<proposal>")
def one(proposal: str) -> Any:
    """One, with what it changes."""
    found = api().rule_proposals.proposal(proposal)
    people = names([found["by"], found["decided_by"]])
    return render_template("proposals/one.html", found=found, people=people)


@pages.post("/<proposal>/confirmation")
@answering(one)
def confirm(proposal: str) -> Any:
    """It stands from now on."""
    api().rule_proposals.confirm(proposal, **sent(proposal).options)
    return done("proposals.confirmed", "proposals.one", proposal=proposal)


@pages.post("/<proposal>/refusal")
@answering(one)
def refuse(proposal: str) -> Any:
    """What stands goes on."""
    form = sent(proposal)
    api().rule_proposals.refuse(proposal, reason=form.text("reason"), **form.options)
    return done("proposals.refused", "proposals.one", proposal=proposal)


@pages.post("/<proposal>/withdrawal")
@answering(one)
def withdraw(proposal: str) -> Any:
    """One's own is taken back."""
    api().rule_proposals.withdraw(proposal, **sent(proposal).options)
    return done("proposals.withdrawn", "proposals.one", proposal=proposal)
