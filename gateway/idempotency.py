"""One effect per `Idempotency-Key` for the changes that the gateway makes itself: accounts, sessions, files.

(For those of a service the service keeps the record, in the transaction that has the effect.)

An area without a service gets this for each of its changes by itself: `Area` has the view done in `once`.
The first request with a key inserts a record `running` with a lease, has its effect, and stores its answer,
encrypted: it may hold tokens. What comes with the same key meanwhile gets 409 with `Retry-After`, afterwards
the stored answer with `Idempotent-Replayed: true`; another request with the key is refused with 422. Only a
2xx is stored, for a week or as long as the endpoint says: a refused or failed request may be sent again with its key.
If the process dies at work, the lease runs out and the next try takes over; the effect itself needs a unique key of its
own for that case.

Fingerprints are keyed (HMAC): a body may hold a password. Keys are per account; without one, per path.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

import orjson
from flask import Request, Response
from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.current import Current
from gateway.errors import InProgress
from shared.clock import now
from shared.errors import KeyReused
from shared.identity.cipher import FieldCipher
from shared.identity.sealed import Sealed
from shared.ids import new_id

KIND = "idempotency"
LEASE = timedelta(seconds=60)
KEPT = timedelta(days=7)
# Of the answer's headers, those that belong to it rather than to the exchange.
HEADERS = ("Content-Type", "ETag", "Location", "Link")
Document = dict[str, Any]


class Answers:
    """The stored answers. `keep` and `find` are all that the decorator needs."""

    COLLECTION: ClassVar[str] = "idempotency"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {COLLECTION: [IndexModel("expires", expireAfterSeconds=0)]}

    def __init__(self, db: Database[Document], cipher: FieldCipher) -> None:
        self._records = db[self.COLLECTION]
        self._cipher = cipher

    def claim(self, key: str, bureau: str, request: str, kept: timedelta = KEPT) -> Response | str:
        """The stored answer, or the token of a claim on the key. Raises: KeyReused, InProgress. `kept`: for how long an
        answer is given again."""
        prints, token = self._cipher.indexes(request, kind=KIND, bureau=bureau), new_id()
        lease = {"state": "running", "token": token, "until": now() + LEASE, "fingerprint": prints[0]}
        try:
            self._records.insert_one({"_id": key, "bureau": bureau, **lease, "expires": now() + kept})
        except DuplicateKeyError:
            return self._again(key, bureau, prints, {**lease, "expires": now() + kept})
        return token

    def answered(self, key: str) -> bool:
        """Whether there is an answer under a key, to be given again."""
        return (
            self._records.find_one({"_id": key, "state": "done", "expires": {"$gt": now()}}, {"_id": True}) is not None
        )

    def keep(self, key: str, bureau: str, token: str, response: Response) -> None:
        """Store the answer of a finished request."""
        headers = [(name, value) for name in HEADERS if (value := response.headers.get(name))]
        text = base64.b64encode(response.get_data()).decode()
        answer = orjson.dumps({"status": response.status_code, "headers": headers, "body": text}).decode()
        sealed = self._cipher.seal(answer, "", kind=KIND, bureau=bureau, owner=key)
        self._records.update_one({"_id": key, "token": token}, {"$set": {"state": "done", "answer": sealed.token}})

    def release(self, key: str, token: str) -> None:
        """Forget a request that had no effect."""
        self._records.delete_one({"_id": key, "token": token, "state": "running"})

    def _again(self, key: str, bureau: str, prints: list[str], lease: Document) -> Response | str:
        record = self._records.find_one({"_id": key})
        if record is None:
            raise InProgress("http.in_progress")  # released this very moment
        if record["fingerprint"] not in prints:
            raise KeyReused("idempotency.key_reused")
        if record["state"] == "done" and record["expires"] > now():
            return self._stored(record, bureau)
        # The database takes away what is over by and by, not at the moment.
        over = {"expires": {"$lte": now()}} if record["state"] == "done" else {"until": {"$lt": now()}}
        late = {"_id": key, "state": record["state"], "token": record["token"], **over}
        if self._records.update_one(late, {"$set": lease}).matched_count:
            return str(lease["token"])
        raise InProgress("http.in_progress")

    def _stored(self, record: Document, bureau: str) -> Response:
        sealed = Sealed("", record["answer"], "")
        answer = orjson.loads(self._cipher.unseal(sealed, kind=KIND, bureau=bureau, owner=record["_id"]))
        return Response(base64.b64decode(answer["body"]), answer["status"], answer["headers"])


def once(
    answers: Answers, current: Current, request: Request, work: Callable[[], Response], kept: timedelta = KEPT
) -> Response:
    """The answer of `work`, or the stored one of an earlier request with this key, for as long as it is `kept`."""
    bureau = current.principal.bureau if current.principal else ""
    key = current.scope if current.principal else f"::{request.path}:{current.key}"
    assert key is not None, "a POST has a key, its own or a new one"
    claimed = answers.claim(key, bureau, current.fingerprint or "", kept)
    if isinstance(claimed, Response):
        current.replayed = True
        return claimed
    try:
        response = work()
    except BaseException:  # whatever ended it, a later try must not wait for the lease
        answers.release(key, claimed)
        raise
    if 200 <= response.status_code < 300:
        answers.keep(key, bureau, claimed, response)
    else:
        answers.release(key, claimed)
    return response
