"""Works are found by parts of their text and by where they appeared, and months are counted along.

Works from before get what they are found by, the category that their outlet has now, and when the first publication
that stands appeared; publications, what their snapshots say; the statistics are counted from what is there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.submission.domain import Revision, reach, tally
from services.submission.repository.documents import (
    appearance,
    found_by,
    publication_document,
    publication_of,
    revision_of,
    snapshot_of,
    submission_of,
)
from services.submission.repository.statistics import STATISTICS, documents, nested
from shared.grams import grams

name = "found_and_counted"
dependencies = ["unapproved_claims"]
KNOWN = ("observed_until", "reach", "judged")


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what is found out of what is there is the same, and what is there already is left alone."""
    for row in db["publications"].find({"judged": {"$exists": False}}):
        found = db["metrics"].find({"bureau": row["bureau"], "publication": row["_id"]})
        measured = publication_document(reach.measured(publication_of(row), map(snapshot_of, found)))
        db["publications"].update_one(
            {"_id": row["_id"], "judged": {"$exists": False}}, {"$set": {each: measured[each] for each in KNOWN}}
        )
    for row in db["submissions"].find({"grams": {"$exists": False}}):
        match = {"_id": row["_id"], "grams": {"$exists": False}, "version": row["version"]}
        db["submissions"].update_one(match, {"$set": _found(db, row)})
    with db.client.start_session() as session:
        session.with_transaction(lambda held: recount(db, held))


def recount(db: Database[dict[str, Any]], session: ClientSession | None = None) -> None:
    """Have the statistics say what is there, whatever they said."""
    db[STATISTICS].delete_many({}, session=session)
    found: dict[str, Counter[str]] = {}
    whose: dict[str, dict[str, Any]] = {}

    def add(bureau: str, work: str, cells: tally.Tally) -> None:
        for id_, document in documents(bureau, work, cells).items():
            whose[id_] = {each: document.pop(each) for each in ("bureau", "month")}
            found.setdefault(id_, Counter()).update(document)

    for row in db["submissions"].find({"shown": True}, {"grams": 0}, session=session):
        head = _revision(db, row, row["revision"])
        shown = _revision(db, row, row["sent"]) if row["sent"] not in (0, row["revision"]) else head
        add(row["bureau"], row["_id"], tally.of_work(submission_of(row, head), shown.topic))
    for row in db["publications"].find({"status": "verified"}, session=session):
        add(row["bureau"], row["submission"], tally.of_publication(publication_of(row)))
    if found:
        rows = [{"_id": id_, **whose[id_], **nested(paths)} for id_, paths in found.items()]
        db[STATISTICS].insert_many(rows, session=session)


def _found(db: Database[dict[str, Any]], row: dict[str, Any]) -> dict[str, Any]:
    head = _revision(db, row, row["revision"])
    sent = _revision(db, row, row["sent"]) if row["sent"] else None
    outlet = db["outlets"].find_one({"_id": row["outlet"]}, {"category": 1})
    places = [publication_of(each) for each in db["publications"].find({"submission": row["_id"]}).sort("_id", 1)]
    standing = [each for each in places if each.stands]
    published = standing[0].published_at if standing and row["status"] == "published" else None
    return {
        **(looked := found_by(row["number"], head, sent)),
        # `searched_apart` moves them.
        "grams": grams(looked["sent_text"]),
        "sort_title": row["sent_title"] or row["title"],
        "category": outlet["category"] if outlet else "",
        "published_at": published,
        "appeared": [appearance(each) for each in standing],
    }


def _revision(db: Database[dict[str, Any]], row: dict[str, Any], number: int) -> Revision:
    found = db["revisions"].find_one({"_id": f"{row['_id']}:{number:06}"})
    assert found is not None  # a submission has every revision up to its own
    return revision_of(found)
