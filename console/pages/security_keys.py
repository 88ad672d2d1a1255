"""One's security keys (安全密钥): registered, listed, removed. Beside codes, which the second factor begins with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from console.asking import api
from console.credentials import options, read
from console.forms import answering, done, sent

pages = Blueprint("security_keys", __name__, url_prefix="/account/security-keys")


@pages.get("")
def listing() -> Any:
    """Those that there are, and whether there can be any."""
    factor = api().second_factors.standing()
    return render_template("security_keys/list.html", found=api().security_keys.keys()["items"], factor=factor)


@pages.post("/begin")
@answering(listing)
def begin() -> Any:
    """Name it; then the page has the browser ask for the key."""
    form = sent()
    return _key(form.text("name"), options(api().security_keys.begin, **form.options))


@pages.get("/register")
def key() -> Any:
    """What was refused cannot be sent again: a key is asked anew."""
    form = g.get("form")
    if form is None:
        return redirect(url_for("security_keys.listing"), 303)
    return _key(form.text("name"), options(api().security_keys.begin))


@pages.post("/register")
@answering(key)
def register() -> Response:
    """With what the key answered."""
    form = sent()
    api().security_keys.register(name=form.text("name"), credential=read(form.text("credential")), **form.options)
    return done("keys.registered", "security_keys.listing")


@pages.post("/<key>/remove")
@answering(listing)
def remove(key: str) -> Response:
    """It serves no more."""
    api().security_keys.remove(key, **sent(key).options)
    return done("keys.removed", "security_keys.listing")


def _key(name: str, asked: str | None) -> Any:
    return render_template("security_keys/register.html", name=name, key=asked)
