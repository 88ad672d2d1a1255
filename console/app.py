"""The console's application. `create_app(transport, settings)` gives it; pages are found in `console.pages`."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from typing import Any, Final

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

import console.pages
from console import assets, codes, labels, proving, shown, words
from console.agents import device
from console.allowance import files_left
from console.asking import Parts, api, parts, session, wanted
from console.forms import explained, form, sent, untold
from console.holding import held
from console.origin import own
from console.packing import packed
from console.places import address_of, place_of, places
from console.proofs import wanted as wanted_again
from console.session import DAYS, Seal, Session
from console.settings import ConsoleSettings
from console.templating import Templates
from jingmei_client import ClientError, Forbidden, Problem, Unauthorised, Unreachable
from jingmei_client.transport import Transport

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; frame-src 'self'; object-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Not `no-referrer`: browsers then send `Origin: null` with forms, and there is no telling whose form it was.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
HSTS: Final = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
UNAVAILABLE: Final = 503
# What there is for who must change a temporary password first, and for who must set up a second factor.
CHANGING: Final = frozenset({"account.password", "account.change_password", "sign.sign_out"})
ENROLLING: Final = CHANGING | {f"second_factor.{name}" for name in ("standing", "begin", "secret", "confirm")}


def create_app(transport: Transport, settings: ConsoleSettings) -> Flask:
    """Pages that ask the API by this transport."""
    app = Flask(__name__, static_folder=None)
    app.jinja_environment = Templates
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload
    app.secret_key = settings.keys[0]  # for what is said once on the next page
    app.config.update(SESSION_COOKIE_NAME="said", SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=settings.tls)
    app.extensions["console"] = Parts(settings, transport, Seal(settings.keys))
    _templates(app)
    app.before_request(enter)
    app.after_request(leave)
    app.register_blueprint(assets.blueprint)
    for info in pkgutil.iter_modules(console.pages.__path__):
        app.register_blueprint(importlib.import_module(f"console.pages.{info.name}").pages)
    for kind in (Problem, Unreachable):
        app.register_error_handler(kind, refused)
    app.register_error_handler(HTTPException, not_found)
    return app


def _templates(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.undefined = StrictUndefined
    env.globals.update(
        t=words.text, known=words.known, label=labels.label, choices=labels.choices,
        codes=codes, asset=assets.address, form=form, explained=explained, untold=untold, held=held, session=session,
        files_left=files_left,
        places=places, place_of=place_of, page_of=address_of, language=lambda: g.language,
        page_address=shown.address, page_values=shown.values,
    )  # fmt: skip
    env.filters.update(
        moment=words.moment, near=words.near, day=words.day, month=words.month,
        year_month=words.year_month, number=words.number,
        share=words.share, size=words.size,
        local_input=words.local_input, device=device,
    )  # fmt: skip


def enter() -> Any:
    """Before every page: whose form it is, who asks, and whether that person may be here at all."""
    g.language, g.session, g.keep = wanted(request), None, None
    if request.blueprint == "assets":
        return None
    if request.method not in ("GET", "HEAD") and not own(request):
        return render_template("refused.html", error=None, status=403, key="refused.origin"), 403
    found = parts().seal.read(cookie) if (cookie := request.cookies.get(parts().settings.cookie)) else None
    if found is not None and found.stale:
        found = _renewed(found)
    g.session = found
    public = getattr(current_app.view_functions.get(request.endpoint or ""), "public", False)
    if request.endpoint is None or public:
        return None
    if found is None:
        return to_sign_in() if request.method == "GET" else kept()
    first = _first(found)
    return proving.given() if first is None else redirect(url_for(first), 303)


def _first(found: Session) -> str | None:
    """What somebody has to do before anything else, where that is another page than this one."""
    if found.must_change:
        return None if request.endpoint in CHANGING else "account.password"
    if found.must_enrol:
        return None if request.endpoint in ENROLLING else "second_factor.standing"
    return None


def leave(response: Response) -> Response:
    """After every page: headers that keep browsers from doing harm, the session's cookie, and as little as may be."""
    for name, value in HEADERS:
        response.headers[name] = value
    if parts().settings.tls:
        response.headers[HSTS[0]] = HSTS[1]
    if not response.headers.get("Content-Security-Policy"):
        response.headers["Content-Security-Policy"] = POLICY
    response.headers.setdefault("Cache-Control", "no-store")
    if g.get("keep") is not None:
        keep(response, g.keep)
    return packed(response, request)


def keep(response: Response, found: Session | bool) -> None:
    """Set the session's cookie, or take it away."""
    settings = parts().settings
    options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/", "secure": settings.tls}
    if isinstance(found, Session):
        response.set_cookie(settings.cookie, parts().seal.write(found), max_age=DAYS * 86_400, **options)
    else:
        response.delete_cookie(settings.cookie, **options)


def to_sign_in() -> Response:
    """The sign-in page, which leads back to where one was."""
    target = url_for("sign.sign_in", next=request.full_path.rstrip("?"))
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": target})
    return current_app.make_response(redirect(target, 303))


def kept() -> Any:
    """Whoever is not signed in any more keeps what was written, and sends it again after signing in."""
    return render_template("kept.html", form=g.get("form") or sent(), error=None), 401


def refused(error: Problem | Unreachable) -> Any:
    """A page for what the API would not do, in the words of the API."""
    if isinstance(error, Unauthorised) and session() is not None:
        g.keep, g.session = False, None
        return to_sign_in() if request.method == "GET" else kept()
    if isinstance(error, Forbidden) and error.code == "auth.must_enrol" and (who := session()) is not None:
        g.keep = replace(who, must_enrol=True)  # since this person signed in, a role was given
        return redirect(url_for("second_factor.standing"), 303)
    if request.method == "POST" and wanted_again(error):
        return proving.ask(error)
    status = error.status if isinstance(error, Problem) else UNAVAILABLE
    return render_template("refused.html", error=error, status=status), status


def not_found(error: HTTPException) -> Any:
    """The console's own refusals: no such page, a foreign form, a file that is too large."""
    status = error.code or 500
    return render_template("refused.html", error=None, status=status), status


def _renewed(found: Session) -> Session | None:
    try:
        key = parts().seal.renewal_key(found.refresh)
        tokens = api().sessions.refresh(refresh_token=found.refresh, key=key)
    except Unauthorised:
        g.keep = False
        return None
    except ClientError:
        if found.over:
            raise
        return found  # another tab is at it, or the API is away: the token is good for a while
    finally:
        g.pop("api", None)
    g.keep = Session.of(tokens)
    return Session.of(tokens)
