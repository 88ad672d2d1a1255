"""An area of the API: its endpoints, each declared once, and how every one of them is served.

```python
area = Area("accounts", zh="账号", en="Accounts")                  # the gateway's own
area = Area("outlets", zh="媒体", en="Outlets", service="outlet")   # passed on to a service

@area.post("/outlets/<id:outlet>/verification", access=only(Role.LIAISON), body=VerifyOutlet(exclude=("outlet",)),
           answer=OutletView(), zh="…", en="…")
def verify(outlet: str, data: Data) -> Data:
    return ask("outlet.verify", {**data, "outlet": outlet})
```

The view gets the path's parts by name, and `data` when a body or query is declared. For an area without a
service `data` is checked by the schema, and its changes have one effect per key (`gateway.idempotency`). It
gives a dict (the JSON answer, with `version`, or its digest → ETag, `next` → Link) or a whole `Response`, and raises
`DomainError` for every refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from gateway.auth.principal import Principal
from gateway.current import Current, current, idempotency_key, lower_deadline
from gateway.errors import RateLimited
from gateway.files.naming import files_in
from gateway.files.records import Owner
from gateway.http import reading
from gateway.http.conditional import IfMatch, digest, etag, expected, fresh
from gateway.http.declaration import Declaration, Veiled
from gateway.http.openapi import document
from gateway.http.paging import next_link
from gateway.http.reading import Data
from gateway.idempotency import once
from gateway.runtime import runtime
from shared import validation
from shared.contracts.fields import Form

JSON = "application/json"
NOTHING = Form()
View = Callable[..., Data | Response]
Decorator = Callable[[View], View]


class Area:
    """Endpoints under `/v1` that belong together."""

    def __init__(self, name: str, *, zh: str, en: str, service: str = "", veiled: Veiled = Veiled.NOBODY) -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix="/v1", description=f"{zh} / {en}")
        # The declarations say it all: flask-smorest has nothing to add to them.
        self.blueprint._prepare_doc_cbks = []
        self._options: dict[str, Any] = {"service": service, "veiled": veiled}
        self._service = service

    def get(self, path: str, **options: Any) -> Decorator:
        """Declare a read. Options: see Declaration; `service` for one that another service answers."""
        return partial(self._declare, "GET", path, options)

    def post(self, path: str, **options: Any) -> Decorator:
        """Declare a POST; `If-Match` is honoured when it is given for an object."""
        if "<" in path and self._service:
            options.setdefault("if_match", IfMatch.OPTIONAL)
        return partial(self._declare, "POST", path, options)

    def put(self, path: str, **options: Any) -> Decorator:
        """Declare a PUT, which must say what version it is for."""
        return partial(self._declare, "PUT", path, {"if_match": IfMatch.REQUIRED} | options)

    def patch(self, path: str, **options: Any) -> Decorator:
        """Declare a PATCH, which must say what version it is for."""
        return partial(self._declare, "PATCH", path, {"if_match": IfMatch.REQUIRED} | options)

    def delete(self, path: str, **options: Any) -> Decorator:
        """Declare a DELETE, which must say what version it is for."""
        return partial(self._declare, "DELETE", path, {"if_match": IfMatch.REQUIRED} | options)

    def options(self, path: str, **options: Any) -> Decorator:
        """Declare what is supported at a path."""
        return partial(self._declare, "OPTIONS", path, options)

    def _declare(self, method: str, path: str, options: dict[str, Any], view: View) -> View:
        declared = Declaration(method=method, path=path, **(self._options | options))
        if not declared.service and declared.changes and "stored" not in options:
            declared = replace(declared, stored=True)

        def endpoint(**parts: str) -> Response:
            return serve(declared, view, parts)

        endpoint.__name__ = view.__name__
        endpoint.declared = declared  # type: ignore[attr-defined]
        operation = {"operationId": f"{self.blueprint.name}.{view.__name__}", **document(declared)}
        endpoint._apidoc = {"manual_doc": operation}  # type: ignore[attr-defined]
        self.blueprint.add_url_rule(path, None, endpoint, methods=[method])
        return view


def serve(declared: Declaration, view: View, parts: dict[str, str]) -> Response:
    """Read the request, have the view work, make its answer."""
    now, headers = current(), request.headers
    if (given := headers.get("X-Deadline-Ms")) is not None:
        lower_deadline(now, given)
    if declared.changes:
        _prepare_change(declared, now)
    data = _input(declared, parts)
    now.object_id = next(reversed(parts.values()), "")
    if declared.changes:
        told = reading.told(request, declared.headers) | data
        now.fingerprint = reading.fingerprint(request, told, upload=declared.upload)
        if declared.service and now.principal is not None and (ids := files_in(declared.body, data)):
            _use(declared, now, now.principal, ids)
    arguments: dict[str, Any] = dict(parts)
    if declared.body is not None or declared.query is not None:
        arguments["data"] = data
    work = partial(_answer, declared, view, arguments, now)
    if declared.stored and "Idempotency-Key" in headers:
        return once(runtime().answers, now, request, work, declared.kept)
    return work()


def _use(declared: Declaration, now: Current, who: Principal, ids: list[str]) -> None:
    files, owner = runtime().files, Owner(who.bureau, who.account)
    if declared.private_files:
        now.private = files.use_privately(ids, owner)
    if others := [each for each in ids if each not in now.private]:
        now.named = files.use(others, owner)


def _prepare_change(declared: Declaration, now: Current) -> None:
    headers = request.headers
    given = headers.get("Idempotency-Key")
    if declared.method == "POST" or given is not None:
        now.key = idempotency_key(given)
    now.expected_version = expected(headers.get("If-Match"), declared.if_match)
    if declared.upload:
        # Before the first look at the form: it is what limits the reading.
        most = _taken(now, runtime().settings.max_upload)
        request.max_content_length = most
        request.max_form_parts = 10
    if declared.raw:
        request.max_content_length = max(runtime().settings.files.limits.values())
        reading.require_raw(request, declared.raw, always=declared.method == "PATCH")


def _taken(now: Current, most: int) -> int:
    """Have the file that comes counted of its sender's day; how many bytes of it may come."""
    size, who = request.content_length, now.principal
    if who is None or (size is not None and size > most):
        return most
    # One that is sent without its length is cut off where the day has no room any more.
    quotas = runtime().quotas
    try:
        now.taken = quotas.take_some(who, most) if size is None else quotas.take(who, size)
    except RateLimited:
        # Who lost the answer to the last one of the day is told it again.
        if now.scope is None or not runtime().answers.answered(now.scope):
            raise
        return most
    return most if size is not None else now.taken.bytes


