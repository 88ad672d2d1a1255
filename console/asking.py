"""The request in hand: who looks at the page, in which language, and the API as this person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Request, current_app, g

from console.session import Seal, Session
from console.settings import ConsoleSettings
from jingmei_client import Client
from jingmei_client.transport import Transport

View = TypeVar("View", bound=Callable[..., Any])
LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True)
class Parts:
    """What a console has once."""

    settings: ConsoleSettings
    transport: Transport
    seal: Seal


def parts() -> Parts:
    """Those of this application."""
    found: Parts = current_app.extensions["console"]
    return found


def language() -> str:
    """`zh` or `en`."""
    return str(g.language)


def session() -> Session | None:
    """Who is signed in, if anybody."""
    found: Session | None = g.get("session")
    return found


def me() -> Session:
    """Who is signed in; pages that are not public have somebody."""
    found = session()
    if found is None:
        raise LookupError("a page that is not public was shown to nobody")
    return found


def api() -> Client:
    """The API as whoever looks at the page. Kept for the request: it may be asked several times."""
    if "api" not in g:
        found = session()
        ours = parts()
        g.api = Client(
            "", token=found.access if found else "", language=language(), deadline=ours.settings.deadline,
            transport=ours.transport,
        )  # fmt: skip
    client: Client = g.api
    return client


def wanted(request: Request) -> str:
    """The language of a page: what was chosen before, otherwise what the browser prefers; Chinese first."""
    kept = request.cookies.get("lang", "")
    return kept if kept in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def public(view: View) -> View:
    """A page for everybody, signed in or not."""
    view.public = True  # type: ignore[attr-defined]
    return view
