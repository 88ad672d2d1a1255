"""The way to the identity provider and back: to sign in by it, and to link one's identity there.

Who goes there keeps a secret of the API's in a cookie of this browser; what comes back is worth nothing in another. The
way there is a link and no form: the pages' policy lets forms lead to this origin alone.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.asking import api, parts, public, session
from console.forms import answering, done, sent
from console.offered import provider
from console.origin import local
from console.pages.sign import code_page
from console.session import Session
from console.words import text
from jingmei_client import Answer, Problem, Unauthorised, Unreachable

pages = Blueprint("outside", __name__)
SIGN_IN, LINK = "sign_in", "link"
# Of what is brought back, as the API takes it.
BROUGHT: Final = ("state", "code", "iss")
# What a page of a refusal is answered with when the API did not answer at all.
UNAVAILABLE: Final = 503


@pages.get("/sign-in/outside")
@public
def enter() -> Any:
    """On to the provider, to come back signed in."""
    begun = api().outside_identities.begin()
    return _kept(redirect(begun["address"], 303), begun, SIGN_IN, local(request.args.get("next", "/")))


@pages.get("/account/outside")
def standing() -> Any:
    """Whether one is linked, and what can be done."""
    offered, linked = provider(), bool(api().accounts.me()["oidc_subject"])
    name = offered or text("outside.name")
    return render_template("outside/standing.html", offered=offered is not None, linked=linked, name=name)


@pages.post("/account/outside")
@answering(standing)
def link() -> Any:
    """Password or code come first; then a page leads on, for a form may not."""
    begun = api().outside_identities.begin_link(**sent().options)
    page = render_template("outside/go.html", address=begun["address"], name=_name())
    return _kept(current_app.make_response(page), begun, LINK, url_for("outside.standing"))


@pages.post("/account/outside/removal")
@answering(standing)
def unlink() -> Response:
    """The password is the only way again."""
    api().outside_identities.unlink(**sent().options)
    return done("outside.unlinked", "outside.standing")


@pages.get("/sign-in/outside/answer")
@public
def answer() -> Any:
    """Back again. Whatever comes of it, the cookie has served."""
    purpose, secret, going = _read(request.cookies.get(_cookie(), ""))
    brought = {name: value for name in BROUGHT if (value := request.args.get(name))}
    response = current_app.make_response(_answered(purpose, going, {**brought, "secret": secret}))
    response.delete_cookie(_cookie(), **_options())
    return response


def _answered(purpose: str, going: str, brought: dict[str, str]) -> Any:
    if not all(brought.get(name) for name in ("state", "code", "secret")):
        return _failed(purpose, None)
    try:
        return _linked(brought) if purpose == LINK else _entered(going, brought)
    except Unauthorised as half:
        if half.code == "auth.code_needed":
            return code_page(half.params["challenge"], going)
        if session() is not None and purpose == LINK:
            raise  # the session here is over: signing in comes first
        return _failed(purpose, half)
    except (Problem, Unreachable) as problem:
        return _failed(purpose, problem)


def _entered(going: str, brought: dict[str, Any]) -> Response:
    tokens: Answer = api().outside_identities.answer(**brought)
    g.keep = Session.of(tokens)
    return redirect(url_for("account.password") if g.keep.must_change else going, 303)


def _linked(brought: dict[str, Any]) -> Response:
    if session() is None:
        return redirect(url_for("sign.sign_in", next=url_for("outside.standing")), 303)
    api().outside_identities.link(**brought)
    return done("outside.linked", "outside.standing")


def _failed(purpose: str, problem: Problem | Unreachable | None) -> Any:
    status = 400 if problem is None else problem.status if isinstance(problem, Problem) else UNAVAILABLE
    back = url_for("outside.standing") if purpose == LINK else url_for("sign.sign_in")
    return render_template("outside/failed.html", problem=problem, name=_name(), back=back), status


def _name() -> str:
    return provider() or text("outside.name")


def _cookie() -> str:
    return f"{parts().settings.cookie}-outside"


def _options() -> dict[str, Any]:
    # Lax: the provider sends the browser back by a link of another site.
    return {"httponly": True, "samesite": "Lax", "path": "/", "secure": parts().settings.tls}


def _kept(response: Response, begun: Answer, purpose: str, going: str) -> Response:
    written = base64.urlsafe_b64encode(going.encode()).decode()
    response.set_cookie(_cookie(), f"{purpose}.{begun['secret']}.{written}", max_age=begun["seconds"], **_options())
    return response


def _read(value: str) -> tuple[str, str, str]:
    """Purpose, secret and where one was going; nothing of what is none of ours."""
    purpose, _, rest = value.partition(".")
    secret, _, written = rest.partition(".")
    try:
        going = base64.urlsafe_b64decode(written).decode()
    except (binascii.Error, ValueError):
        return SIGN_IN, "", "/"
    return purpose, secret, local(going) if not urlsplit(going).netloc else "/"
