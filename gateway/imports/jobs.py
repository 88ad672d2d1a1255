"""Import jobs in the gateway's database. Whoever holds a job's lease works on it; a lost lease ends its work.

A job is named by the idempotency key of the upload, so that the record of the job is the record of the key:
the same key finds the same job, also after a crash between the steps of the upload.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from pymongo import IndexModel, ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.clock import now
from shared.context import RequestContext
from shared.errors import KeyReused
from shared.ids import new_id

LEASE = timedelta(seconds=30)
KEPT = timedelta(days=7)
Document = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One upload on its way. `row` is the last row of the sheet that was sent; `asked` the request's context."""

    id: str
    bureau: str
    file: str
    file_name: str
    asked: Mapping[str, Any]
    import_id: str = ""
    row: int = 0
    tries: int = 0
    token: str = ""

    def context(self, key: str, deadline: float) -> RequestContext:
        """On behalf of who uploaded it; `key` is one of this job's own."""
        own = {"key": f"import-job:{self.id}:{key}", "fingerprint": key, "deadline": deadline}
        return RequestContext.from_wire({**self.asked, **own, "expected_version": None})


class Jobs:
    """The collection `import_jobs`."""

    COLLECTION: ClassVar[str] = "import_jobs"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            IndexModel([("state", 1), ("until", 1)], partialFilterExpression={"state": "open"}),
            IndexModel("expires", expireAfterSeconds=0),
        ]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._jobs = db[self.COLLECTION]

    def find(self, scope: str, fingerprint: str) -> Job | None:
        """The job of an idempotency key, if there is one. Raises: KeyReused."""
        document = self._jobs.find_one({"_id": job_id(scope)})
        if document is not None and document["fingerprint"] != fingerprint:
            raise KeyReused("idempotency.key_reused")
        return None if document is None else _job(document)

    def add(self, file: str, file_name: str, asked: RequestContext) -> Job:
        """The job of an upload: a new one, or that of another request with its key. Raises: KeyReused."""
        assert asked.key is not None and asked.fingerprint is not None
        moment = now()
        document = {
            "_id": job_id(asked.key),
            "bureau": asked.bureau,
            "fingerprint": asked.fingerprint,
            "file": file,
            "file_name": file_name,
            "asked": asked.to_wire(),
            "import_id": "",
            "row": 0,
            "tries": 0,
            "state": "open",
            "token": "",
            "until": moment + LEASE,  # the upload itself has the first turn
            "created": moment,
        }
        try:
            self._jobs.insert_one(document)
        except DuplicateKeyError:
            found = self.find(asked.key, asked.fingerprint)
            assert found is not None
            return found
        return _job(document)

    def opened(self, job: Job, import_id: str) -> None:
        """The outlet service knows the import; anybody may work on it now."""
        self._jobs.update_one({"_id": job.id, "token": ""}, {"$set": {"import_id": import_id, "until": now()}})

    def claim(self) -> Job | None:
        """A job whose lease has run out, leased to the caller."""
        moment = now()
        free = {"state": "open", "until": {"$lte": moment}}
        if self._jobs.find_one(free, {"_id": True}) is None:  # to change nothing costs a flush of the journal, too
            return None
        found = self._jobs.find_one_and_update(
            free,
            {"$set": {"token": new_id(), "until": moment + LEASE}, "$inc": {"tries": 1}},
            sort=[("until", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _job(found)

    def renew(self, job: Job, **progress: Any) -> bool:
        """Note what was done and keep the lease; False when somebody else has it."""
        done = {"until": now() + LEASE, **progress}
        return bool(self._jobs.update_one({"_id": job.id, "token": job.token}, {"$set": done}).matched_count)

    def give_back(self, job: Job, wait: timedelta) -> None:
        """Let anybody take the job up after a while."""
        self._jobs.update_one({"_id": job.id, "token": job.token}, {"$set": {"until": now() + wait, "token": ""}})

    def finish(self, job: Job) -> None:
        """The job is done; its record is kept as long as an idempotency record."""
        done = {"state": "done", "expires": now() + KEPT}
        self._jobs.update_one({"_id": job.id, "token": job.token}, {"$set": done})


def job_id(scope: str) -> str:
    """The id that belongs to an idempotency key in its full scope."""
    return hashlib.sha256(scope.encode()).hexdigest()[:40]


def _job(document: Document) -> Job:
    names = ("bureau", "file", "file_name", "asked", "import_id", "row", "tries", "token")
    return Job(document["_id"], **{name: document[name] for name in names})