def _input(declared: Declaration, parts: dict[str, str]) -> Data:
    arguments = reading.query(declared.query, request.args) if request.query_string else {}
    data = reading.json_object(request) if declared.takes_body else arguments
    if declared.upload:
        data = reading.form(request)
    schema = declared.body if declared.changes else declared.query
    if schema is None and not data:
        return data
    if not declared.service or schema is None:
        return validation.load(schema or NOTHING, data)
    reading.refuse_path_names(data, parts)
    return data  # the service checks it


def _answer(declared: Declaration, view: View, arguments: dict[str, Any], now: Current) -> Response:
    result = view(**arguments)
    if isinstance(result, Response):
        return result
    body, version = orjson.dumps(result), result.get("version")
    # For reads alone: a change that was made must not be answered with 304 (RFC 9110, 13.1.2).
    conditional = declared.etag and not declared.changes
    own = etag(version) if version is not None else digest(body) if conditional else ""
    if conditional and fresh(request.headers.get("If-None-Match"), own):
        return Response(status=304, headers={"ETag": own})
    response = Response(body, declared.status, content_type=JSON)
    if own:
        response.headers["ETag"] = own
    if declared.paged and result.get("next"):
        response.headers["Link"] = next_link(request, result["next"])
    if declared.location:
        response.headers["Location"] = declared.location.format(**result)
    if declared.changes and "id" in result:
        now.object_id = now.object_id or result["id"]
    return response
