"""Publications and their metrics in MongoDB. Every query is of one bureau and on an index that begins with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.cursor import Cursor
from pymongo.database import Database

from services.submission.domain import Change, Publication, Snapshot, Version, tally
from services.submission.domain.publication import OVER
from services.submission.repository.appearances import appears
from services.submission.repository.documents import (
    Document,
    lapsing,
    publication_document,
    publication_of,
    snapshot_document,
    snapshot_of,
    version_document,
    version_of,
)
from services.submission.repository.statistics import count
from shared.clock import day_around
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import MetricsStatus, PublicationStatus, QueueSort
from shared.errors import Conflict, NotFound
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

PUBLICATIONS = "publications"
VERSIONS = "publication_versions"
METRICS = "metrics"
STANDS = (PublicationStatus.REPORTED, PublicationStatus.VERIFIED)
FLAGGED: Document = {"flags.0": {"$exists": True}}
UNFLAGGED: Document = {"flags.0": {"$exists": False}}
# What others make of a publication: they write it, and no version says it.
KNOWN = ("snapshots", "reprints", "observed_until", "reach", "judged")
# How many snapshots of an outlet on a platform are looked at to tell what is usual for it.
HISTORY = 300
# Snapshots that say something of an outlet: neither they nor their publications were refused or withdrawn.
STANDING: Document = {"status": {"$ne": MetricsStatus.REFUSED}, "publication_state": {"$nin": sorted(OVER)}}


class Reports:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PUBLICATIONS: [
            of_bureau("claim", "claim", unique=True, partialFilterExpression={"claim": {"$exists": True}}),
            of_bureau("submission", "submission", "_id"),
            of_bureau("queue", "queue", "_id"),
            of_bureau("queue_outlet", "outlet", "queue", "_id"),
            of_bureau("queue_doubtful", "doubtful", "queue", "_id"),
            of_bureau("twice_of", "twice_of", partialFilterExpression={"twice_of": {"$gt": ""}}),
        ],
        VERSIONS: [
            IndexModel([("bureau", 1), ("publication", 1), ("version", -1)], name="publication", unique=True),
        ],
        METRICS: [
            # Also in the order in which the moments of a publication follow each other.
            of_bureau("publication", "publication", "observed_at"),
            of_bureau("claim", "claim", unique=True, partialFilterExpression={"claim": {"$exists": True}}),
            of_bureau("standing", "standing", "_id"),
            of_bureau("standing_outlet", "outlet", "standing", "_id"),
            of_bureau("standing_flag", "flags", "standing", "_id"),
            IndexModel([("bureau", 1), ("outlet", 1), ("platform", 1), ("_id", -1)], name="usual"),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._publications = db[PUBLICATIONS]
        self._versions = db[VERSIONS]
        self._metrics = db[METRICS]

    def publication(self, bureau: str, id_: str) -> Publication:
        """One publication. Raises: NotFound."""
        document = self._publications.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("publication.not_found")
        return publication_of(document)

    def publications(self, bureau: str, submission: str) -> list[Publication]:
        """All of a work, in the order in which they were reported."""
        found = self._publications.find({"bureau": bureau, "submission": submission}).sort("_id", ASCENDING)
        return [publication_of(document) for document in found]

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Publication]:
        """These publications, by id."""
        found = self._publications.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}})
        return {document["_id"]: publication_of(document) for document in found}

    def of_submissions(self, bureau: str, ids: Iterable[str]) -> dict[str, list[Publication]]:
        """All of these works, by the work's id."""
        found: dict[str, list[Publication]] = {}
        for document in self._publications.find({"bureau": bureau, "submission": {"$in": sorted(set(ids))}}):
            found.setdefault(document["submission"], []).append(publication_of(document))
        return found

    def standing(self, bureau: str, claim: str) -> Publication | None:
        """The publication that stands at a place, if any."""
        document = self._publications.find_one({"bureau": bureau, "claim": claim})
        return publication_of(document) if document else None

    def on_day(self, bureau: str, outlet: str, platform: Platform, moment: datetime) -> list[Publication]:
        """What stands of an outlet's publications on a platform and a day (Asia/Shanghai)."""
        begin, end = day_around(moment)
        query: Document = {
            "bureau": bureau, "outlet": outlet, "queue": {"$in": list(STANDS)}, "platform": platform,
            "published_at": {"$gte": begin, "$lt": end},
        }  # fmt: skip
        return [publication_of(each) for each in self._publications.find(query)]

    def add(self, unit: Unit, publication: Publication, change: Change, source: Publication | None) -> None:
        """Keep a new publication and its first version, if the `source` that it was judged by is still that."""
        self._rely_on(unit, source)
        # Somebody was faster at the same place: decided anew, the refusal names what stands there.
        taken = StaleWrite(f"{PUBLICATIONS}/{publication.claim}")
        unit.insert(PUBLICATIONS, publication_document(publication), {"claim": taken})
        unit.insert(VERSIONS, version_document(publication, change))
        _counted(unit, None, publication)

    def moved(
        self,
        unit: Unit,
        before: Publication,
        publication: Publication,
        change: Change,
        source: Publication | None = None,
    ) -> None:
        """Keep the next version of a publication, if it is still at the one before, with the same reprints, and the
        `source` that it was judged by is still that. What is known of it by others is no part of a version."""
        self._rely_on(unit, source)
        document = publication_document(publication)
        free = {} if "claim" in document else {"$unset": {"claim": ""}}
        match = {"_id": document.pop("_id"), "bureau": before.bureau, "version": before.version}
        match |= {name: _read(getattr(before, name)) for name in ("reprints", "judged")}
        for name in KNOWN:
            del document[name]
        unit.taken["claim"] = Conflict("concurrent_change")
        unit.update(PUBLICATIONS, match, {"$set": document} | free)
        if publication.status is not before.status:
            measured = {"bureau": before.bureau, "publication": before.id}
            unit.update_many(METRICS, measured, lapsing(publication.status))
        unit.insert(VERSIONS, version_document(publication, change))
        _counted(unit, before, publication)

    def _rely_on(self, unit: Unit, source: Publication | None) -> None:
        """Of a reprint and a move of its source one comes first, and the other sees it."""
        if source is not None:
            read = {"_id": source.id, "bureau": source.bureau, "version": source.version}
            unit.update(PUBLICATIONS, read, {"$inc": {"reprints": 1}})

    def versions(self, bureau: str, publication: str, below: int, limit: int) -> list[Version]:
        """Up to `limit` + 1 versions with numbers below `below`, newest first."""
        query = {"bureau": bureau, "publication": publication, "version": {"$lt": below}}
        return [version_of(row) for row in self._versions.find(query).sort("version", DESCENDING).limit(limit + 1)]

    def proves(self, bureau: str, publication: str, file: str) -> bool:
        """Whether a version of a publication, or a correction that waited with it, rests on a file."""
        said = [{"state.proof": file}, {"state.correction.corrected.proof": file}]
        found = self._versions.find_one({"bureau": bureau, "publication": publication, "$or": said}, {"_id": 1})
        return found is not None

    def publications_queue(
        self, bureau: str, chosen: Document, sort: QueueSort, after: str | None, limit: int
    ) -> list[Publication]:
        """Up to `limit` + 1 publications in the order in which they were reported, or the other way round. `chosen`:
        values of queue, outlet, platform, doubtful."""
        found = _queued(self._publications, {"bureau": bureau, **chosen}, sort, after)
        return [publication_of(each) for each in found.limit(limit + 1)]

    def waiting(self, bureau: str) -> int:
        """How many publications wait for a liaison."""
        return self._publications.count_documents({"bureau": bureau, "queue": PublicationStatus.REPORTED}, hint="queue")

    def snapshots(self, bureau: str, publication: str) -> list[Snapshot]:
        """All of a publication, by their moments."""
        found = self._metrics.find({"bureau": bureau, "publication": publication})
        return [snapshot_of(document) for document in found.sort([("observed_at", ASCENDING)])]

    def of_publications(self, bureau: str, ids: Iterable[str]) -> dict[str, list[Snapshot]]:
        """All snapshots of these publications, by their moments, by the publication's id."""
        found: dict[str, list[Snapshot]] = {id_: [] for id_ in ids}
        query = {"bureau": bureau, "publication": {"$in": sorted(found)}}
        for document in self._metrics.find(query).sort([("publication", ASCENDING), ("observed_at", ASCENDING)]):
            found[document["publication"]].append(snapshot_of(document))
        return found

    def snapshots_by_id(self, bureau: str, ids: Iterable[str]) -> dict[str, Snapshot]:
        """These snapshots, by id."""
        found = self._metrics.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}})
        return {document["_id"]: snapshot_of(document) for document in found}

    def twins(self, publication: Publication) -> list[Snapshot]:
        """The standing snapshots of other publications at the same address, from before that was refused."""
        bureau, first = publication.bureau, publication.twice_of or publication.id
        others = self._publications.find({"bureau": bureau, "twice_of": first}, {"_id": 1})
        ids = {first, *(row["_id"] for row in others)} - {publication.id}
        query = {"bureau": bureau, "publication": {"$in": sorted(ids)}, **STANDING}
        return [snapshot_of(row) for row in self._metrics.find(query)] if ids else []

    def usual(self, publication: Publication) -> list[int]:
        """The most reads of each other publication of the outlet on this platform, of snapshots that stand."""
        query = {"bureau": publication.bureau, "outlet": publication.outlet, "platform": publication.platform}
        shown = {"publication": 1, "reads": 1}
        most: dict[str, int] = {}
        for document in self._metrics.find(query | STANDING, shown).sort("_id", DESCENDING).limit(HISTORY):
            other = document["publication"]
            if other != publication.id:
                most[other] = max(document["reads"], most.get(other, 0))
        return list(most.values())

    def measured(self, unit: Unit, before: Publication, publication: Publication, snapshot: Snapshot) -> None:
        """Keep a new snapshot and what its publication (before, after) is by it, if no other was reported since that
        was read, for they are judged together, and if nobody has ruled on that."""
        self._reaches(unit, before, publication, {"snapshots": before.snapshots})
        unit.insert(METRICS, snapshot_document(snapshot), {"claim": Conflict("concurrent_change")})

    def ruled(self, unit: Unit, before: Snapshot, snapshot: Snapshot, places: tuple[Publication, Publication]) -> None:
        """Keep a snapshot that was ruled on or corrected, and what its publication (before, after) is by it, if that is
        still what it was."""
        self._reaches(unit, *places, {})
        document = snapshot_document(snapshot)
        free = {} if "claim" in document else {"$unset": {"claim": ""}}
        match = {"_id": document.pop("_id"), "bureau": before.bureau, "version": before.version}
        # None: it says nothing of it yet.
        match |= {"publication_state": {"$in": [before.publication_state, None]}}
        unit.update(METRICS, match, {"$set": document} | free)

    def _reaches(self, unit: Unit, before: Publication, publication: Publication, read: Document) -> None:
        """Keep what a publication is by its snapshots, if nothing else became of it since it was read."""
        match = {"_id": before.id, "bureau": before.bureau, "version": before.version}
        document = publication_document(publication)
        new = {name: document[name] for name in ("observed_until", "reach", "judged")}
        new |= {"snapshots": before.snapshots + 1} if read else {}
        unit.update(PUBLICATIONS, match | {"judged": _read(before.judged)} | read, {"$set": new})
        _counted(unit, before, publication)

    def queue(self, bureau: str, chosen: Document, sort: QueueSort, after: str | None, limit: int) -> list[Snapshot]:
        """Up to `limit` + 1 snapshots in the order in which they were reported, or the other way round. `chosen`:
        values of standing, outlet, platform, flags."""
        found = _queued(self._metrics, {"bureau": bureau, **chosen}, sort, after)
        return [snapshot_of(each) for each in found.limit(limit + 1)]

    def metrics_waiting(self, bureau: str, *, flagged: bool) -> int:
        """How many snapshots wait for a liaison; of those that are conspicuous alone, if wanted."""
        query: Document = {"bureau": bureau, "standing": MetricsStatus.REPORTED}
        return self._metrics.count_documents(query | (FLAGGED if flagged else {}), hint="standing")


def _queued(collection: Collection[Document], query: Document, sort: QueueSort, after: str | None) -> Cursor[Document]:
    direction, beyond = (ASCENDING, "$gt") if sort is QueueSort.OLDEST else (DESCENDING, "$lt")
    return collection.find(query | ({"_id": {beyond: after}} if after else {})).sort("_id", direction)


def _counted(unit: Unit, before: Publication | None, publication: Publication) -> None:
    """Have its work and the statistics say what a publication is now."""
    appears(unit, before, publication)
    bureau, work = publication.bureau, publication.submission
    count(unit, bureau, work, tally.of_publication(before), tally.of_publication(publication))


def _read(number: int) -> Document | int:
    """A count as it was read; none where nothing was counted yet."""
    return number or {"$in": [0, None]}
