"""A row with its result and its place in the chain: three collections, one view.

The place names the document that the row's result is in. Before a row is sealed that is the first one; one that comes
after a row was sealed as unknown is not counted, for nothing of a sealed row changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit.kept import BLOCKS, RESULTS, Document
from gateway.audit.rows import settled


class Result(NamedTuple):
    """A row's result, and the document that it is in."""

    kept: str
    said: Document


def results(db: Database[Document], ids: Sequence[str]) -> dict[str, list[Result]]:
    """All results of these rows, oldest first."""
    asked, found = set(ids), dict[str, list[Result]]()
    if not ids:
        return found
    kept = db[RESULTS].find({"results.row": {"$in": list(ids)}}, {"found": False})
    for document in kept.sort([("written", ASCENDING), ("_id", ASCENDING)]):
        for said in document["results"]:
            if said.get("row") in asked:
                found.setdefault(said["row"], []).append(Result(document["_id"], said))
    return found


def places(db: Database[Document], ids: Sequence[str]) -> dict[str, Document]:
    """Where these rows are sealed: seq, digest and, where there is one, the result's document."""
    mine = {"$filter": {"input": "$rows", "cond": {"$in": ["$$this.id", list(ids)]}}}
    steps: list[Document] = [{"$match": {"rows.id": {"$in": list(ids)}}}, {"$project": {"rows": mine}}]
    return {place["id"]: place for block in (db[BLOCKS].aggregate(steps) if ids else ()) for place in block["rows"]}


def sealed(db: Database[Document], ids: Sequence[str]) -> set[str]:
    """Which of these rows are in a block."""
    steps: list[Document] = [
        {"$match": {"rows.id": {"$in": list(ids)}}},
        {"$project": {"found": {"$setIntersection": ["$rows.id", list(ids)]}}},
    ]
    return {id_ for block in (db[BLOCKS].aggregate(steps) if ids else ()) for id_ in block["found"]}


def chosen(place: Mapping[str, Any] | None, found: Collection[Result]) -> Document | None:
    """The result that counts of those that were found."""
    if place is None:
        return next((each.said for each in found), None)
    return next((each.said for each in found if each.kept == place.get("result")), None)


def whole(db: Database[Document], rows: Iterable[Document]) -> list[Document]:
    """The rows as one reads them: with status, end, what was learnt, number and digest."""
    listed = list(rows)
    ids = [row["_id"] for row in listed]
    told, where = results(db, ids), places(db, ids)
    return [
        merged(row, chosen(where.get(row["_id"]), told.get(row["_id"], [])), where.get(row["_id"])) for row in listed
    ]


def merged(row: Document, result: Mapping[str, Any] | None, place: Mapping[str, Any] | None = None) -> Document:
    """One of them."""
    blank = {} if settled(row) else {"status": None, "ended": None, "reason": ""}
    learnt = {name: value for name, value in (result or {}).items() if name != "row"}
    put = {"seq": place["seq"], "hash": place["digest"]} if place else {"seq": None, "hash": None}
    return {**row, **blank, **learnt, **put}
