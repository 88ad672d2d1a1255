"""The gateway with one area made for tests and a sign-in that believes what it is told; run by gunicorn.

`Authorization: Bearer <account>/<bureau>/<role>,<role>`. Everything else is the real thing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, Request
from marshmallow import fields as ma

from gateway.api import inbox, outlet_channels, outlet_imports, outlet_members, outlets, waiting
from gateway.api.ask import ask
from gateway.app import create_app
from gateway.auth.access import PUBLIC, SIGNED_IN, only
from gateway.auth.principal import Principal
from gateway.current import current
from gateway.errors import Unauthorised
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.imports import jobs
from shared.clock import now
from shared.context import Role
from shared.contracts.fields import Form, Text, cursor, limit, several, whole
from shared.ids import new_id


class Thing(Form):
    """What is passed on to the stand-in service `echo`."""

    name = Text(20, required=True)
    size = whole(0, 10)
    thing = ma.String()


class Note(Form):
    """What the gateway itself checks."""

    text = Text(20, required=True)
    size = whole(0, 10)
    tags = several(ma.String(), 3)


class Listing(Form):
    """A list's query."""

    cursor = cursor()
    limit = limit()
    open = ma.Boolean()


passed = Area("things", zh="物", en="Things", service="echo")
own = Area("notes", zh="记", en="Notes")
effects: list[str] = []


@passed.post("/things", access=SIGNED_IN, body=Thing(), status=201, location="/v1/things/{id}", zh="造", en="Make")
def make(data: Data) -> Data:
    return ask("echo.make", data)


@passed.get("/things/<id:thing>", access=SIGNED_IN, etag=True, zh="看", en="See")
def see(thing: str) -> Data:
    return ask("echo.see", {"thing": thing})


@passed.patch("/things/<id:thing>", access=SIGNED_IN, body=Thing(exclude=("thing",)), etag=True, zh="改", en="Change")
def change(thing: str, data: Data) -> Data:
    return ask("echo.change", {**data, "thing": thing})


@passed.get("/things", access=only(Role.LIAISON), query=Listing(), paged=True, zh="列", en="List")
def listing(data: Data) -> Data:
    return ask("echo.listing", data)


@own.post("/notes", access=SIGNED_IN, body=Note(), status=201, zh="记", en="Write")
def write(data: Data) -> Data:
    if data["text"] == "boom":
        raise RuntimeError("a secret of ours")
    effects.append(data["text"])
    return {"id": new_id(), "text": data["text"], "count": len(effects)}


@own.get("/whoami", access=PUBLIC, zh="谁", en="Who")
def whoami() -> Data:
    now = current()
    return {"remote": now.remote, "traceparent": now.traceparent, "locale": now.locale}


class Believer:
    """Believes the header."""

    def principal(self, request: Request, *, use: bool = True) -> Principal:
        told = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if told.count("/") != 2:
            raise Unauthorised("auth.token_missing")
        account, bureau, roles = told.split("/")
        held = frozenset(Role(role) for role in roles.split(",") if role)
        return Principal(account, bureau, held, account, proved_at=now())


class NoTrail:
    """No trail here: it has tests of its own."""

    def begin(self, row: dict[str, Any], **_: Any) -> NoEntry:
        return NoEntry()


class NoEntry:
    """One attempt that nobody writes down."""

    def note(self, reason: str) -> None: ...

    def finish(self, status: int, object_id: str) -> None: ...


def application() -> Flask:
    """The test areas, without an audit trail."""
    return standing_in(create_app(parts=[passed, own]), trail=NoTrail())


def real() -> Flask:
    """The areas of the services, as they are."""
    modules = (inbox, outlet_channels, outlet_imports, outlet_members, outlets, waiting)
    return standing_in(create_app(parts=[module.area for module in modules]))


def doomed() -> Flask:
    """`real`, whose leases of imports are short: another one need not wait for long once this one is gone."""
    jobs.LEASE = timedelta(seconds=5)
    return real()


def standing_in(app: Flask, **parts: Any) -> Flask:
    """The application with the sign-in that believes, and other `parts` in place of the runtime's."""
    app.extensions["jingmei"] = replace(app.extensions["jingmei"], authenticator=Believer(), **parts)
    return app
