"""The pages that are opened most, for those who open them; beside each the API calls that it makes, and what it sends.

A page is served by the process of the gateway, which has the console in it. Its API calls are found by having a console
of this process make it once; they are then made over HTTP, one after the other, as often as the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Flask
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from console.app import create_app
from console.session import Seal, Session
from console.settings import ConsoleSettings
from deploy.local.processes import wait_for
from deploy.web import own_key
from jingmei_client.transport import Transport
from services import PROGRAMS, SERVICES
from shared.context import Role
from tests.load.cells import Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.figures import Sample
from tests.load.servers import START
from tests.load.system import SEED, Person, System
from tests.load.texts import prose, title
from tests.load.traffic import BUREAU
from tests.load.visits import visits
from tests.load.whole import Cast, cast

WORKS = 25  # more than a list shows at once
CHARACTERS = 800
COOKIE = "jingmei"
KEY = own_key(SEED)


@dataclass(frozen=True)
class Page:
    """One page: what it is called in the report, where it is, and whose."""

    name: str
    path: str
    cookie: str = ""
    token: str = ""


def cells(system: System) -> list[Cell]:
    """Each page and its API calls, one at a time, as a person opens them."""
    system.run(*SERVICES)
    pages = _pages(system, cast(system, 1))  # few write for more than one outlet
    console = Recorder(f"http://127.0.0.1:{system.gateway}")
    made = []
    for page in pages:
        made += _beside(system, page, console.calls(page))
    return made


def _pages(system: System, players: Cast) -> list[Page]:
    """The pages, once there is something on them."""
    author, first, leader = players.people["author"], players.people["first"], system.person(Role.LEADER)
    for _ in range(WORKS):
        body = {
            "outlet": players.outlets[0],
            "kind": "work",
            "genre": "article",
            "title": title(),
            "body": prose(CHARACTERS),
        }
        work = author.ask("POST", "/submissions", body)
        author.ask("POST", f"/submissions/{work['id']}/submission", {})
    queue: list[dict[str, Any]] = []

    def screened() -> bool:
        queue[:] = first.ask("GET", f"/reviews/queue?limit={WORKS}")["items"]
        return len(queue) == WORKS

    wait_for("the works to be screened", screened, START)
    review = first.ask("POST", f"/reviews/{queue[0]['id']}/claim", {})["id"]
    outlet, reviewer = _signed_in(author), _signed_in(first, Role.REVIEWER_FIRST)
    return [
        Page("page_sign_in", "/sign-in", token=author.token),
        Page("page_home", "/", outlet, author.token),
        Page("page_works", "/works", outlet, author.token),
        Page("page_queue", "/reviews", reviewer, first.token),
        Page("page_review", f"/reviews/{review}", reviewer, first.token),
        Page("page_overview", "/overview", _signed_in(leader, Role.LEADER), leader.token),
    ]


def _signed_in(person: Person, *roles: Role) -> str:
    """The cookie of somebody's browser."""
    names = tuple(str(role) for role in roles)
    return Seal((KEY,)).write(Session(person.token, "", person.account, BUREAU, "王芳", names, must_change=False))


def _beside(system: System, page: Page, calls: Sequence[str]) -> list[Cell]:
    client = system.servers.client("http", "127.0.0.1", str(system.gateway), page.token)
    browser = {"method": "GET", "paths": [page.path], "cookie": f"{COOKIE}={page.cookie}"}
    sent = visits(f"http://127.0.0.1:{system.gateway}", page.path, f"{COOKIE}={page.cookie}")
    shown = Cell(page.name, 1, partial(_page, system, client, browser, sent), len(calls))
    options = {"method": "GET", "paths": list(calls)}
    asked = Cell(f"{page.name}_calls", 1, partial(_calls, system, client, options), len(calls))
    return [shown, asked] if calls else [shown]


def _page(system: System, client: Client, options: dict[str, Any], sent: dict[str, int], seconds: float) -> Sample:
    return replace(watched(system.servers, [client], Job(1, seconds, options=options), PROGRAMS), sent=sent)


def _calls(system: System, client: Client, options: dict[str, Any], seconds: float) -> Sample:
    return together(
        watched(system.servers, [client], Job(1, seconds, options=options), PROGRAMS), len(options["paths"])
    )


def together(sample: Sample, count: int) -> Sample:
    """So many calls, which were made in turn, taken as one."""
    each = sample.latencies
    whole = [sum(each[at : at + count]) for at in range(0, len(each) - count + 1, count)]
    # In a very short measurement not even one round of them was made.
    latencies = whole or [sum(each) * count / len(each)]
    return replace(sample, latencies=latencies, made=max(1, sample.made // count))


class Recorder:
    """A console of this process, which asks the running gateway and notes what."""

    def __init__(self, url: str) -> None:
        self._asked = _Noting()
        transport = Transport(url, adapter=self._asked)
        self._app: Flask = create_app(transport, ConsoleSettings((KEY,)))

    def calls(self, page: Page) -> list[str]:
        """The paths of the API that a page asks for."""
        self._asked.paths.clear()
        browser = self._app.test_client()
        browser.set_cookie(COOKIE, page.cookie)
        answer = browser.get(page.path)
        if answer.status_code != 200:
            raise RuntimeError(f"{page.path}: {answer.status_code} {answer.text[:500]}")
        return list(self._asked.paths)


class _Noting(HTTPAdapter):
    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        self.paths.append(request.path_url)
        return super().send(request, *args, **options)
