"""What happens around every request, so that no endpoint can forget it: who asks, roles, audit, headers, log."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from pymongo.errors import PyMongoError
from werkzeug.routing import Map

from gateway import metrics
from gateway.audit.rows import describe
from gateway.auth import access
from gateway.auth.principal import Principal
from gateway.current import Current, begin, current
from gateway.disk import Disk
from gateway.errors import RateLimited, Unauthorised
from gateway.http.declaration import Declaration
from gateway.http.security import harden
from gateway.runtime import Runtime, runtime
from shared import logs
from shared.errors import DomainError

# Parts of paths that open what they name: addresses of calendars, codes for the door, of certificates and permits.
SECRETS: Final = frozenset({"code", "token"})
HIDDEN: Final = "*"


def install(app: Flask) -> None:
    """Put the hooks around every request of an application."""
    app.before_request(enter)
    app.after_request(leave)


def declared() -> Declaration | None:
    """The declaration of the endpoint that the request found, if it is one of the API."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "declared", None)


def enter() -> None:
    """Say who asks, write the attempt down, and refuse those without the role. Raises: DomainError."""
    parts = runtime()
    g.current = now = begin(request, parts.settings.rpc_deadline)
    endpoint = declared()
    if endpoint is None:
        if request.url_rule is None:
            parts.traffic.refused(now.remote)
        return
    # What comes too often is refused before it costs anything, as is what there is no room for: it is not on record.
    parts.traffic.of_address(now.remote)
    if endpoint.changes and not endpoint.when_full:
        _require_room(parts.disk, endpoint)
    try:
        if not endpoint.access.public:
            now.principal = _asking(parts, endpoint, now)
    except RateLimited:
        raise
    except Exception:  # also the attempt of somebody without a valid token is on record
        _write_down(parts, endpoint, now)
        raise
    _write_down(parts, endpoint, now)
    access.require(endpoint.access, now.principal)


def _asking(parts: Runtime, endpoint: Declaration, now: Current) -> Principal:
    """Who asks. Raises: Unauthorised; RateLimited for who asks too often, signed in or not."""
    try:
        found = parts.authenticator.principal(request, use=not endpoint.unattended)
    except Unauthorised:
        parts.traffic.refused(now.remote)
        raise
    parts.traffic.of_account(found.account)
    return found


def _require_room(disk: Disk, endpoint: Declaration) -> None:
    """Raises: InsufficientStorage where the database's disk has no room for what an endpoint makes."""
    if endpoint.upload or endpoint.raw:
        disk.require_room(request.content_length or 0)
    else:
        disk.require_change()


def _write_down(parts: Runtime, endpoint: Declaration, now: Current) -> None:
    """Have the attempt on record. Raises: ServiceUnavailable; RateLimited where somebody knocks too often."""
    if endpoint.changes or endpoint.audited:
        row = describe(request, now, reasoned=endpoint.reasoned)
        nobody = now.principal is None
        closed = parts.doors.closed(row["operation"], now.remote) if nobody and endpoint.access.public else None
        hopeless = nobody and (closed is not None or not endpoint.access.public)
        now.entry = parts.trail.begin({**row, **_told(endpoint, now, row)}, hopeless=hopeless)
        if closed is not None:
            raise closed


def leave(response: Response) -> Response:
    """Finish the answer's headers, the audit entry, metrics and log."""
    now = current()
    headers = response.headers
    headers["X-Request-Id"] = now.request_id
    if now.key is not None:
        headers["Idempotency-Key"] = now.key
        if now.replayed:
            headers["Idempotent-Replayed"] = "true"
    harden(response, runtime().settings)
    if response.mimetype == "application/problem+json":
        headers.add("Vary", "Accept-Language")
    _release(now, response)
    _give_back(now)
    _record(now, response)
    return response


def _release(now: Current, response: Response) -> None:
    """A request that was refused does not use the files that it named; one whose outcome is not known may."""
    if (now.named or now.private) and 400 <= response.status_code < 500:
        try:
            runtime().files.release(now.named)
            runtime().files.release(now.private, private=True)
        except PyMongoError as error:
            # They stay where they are: better than to lose one.
            logs.get().warning("files not released", request_id=now.request_id, error=str(error)[:300])


def _give_back(now: Current) -> None:
    """A file that came and was not kept counts for nothing."""
    if now.taken is not None:
        try:
            runtime().quotas.give_back(now.taken)
        except PyMongoError as error:
            logs.get().warning("upload not given back", request_id=now.request_id, error=str(error)[:300])


def _told_path() -> str:
    """The path as it is logged, without what lets in whoever has it. Where no endpoint was found that is whatever is no
    word of the paths that there are: an address with a token may be cut short, or asked in another way."""
    if request.url_rule is None:
        known = _words(current_app.url_map)
        return "/".join(part if part in known else HIDDEN for part in request.path.split("/"))
    parts, path = request.view_args or {}, request.path
    for name in SECRETS & parts.keys():
        path = path.replace(str(parts[name]), HIDDEN)
    return path


@cache
def _words(routes: Map) -> frozenset[str]:
    return frozenset(part for rule in routes.iter_rules() for part in rule.rule.split("/") if "<" not in part)


def _told(endpoint: Declaration, now: Current, row: Mapping[str, Any]) -> dict[str, str]:
    """Object, and what it is part of, as the trail has them: an officer's look at a part of something names that."""
    staff = now.principal is not None and now.principal.actor.is_staff
    within = row["within"] if staff else _told_object(endpoint, now, row["within"])
    return {"object": _told_object(endpoint, now, row["object"]), "within": within}


def _told_object(endpoint: Declaration | None, now: Current, id_: str) -> str:
    """The object as the trail has it. Where it may be confidential who asked for it is not to be told from the ids that
    others leave there: then it is a mark, the same for one person's attempts at one object."""
    who = now.principal
    if endpoint is None or who is None or not id_ or not endpoint.veils(who.actor):
        return id_
    return runtime().cipher.indexes(f"{who.account}:{id_}", kind="audit", bureau=who.bureau)[0]


def _record(now: Current, response: Response) -> None:
    seconds = time.monotonic() - now.started
    name = request.endpoint or "none"
    metrics.REQUESTS.labels(name, response.status_code).inc()
    metrics.REQUEST_SECONDS.labels(name).observe(seconds)
    if now.principal is None and response.status_code == 429:
        runtime().doors.refused(name, now.remote)
    if now.entry is not None:
        try:
            now.entry.finish(response.status_code, _told_object(declared(), now, now.object_id))
        except DomainError as error:
            # The effect is there and must be told; that the attempt was made is on record since `enter`.
            logs.get().error("audit entry not finished", request_id=now.request_id, error=str(error))
    who = now.principal
    # Probes come every second: they are worth a line only to somebody who looks for them.
    log = logs.get().debug if name.startswith("health.") else logs.get().info
    log(
        "request",
        method=request.method,
        path=_told_path(),
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        request_id=now.request_id,
        client_request=now.client_request,
        traceparent=now.traceparent,
        bureau=who.bureau if who else "",
        account=who.account if who else "",
        remote=now.remote,
    )
