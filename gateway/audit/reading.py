"""What an auditor reads of the trail: the rows of the bureau, newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from marshmallow import fields as ma
from pymongo import DESCENDING
from pymongo.database import Database

from gateway.audit.joining import whole
from gateway.audit.kept import RESULTS, ROWS, Document
from gateway.audit.looking import called, first_id, newest
from gateway.audit.readers import Reader
from gateway.audit.results import found_by
from shared.contracts.fields import Form, Moment, Text, cursor, identifier, limit
from shared.paging import decode_text, page

SHOWN: Final = (
    "at", "ended", "account", "name", "roles", "session", "method", "route", "operation", "object", "within", "status",
    "reason", "purpose", "address", "agent", "request", "client_request", "traceparent", "key", "seq",
    "hash",
)  # fmt: skip
EXACT: Final = ("account", "operation")
# Rows from before do not say these, and a sealed row is never changed.
LATER: Final = ("purpose", "within", "client_request")
# Rows at a time where some are left out: else a short page of many would be read by as many looks.
STEP: Final = 500


def _note(zh: str, en: str) -> dict[str, str]:
    return {"description": f"{zh} / {en}"}


class AuditQuery(Form):
    """Which rows; filters are combined."""

    account = identifier(metadata=_note("谁", "Id of the account that asked"))
    object = Text(200, metadata=_note("对象编号，含其下各项", "Id of the object; what is a part of it, too"))
    operation = Text(100, metadata=_note("操作，如 outlets.verify", "Name of the operation, such as outlets.verify"))
    request = Text(
        64, metadata=_note("请求编号，或调用方自己的请求编号", "Id of the request, or what its caller called it")
    )
    since = Moment(metadata=_note("起，含", "From this time on"))
    until = Moment(metadata=_note("止，不含", "Before this time"))
    cursor = cursor()
    limit = limit()


class AuditRow(Form):
    """One attempt and its result."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True, metadata=_note("何时", "When it was asked for"))
    ended = ma.AwareDateTime(required=True, allow_none=True, metadata=_note("答复时间", "When it was answered"))
    account = ma.String(required=True, metadata=_note("账号；未登录为空", "Empty when nobody was signed in"))
    name = ma.String(required=True)
    roles = ma.List(ma.String(), required=True)
    session = ma.String(required=True)
    method = ma.String(required=True)
    route = ma.String(required=True)
    operation = ma.String(required=True)
    object = ma.String(required=True)
    within = ma.String(required=True, metadata=_note("对象的上级，如需求", "What it is part of: of a file its request"))
    status = ma.Integer(
        required=True, allow_none=True, metadata=_note("HTTP 状态；未知为空", "HTTP status, null while unknown")
    )
    reason = ma.String(required=True, metadata=_note("拒绝的代码", "Code of a refusal, where it is noted"))
    purpose = ma.String(
        required=True, metadata=_note("查看理由，限须说明理由的查看", "Why it was looked at, where that must be said")
    )
    address = ma.String(required=True)
    agent = ma.String(required=True)
    request = ma.String(required=True, metadata=_note("请求编号", "Id of the request, as it was answered"))
    client_request = ma.String(
        required=True, metadata=_note("调用方自己的请求编号", "What its caller called it in X-Request-Id")
    )
    traceparent = ma.String(required=True)
    key = ma.String(required=True, metadata=_note("幂等键的 SHA-256", "SHA-256 of the idempotency key"))
    seq = ma.Integer(required=True, allow_none=True, metadata=_note("链中序号；未封存为空", "Number in the chain"))
    hash = ma.String(
        required=True, allow_none=True, metadata=_note("该条及其结果的摘要", "Digest of the row and its result")
    )


class AuditPage(Form):
    """A page of rows."""

    items = ma.List(ma.Nested(AuditRow), required=True)
    next = ma.String(required=True, allow_none=True)
    left_out = ma.Boolean(
        required=True,
        metadata=_note(
            "真：本人属于媒体（或暂时无法确认），涉及媒体事务的记录未列出",
            "True: one belongs to an outlet, or that is not known just now: what staff did in the affairs of outlets "
            "is left out",
        ),
    )


def search(db: Database[Document], reader: Reader, query: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the bureau's rows that are for the reader, newest first. Raises: Invalid for a cursor that is none."""
    wanted = {name: query[name] for name in (*EXACT, "object") if name in query}
    size, span, request = query["limit"], _span(query), query.get("request", "")
    step = STEP if reader.partial else size + 1
    found: list[Document] = []
    while len(found) <= size:
        ids = called(db, reader, request, span, step) if request else newest(db, reader, wanted, span, step)
        rows = db[ROWS].find({"_id": {"$in": ids}}).sort("_id", DESCENDING)
        found += [row for row in whole(db, rows) if _is(row, reader.bureau, wanted) and reader.sees(row)]
        if len(ids) < step:
            break
        span = {**span, "$lt": ids[-1]}
    shown = page(found[: size + 1], size, lambda row: [row["_id"]])
    return {**shown, "items": [_view(row) for row in shown["items"]], "left_out": reader.partial}


def about(db: Database[Document], bureau: str, objects: Collection[str]) -> list[Document]:
    """All rows of a bureau about these objects, also those that made them."""
    made = [found_by(bureau, "object", id_) for id_ in objects]
    learnt = db[RESULTS].find({"found": {"$in": made}}, {"results": True}) if made else ()
    ids = [each["row"] for document in learnt for each in document["results"] if each.get("object") in objects]
    which = [{"bureau": bureau, "object": {"$in": sorted(objects)}}, {"_id": {"$in": ids}}]
    rows = whole(db, db[ROWS].find({"$or": which}))
    return [row for row in rows if row["bureau"] == bureau and row["object"] in objects]


def asked_as(db: Database[Document], bureau: str, request: str, since: str, until: str) -> list[Document]:
    """The rows of a request, by its id, with ids from `since` to before `until`."""
    which = {"bureau": bureau, "_id": {"$gte": since, "$lt": until}, "request": request}
    return whole(db, db[ROWS].find(which).hint("by_time"))


def _span(query: Mapping[str, Any]) -> Document:
    """Bounds of the id, which is made of the time: so every filter runs along one index."""
    span: Document = {}
    if "since" in query:
        span["$gte"] = first_id(query["since"])
    bounds = [first_id(query["until"])] if "until" in query else []
    bounds += [decode_text(query["cursor"])] if "cursor" in query else []
    if bounds:
        span["$lt"] = min(bounds)
    return span


def _is(row: Document, bureau: str, wanted: Mapping[str, str]) -> bool:
    """Whether a row with its result is what was asked for: what was made may be something else than what was named."""
    same = all(row[name] == wanted[name] for name in EXACT if name in wanted)
    return (
        row["bureau"] == bureau and same and wanted.get("object", row["object"]) in (row["object"], row.get("within"))
    )


def _view(row: Document) -> dict[str, Any]:
    return {"id": row["_id"], **{name: row.get(name, "" if name in LATER else None) for name in SHOWN}}
