"""One's second factor (二次验证): set up with an authenticator, recovery codes, removed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import segno
from flask import Blueprint, g, redirect, render_template, url_for

from console.asking import api, me
from console.forms import answering, done, sent

pages = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")


@pages.get("")
def standing() -> Any:
    """Whether there is one, and what can be done with it."""
    return render_template("second_factor/standing.html", found=api().second_factors.standing())


@pages.post("/begin")
@answering(standing)
def begin() -> Any:
    """The secret for the authenticator is shown on this answer alone; nothing counts before its first code."""
    form = sent()
    made = api().second_factors.begin(password=form.text("password"), **form.options)
    return _secret(made["secret"], made["address"])


@pages.get("/confirm")
def secret() -> Any:
    """The same once more, out of the form that was refused: the API shows a secret once."""
    form = g.get("form")
    if form is None or not form.text("address"):
        return redirect(url_for("second_factor.standing"), 303)
    return _secret(form.text("secret"), form.text("address"))


@pages.post("/confirm")
@answering(secret)
def confirm() -> Any:
    """By its first code; the recovery codes are shown on this answer alone."""
    form = sent()
    codes = api().second_factors.confirm(code=form.text("code"), **form.options)["codes"]
    # The API's session may do everything from now on; the cookie says so, too.
    g.session = g.keep = replace(me(), must_enrol=False)
    return render_template("second_factor/codes.html", codes=codes)


@pages.post("/codes")
@answering(standing)
def renew() -> Any:
    """Others in place of those that there were, shown on this answer alone."""
    form = sent()
    password, code = form.text("password"), form.text("code")
    return render_template(
        "second_factor/codes.html",
        codes=api().second_factors.renew(password=password, code=code, **form.options)["codes"],
    )


@pages.post("/remove")
@answering(standing)
def remove() -> Any:
    """The password alone is enough again."""
    form = sent()
    password, code = form.text("password"), form.text("code")
    api().second_factors.remove(password=password, code=code, **form.options)
    return done("factor.removed", "second_factor.standing")


def _secret(secret: str, address: str) -> Any:
    picture = segno.make(address, error="m").svg_data_uri(scale=4, light="#fff")
    return render_template("second_factor/secret.html", secret=secret, address=address, picture=picture)
