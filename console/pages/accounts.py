"""Accounts (账号) of the bureau: found, made, disabled, and temporary passwords, shown once, by administrators; given
roles and unlocked by security administrators."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, abort, render_template

from console.asking import api, me
from console.forms import answering, done, sent
from console.lists import Listing
from console.places import STAFF

pages = Blueprint("accounts", __name__, url_prefix="/accounts")


@pages.get("")
def listing() -> Any:
    """By login name."""
    return render_template("accounts/list.html", accounts=Listing(api().accounts.accounts, "q", "role", "disabled"))


@pages.get("/new")
def new() -> Any:
    """The form for an officer's account; people of outlets sign up themselves."""
    if not me().has("admin"):
        abort(403)  # a security administrator lists accounts, and makes none
    return render_template("accounts/new.html")


@pages.post("/new")
@answering(new)
def create() -> Any:
    """The answer has the password for the first sign-in. It is shown on this answer alone, and nowhere kept."""
    form = sent()
    made = api().accounts.create(
        login=form.text("login"), name=form.text("name"), email=form.given("email"), **form.options
    )
    return render_template("accounts/password.html", account=made)


@pages.get("/<account>")
def one(account: str) -> Any:
    """Its details, roles and whether it may sign in."""
    return render_template("accounts/one.html", account=api().accounts.get(account), roles=STAFF)


@pages.post("/<account>")
@answering(one)
def change(account: str) -> Any:
    """Name and address; at once."""
    form = sent()
    api().accounts.change(
        account, version=form.version or 0, name=form.text("name"), email=form.text("email"), **form.options
    )
    return done("accounts.changed", "accounts.one", account=account)


@pages.post("/<account>/roles")
@answering(one)
def give(account: str) -> Any:
    """What it may; at once, and a power that is given or taken ends its sessions."""
    form = sent()
    roles = cast(Any, form.many("roles"))
    api().accounts.change(account, version=form.version or 0, roles=roles, **form.options)
    return done("accounts.changed", "accounts.one", account=account)


@pages.post("/<account>/disabled")
@answering(one)
def disable(account: str) -> Any:
    """Nobody signs in with it any more; or again."""
    form = sent()
    api().accounts.change(account, version=form.version or 0, disabled=form.ticked("disabled"), **form.options)
    return done("accounts.changed", "accounts.one", account=account)


@pages.post("/<account>/password")
@answering(one)
def reset(account: str) -> Any:
    """A temporary password, shown on this answer alone; its sessions end."""
    return render_template("accounts/password.html", account=api().accounts.reset_password(account, **sent().versioned))


@pages.post("/<account>/unlock")
@answering(one)
def unlock(account: str) -> Any:
    """After wrong passwords, whoever gave them; the password stays."""
    api().accounts.unlock(account, **sent().options)
    return done("accounts.unlocked", "accounts.one", account=account)


@pages.post("/<account>/second-factor")
@answering(one)
def reset_factor(account: str) -> Any:
    """For who has lost authenticator and recovery codes; its sessions end."""
    api().second_factors.reset(account, **sent().versioned)
    return done("accounts.factor_reset", "accounts.one", account=account)


@pages.post("/<account>/outside-identity")
@answering(one)
def remove_identity(account: str) -> Any:
    """Nobody signs in to it by the identity provider any more. Its owner alone links one."""
    api().outside_identities.remove(account, **sent().versioned)
    return done("accounts.identity_removed", "accounts.one", account=account)
