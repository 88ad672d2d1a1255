"""One's own account: details, e-mail, password, and where one is signed in."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from console.asking import api, me
from console.forms import answering, done, forget_kept, sent

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("")
def account() -> Any:
    """Everything about oneself on one page."""
    mail, me = api().deliveries.email(), api().accounts.me()
    return render_template("account/account.html", me=me, mail=mail, sessions=api().sessions.sessions()["items"])


@pages.post("/details")
@answering(account)
def change() -> Response:
    """Name and address of the account."""
    form = sent()
    api().accounts.change_me(
        version=form.version or 0, name=form.text("name"), email=form.text("email"),
        password=form.given("password"), **form.options,
    )  # fmt: skip
    return done("account.changed", "account.account")


@pages.post("/mail")
@answering(account)
def set_mail() -> Response:
    """Where what is urgent goes beside the inbox."""
    form = sent()
    api().deliveries.set_email(version=form.version or 0, email=form.text("email"), **form.options)
    return done("account.mail_changed", "account.account")


@pages.get("/password")
def password() -> Any:
    """A password that somebody else gave must be changed first."""
    return render_template("account/password.html")


@pages.post("/password")
@answering(password)
def change_password() -> Response:
    """The API ends the other sessions; this one goes on with what it is told next."""
    form = sent()
    api().accounts.change_password(current=form.text("current"), new=form.text("new"), **form.options)
    g.keep = False
    return done("account.password_changed", "sign.sign_in")


@pages.post("/data")
@answering(account)
def data() -> Response:
    """What is kept of oneself, as a file: it is nowhere on a page, and the API asks who sits there."""
    told = json.dumps(api().own_data.export(**sent().options), ensure_ascii=False, indent=2)
    response = Response(told, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@pages.post("/closure")
@answering(account)
def close() -> Response:
    """Leave for good: nobody is signed in any more."""
    form = sent()
    api().own_data.close(login=form.text("login"), **form.options)
    forget_kept(me().account)
    g.keep = False
    return redirect(url_for("sign.sign_in"), 303)


@pages.post("/sessions/<session>/end")
@answering(account)
def end(session: str) -> Response:
    """Sign out somewhere else."""
    form = sent(session)
    api().sessions.end_session(session, **form.options)
    return done("account.session_ended", "account.account")


@pages.post("/sessions/end")
@answering(account)
def end_all() -> Response:
    """Sign out everywhere, here too."""
    api().sessions.sign_out_all(**sent().options)
    forget_kept(me().account)
    g.keep = False
    return redirect(url_for("sign.sign_in"), 303)
