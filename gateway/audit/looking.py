"""The newest rows of a bureau that may be what is asked for: by what rows say, and by what results say of them.

Where nobody was signed in a row learns only with its result whose it is, and what was made has its id from there; such
rows are found by the keys of results (`results.py`). A document of results is made after its rows by the same process,
so along those documents, newest first, rows come nearly in their order: one that is older than the rows that are wanted
ends the look.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo import DESCENDING
from pymongo.database import Database

from gateway.audit.kept import RESULTS, ROWS, Document
from gateway.audit.readers import Reader
from gateway.audit.results import found_by

# The most selective first.
BY: Final = ("object", "account", "operation")
# A result that waited for the database comes after its row; in a list it is found up to so much later.
LATEST: Final = timedelta(hours=1)
Named = Mapping[str, str]


def newest(db: Database[Document], reader: Reader, wanted: Named, span: Named, most: int) -> list[str]:
    """At most so many ids, newest first, of rows within the span of ids; some may turn out not to be it after all."""
    said = _said(db, reader, wanted, span, most)
    return sorted({*said, *_learnt(db, reader.bureau, wanted, span, most)}, reverse=True)[:most]


def called(db: Database[Document], reader: Reader, request: str, span: Named, most: int) -> list[str]:
    """The same of a request: by its id, which was made a moment before the row's, or by what its caller called it.

    Also rows that say nobody's name: whose they are, and whether they are for the reader, is looked at later.
    """
    whose = {"bureau": {"$in": ["", reader.bureau]}}
    ways: list[Document] = [{**whose, "client_request": request}]
    if made := _made(request):
        ways.append({**whose, "request": request, "_id": {"$gte": first_id(made), "$lt": first_id(made + LATEST)}})
    match: Document = {"$or": ways} | ({"_id": dict(span)} if span else {})
    return [row["_id"] for row in db[ROWS].find(match, {"_id": True}).sort("_id", DESCENDING).limit(most)]


def _said(db: Database[Document], reader: Reader, wanted: Named, span: Named, most: int) -> list[str]:
    """Those that say it themselves."""
    match: Document = {**reader.asks(), **{name: wanted[name] for name in wanted if name != "object"}}
    if "object" in wanted:
        match["$or"] = [{name: wanted["object"]} for name in ("object", "within")]
    if span:
        match["_id"] = dict(span)
    return [row["_id"] for row in db[ROWS].find(match, {"_id": True}).sort("_id", DESCENDING).limit(most)]


def _learnt(db: Database[Document], bureau: str, wanted: Named, span: Named, most: int) -> list[str]:
    """Those whose result says it."""
    found: list[str] = []
    match: Document = {"found": {"$in": _keys(bureau, wanted)}}
    if bounds := {**({"$gte": span["$gte"]} if "$gte" in span else {}), **_later(span)}:
        match["_id"] = bounds
    for document in db[RESULTS].find(match).sort("_id", DESCENDING):
        if len(found) >= most and document["_id"] < sorted(found, reverse=True)[most - 1]:
            break
        rows = (each["row"] for each in document["results"] if _may_be(each, bureau, wanted))
        found += [row for row in rows if _within(row, span)]
    return found


def _later(span: Named) -> dict[str, str]:
    """Where to begin: so much later than its rows a document can be. Nothing for what is no id of ours."""
    made = _made(span.get("$lt", ""))
    return {"$lt": first_id(made + LATEST)} if made else {}


def _made(id_: str) -> datetime | None:
    """When an id was made; None for what is no id of ours."""
    try:
        return datetime.fromtimestamp(int(id_[:13].replace("-", ""), 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def first_id(moment: datetime) -> str:
    """What every UUIDv7 (RFC 9562, 5.7) of this millisecond and later ones is not less than."""
    digits = f"{max(0, int(moment.timestamp() * 1000)):012x}"
    return f"{digits[:8]}-{digits[8:]}"


def _keys(bureau: str, wanted: Named) -> list[str]:
    by = next((name for name in BY if name in wanted), "")
    if not by:
        return [found_by(bureau)]
    names = ("object", "within") if by == "object" else (by,)
    return [found_by(bureau, name, wanted[by]) for name in names]


def _may_be(result: Document, bureau: str, wanted: Named) -> bool:
    """Whether a result does not say that the row is another's; what only the row says is looked at later."""
    same = all(result.get(name, value) == value for name, value in wanted.items() if name == "account")
    return same and result.get("bureau", bureau) == bureau


def _within(id_: str, span: Named) -> bool:
    return span.get("$gte", "") <= id_ and ("$lt" not in span or id_ < span["$lt"])
