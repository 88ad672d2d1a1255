"""Signing in, up and out, and the language of the pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.asking import LANGUAGES, api, parts, public
from console.credentials import options, read
from console.forms import Form, answering, done, forget_kept, sent
from console.offered import provider
from console.origin import local
from console.session import Session
from console.words import text
from jingmei_client import Answer, ClientError, Unauthorised

pages = Blueprint("sign", __name__)
YEAR = 31_536_000


@pages.get("/sign-in")
@public
def sign_in() -> Any:
    """The form; who is signed in goes on."""
    if g.session is not None and "form" not in g:
        return redirect(_next(), 303)
    told = {"bureaus": _bureaus(), "bureau": parts().settings.bureau, "outside": provider()}
    return render_template("sign/in.html", next=_next(), **told)


@pages.post("/sign-in")
@public
@answering(sign_in)
def enter() -> Any:
    """Sign in, then on to where one was going."""
    form = sent()
    try:
        g.keep = Session.of(_tokens(form))
    except Unauthorised as half:
        if half.code != "auth.code_needed":
            raise
        return code_page(half.params["challenge"], _next())
    return redirect(url_for("account.password") if g.keep.must_change else _next(), 303)


@pages.get("/sign-in/code")
@public
def code() -> Any:
    """The second step, once more with what was refused."""
    form = g.get("form")
    if form is None or not form.text("challenge"):
        return redirect(url_for("sign.sign_in"), 303)
    return code_page(form.text("challenge"), _next())


@pages.post("/sign-in/code")
@public
@answering(code)
def enter_code() -> Response:
    """With a code or a security key, then on to where one was going."""
    form = sent()
    how = {"credential": read(answer)} if (answer := form.text("credential")) else {"code": form.text("code")}
    g.keep = Session.of(api().second_factors.sign_in(challenge=form.text("challenge"), **how))
    return redirect(_next(), 303)


@pages.get("/sign-up")
@public
def sign_up() -> Any:
    """An account for who works at an outlet."""
    told = api().privacy.text()
    return render_template("sign/up.html", bureaus=_bureaus(), bureau=parts().settings.bureau, notice=told["edition"])


@pages.post("/sign-up")
@public
@answering(sign_up)
def join() -> Response:
    """Make the account, and sign in."""
    form = sent()
    made = api().accounts.sign_up(
        bureau=form.given("bureau"), login=form.text("login"), password=form.text("password"), name=form.text("name"),
        email=form.given("email"), notice=form.given("notice"), **form.options,
    )  # fmt: skip
    g.keep = Session.of(
        api().sessions.sign_in(bureau=made["bureau"], login=made["login"], password=form.text("password"))
    )
    flash(text("sign.given", login=made["login"]))
    return redirect(url_for("home.home"), 303)


@pages.get("/password/forgotten")
@public
def forgotten() -> Any:
    """Ask for a mail by which one sets a new password."""
    return render_template("sign/forgotten.html", bureaus=_bureaus(), bureau=parts().settings.bureau)


@pages.post("/password/forgotten")
@public
@answering(forgotten)
def ask_reset() -> Response:
    """The answer is the same for everybody."""
    form = sent()
    api().password_resets.ask(bureau=form.given("bureau"), login=form.text("login"), **form.options)
    return done("sign.reset_asked", "sign.sign_in")


@pages.get("/password/reset")
@public
def reset() -> Any:
    """The page that the mail's link opens: opening it uses nothing up."""
    return render_template("sign/reset.html", token=request.args.get("token", ""))


@pages.post("/password/reset")
@public
@answering(reset)
def complete_reset() -> Response:
    """Set the new password, then sign in with it."""
    form = sent()
    api().password_resets.complete(token=form.text("token"), new=form.text("new"), **form.options)
    g.keep = False
    return done("sign.reset_done", "sign.sign_in")


@pages.post("/sign-out")
@public
def sign_out() -> Any:
    """End the API's session with the cookie; the next page has the browser forget what it kept for the account."""
    forget_kept(g.session.account if g.session else request.form.get("account", ""))
    there = ""
    try:
        if g.session is not None:
            there = api().sessions.sign_out()["end_session"]
    except ClientError:
        pass  # over already, or the API is away: then it ends by itself
    g.keep = False
    if there:  # a link, for a form may not lead to another origin
        g.session = None
        return render_template("outside/left.html", address=there, name=provider() or text("outside.name"))
    return redirect(url_for("sign.sign_in"), 303)


@pages.post("/language")
@public
def language() -> Response:
    """Choose the language of the pages, and stay where one is."""
    response = redirect(local(request.form.get("next", "/")), 303)
    if (chosen := request.form.get("lang", "")) in LANGUAGES:
        response.set_cookie("lang", chosen, max_age=YEAR, samesite="Lax", secure=parts().settings.tls, httponly=True)
    return response


def _tokens(form: Form) -> Answer:
    return api().sessions.sign_in(bureau=form.given("bureau"), login=form.text("login"), password=form.text("password"))


def code_page(challenge: str, going: str) -> Any:
    """The page that asks for the code of one's authenticator, or for a security key."""
    try:
        key = options(api().security_keys.for_sign_in, challenge=challenge)
    except ClientError:
        key = None  # the code does without; what is wrong with the challenge is told when it is sent
    return render_template("sign/code.html", challenge=challenge, next=going, key=key)


def _next() -> str:
    return local(request.values.get("next", "/"))


def _bureaus() -> list[tuple[str, str]]:
    """Codes and names of the bureaus to choose from; none where the API does not tell them."""
    try:
        return [(each["code"], each["name"]) for each in api().accounts.bureaus()["items"]]
    except ClientError:
        return []
