"""The privacy notice (个人信息处理告知): for everybody to read; who is signed in agrees to it, or withdraws that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, g, render_template
from werkzeug.wrappers import Response

from console.asking import api, me, public, session
from console.forms import answering, done, sent

pages = Blueprint("privacy", __name__, url_prefix="/privacy")


@pages.get("")
@public
def text() -> Any:
    """What it says, and what one said to it."""
    who = session()
    mine = api().privacy.consents() if who and not (who.must_change or who.must_enrol) else None
    return render_template("privacy/text.html", notice=api().privacy.text(), mine=mine)


@pages.post("/agreement")
@answering(text)
def agree() -> Response:
    """To the edition that was shown."""
    form = sent()
    told = api().privacy.agree(edition=form.text("edition"), **form.options)
    g.session = g.keep = replace(me(), notice_asked=told["asked"])
    return done("privacy.agreed", "home.home")


@pages.post("/withdrawal")
@answering(text)
def withdraw() -> Response:
    """What was agreed to holds no longer; nothing is refused for that."""
    told = api().privacy.withdraw(**sent().options)
    g.session = g.keep = replace(me(), notice_asked=told["asked"])
    return done("privacy.withdrawn", "privacy.text")
