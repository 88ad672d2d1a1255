"""Uploads on their way, in the gateway's database: what was announced, how much has come, and the bytes themselves.

Whoever sends a part takes the upload over: a new token. A piece and the offset after it are one transaction, on the
condition that token and offset are still those that it was decided upon: of two who send at once only one gets
anything in, and a connection that broke and comes back does not have to wait for the old one's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from bson.binary import Binary
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.auth.principal import Principal
from gateway.files.kinds import Kind
from gateway.files.quota import Quotas, Taken
from gateway.files.records import Owner
from gateway.store import transact
from gateway.uploads.protocol import Announced
from shared.clock import now
from shared.errors import Conflict, DomainError, Invalid, NotFound, from_wire
from shared.ids import new_id

OPEN, RECEIVED, DONE, REFUSED = "open", "received", "done", "refused"
UNENDED: Final = [OPEN, RECEIVED]
PIECE: Final = 1024 * 1024
# Of one account: what it has begun and not ended.
MOST_OPEN: Final = 20
LEASE: Final = timedelta(seconds=30)
# Pieces that are deleted at once.
AT_ONCE: Final = 32
Document = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """One upload. `offset` and `length` in bytes; `length` is None while it was not told."""

    id: str
    owner: Owner
    kind: Kind
    name: str
    state: str
    offset: int
    length: int | None
    expires: datetime
    metadata: str = ""
    pieces: int = 0
    file: str = ""
    sha256: str = ""
    token: str = field(default="", repr=False)
    tries: int = 0
    refusal: DomainError | None = None
    # Bytes that its account's days have for it.
    counted: int = 0


class Uploads:
    """The collections `uploads` and `upload_pieces`. `ttl`: without progress for so long an upload is gone.

    An upload has its bytes counted on its account's days (`gateway.files.quota`): all of them when it is announced, or
    as they come when its length is told later. Those of the last day are given back when it is refused or cancelled.
    """

    COLLECTION: ClassVar[str] = "uploads"
    PIECES: ClassVar[str] = "upload_pieces"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            IndexModel([("bureau", ASCENDING), ("account", ASCENDING), ("state", ASCENDING)], name="of"),
            IndexModel(
                [("state", ASCENDING), ("until", ASCENDING)],
                name="received",
                partialFilterExpression={"state": RECEIVED},
            ),
            IndexModel([("expires", ASCENDING)], name="expires"),
        ],
        PIECES: [],
    }

    def __init__(self, db: Database[Document], ttl: timedelta, quotas: Quotas) -> None:
        self._client = db.client
        self._uploads = db[self.COLLECTION]
        self._pieces = db[self.PIECES]
        self._ttl = ttl
        self._quotas = quotas

    def begin(self, who: Principal, told: Announced) -> Upload:
        """A new upload. Raises: Conflict when the account has too many that are not ended; RateLimited when its day has
        no room for it."""
        whose = {"bureau": who.bureau, "account": who.account}
        unended = {**whose, "state": {"$in": UNENDED}, "expires": {"$gt": now()}}
        if self._uploads.count_documents(unended, limit=MOST_OPEN) == MOST_OPEN:
            raise Conflict("upload.too_many", max=MOST_OPEN)
        taken = self._quotas.take(who, told.length or 0)
        row = {
            "_id": new_id(), **whose, "kind": told.kind.value, "name": told.name, "length": told.length, "offset": 0,
            "metadata": told.metadata, "counted": taken.bytes, "taken": vars(taken),
            "pieces": 0, "state": OPEN, "token": "", "created": now(), "expires": now() + self._ttl,
        }  # fmt: skip
        self._uploads.insert_one(row)
        return _upload(row)

    def find(self, id_: str, owner: Owner) -> Upload:
        """Somebody's own upload. Raises: NotFound, also when it has expired."""
        row = self._uploads.find_one({"_id": id_, **_of(owner), "expires": {"$gt": now()}})
        if row is None:
            raise NotFound("upload.unknown")
        return _upload(row)

    def take_over(self, upload: Upload, offset: int) -> Upload:
        """The upload for who sends on from `offset`. Raises: Conflict when it is not there, or not open any more."""
        change = {"$set": {"token": new_id()}}
        match = {"_id": upload.id, "offset": offset, "state": OPEN}
        row = self._uploads.find_one_and_update(match, change, return_document=ReturnDocument.AFTER)
        if row is None:
            raise Conflict("upload.offset", actual=upload.offset)
        return _upload(row)

    def tell_length(self, upload: Upload, length: int) -> Upload:
        """The length of an upload that was begun without. Raises: Conflict when it is told already, or too short."""
        state = {"state": RECEIVED, "until": now()} if upload.offset == length else {}
        match = {"_id": upload.id, "token": upload.token, "length": None, "offset": {"$lte": length}}
        change = {"$set": {"length": length, **state}}
        row = self._uploads.find_one_and_update(match, change, return_document=ReturnDocument.AFTER)
        if row is None:
            raise Conflict("upload.length_told")
        return _upload(row)

    def count(self, upload: Upload, who: Principal, end: int) -> Upload:
        """The upload with all bytes up to `end` counted. Raises: RateLimited, Conflict when it is somebody else's."""
        if end <= upload.counted:
            return upload
        taken = self._quotas.take(who, end - upload.counted, files=0)
        match = {"_id": upload.id, "token": upload.token, "counted": upload.counted}
        row = self._uploads.find_one_and_update(match, [taken.added()], return_document=ReturnDocument.AFTER)
        if row is None:
            self._quotas.give_back(taken)
            raise Conflict("upload.overtaken")
        return _upload(row)

    def append(self, upload: Upload, piece: bytes) -> Upload:
        """The upload with one more piece. Raises: Conflict when somebody else sends to it, or it was cancelled."""
        return _upload(transact(self._client, lambda within: self._append(upload, piece, within)))

    def cancel(self, upload: Upload) -> None:
        """Forget an upload and what has come of it; a file that it has become stays."""
        row = self._uploads.find_one_and_delete({"_id": upload.id})
        self.drop_pieces(upload.id)
        if row is not None and row["state"] in UNENDED:
            self._give_back(row)

    def refuse(self, upload: Upload, refusal: Invalid, sha256: str = "") -> None:
        """It cannot be taken, and why is told until it expires."""
        told = {"state": REFUSED, "refusal": refusal.to_wire(), "sha256": sha256}
        if row := self._settle(upload, told):
            self.drop_pieces(upload.id)
            self._give_back(row)

    def done(self, upload: Upload, file: str, sha256: str) -> bool:
        """It has become a file; False when somebody else saw to that, or it was cancelled."""
        settled = self._settle(upload, {"state": DONE, "file": file, "sha256": sha256})
        if settled:
            self.drop_pieces(upload.id)
        return bool(settled)

    def content(self, upload: Upload) -> Iterator[bytes]:
        """All bytes, a piece at a time."""
        for number in range(1, upload.pieces + 1):
            piece = self._pieces.find_one({"_id": _piece(upload.id, number)})
            if piece is None:
                raise NotFound("upload.unknown")  # cancelled meanwhile
            yield piece["data"]

    def claim(self) -> Upload | None:
        """A whole upload that nobody works on, leased to the caller."""
        free = {"state": RECEIVED, "until": {"$lte": now()}}
        if self._uploads.find_one(free, {"_id": True}) is None:  # to change nothing costs a flush of the journal, too
            return None
        row = self._uploads.find_one_and_update(
            free,
            {"$set": {"token": new_id(), "until": now() + LEASE}, "$inc": {"tries": 1}},
            sort=[("until", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return None if row is None else _upload(row)

    def renew(self, upload: Upload) -> bool:
        """Keep the lease; False when somebody else has it."""
        return bool(self._settle(upload, {"until": now() + LEASE}))

    def give_back(self, upload: Upload, wait: timedelta) -> None:
        """Let anybody take it up after a while."""
        self._settle(upload, {"until": now() + wait, "token": ""})

    def drop_pieces(self, id_: str) -> int:
        """Forget the bytes of an upload; how many pieces there were."""
        gone = 0
        # A part at a time: no step takes long, however many there are.
        while first := self._pieces.find_one(_prefixed(id_), {"_id": True}, sort=[("_id", ASCENDING)]):
            until = _piece(id_, int(first["_id"].rpartition("/")[2]) + AT_ONCE)
            gone += self._pieces.delete_many({"_id": {"$gte": first["_id"], "$lt": until}}).deleted_count
        return gone

    def expired(self) -> list[str]:
        """Uploads whose time is over and that nobody works on."""
        moment = now()
        # What is being worked on has a lease; what waits to be is whole and is not given up.
        over = {"expires": {"$lte": moment}, "state": {"$ne": RECEIVED}}
        return [row["_id"] for row in self._uploads.find(over, {"_id": True})]

    def forget(self, id_: str) -> int:
        """Forget an upload whose time is over; how many pieces of it there were."""
        if self._uploads.delete_one({"_id": id_, "expires": {"$lte": now()}}).deleted_count:
            return self.drop_pieces(id_)
        return 0

    def stray(self) -> Iterator[str]:
        """Uploads that are gone and left pieces behind."""
        after = ""
        while row := self._pieces.find_one({"_id": {"$gt": after}}, {"_id": True}, sort=[("_id", ASCENDING)]):
            id_ = row["_id"].partition("/")[0]
            if self._uploads.find_one({"_id": id_}, {"_id": True}) is None:
                yield id_
            after = f"{id_}0"

    def _append(self, upload: Upload, piece: bytes, session: ClientSession) -> Document:
        end = upload.offset + len(piece)
        state = {"state": RECEIVED, "until": now()} if end == upload.length else {}
        row = self._uploads.find_one_and_update(
            {"_id": upload.id, "token": upload.token, "offset": upload.offset, "state": OPEN},
            {"$set": {"offset": end, "expires": now() + self._ttl, **state}, "$inc": {"pieces": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if row is None:
            raise Conflict("upload.overtaken")
        self._pieces.insert_one({"_id": _piece(upload.id, row["pieces"]), "data": Binary(piece)}, session=session)
        found: Document = row
        return found

    def _settle(self, upload: Upload, change: Document) -> Document | None:
        """Change an upload that is still in the caller's hands; what it was before."""
        match = {"_id": upload.id, "token": upload.token, "state": {"$in": UNENDED}}
        found: Document | None = self._uploads.find_one_and_update(match, {"$set": change})
        return found

    def _give_back(self, row: Document) -> None:
        if taken := row.get("taken"):
            self._quotas.give_back(Taken(**taken))


def _of(owner: Owner) -> Document:
    return {"bureau": owner.bureau, "account": owner.account}


def _piece(id_: str, number: int) -> str:
    return f"{id_}/{number:08d}"


def _prefixed(id_: str) -> Document:
    """The pieces of an upload in their order: `<id>/<number>`, and `0` is the character after `/`."""
    return {"_id": {"$gte": f"{id_}/", "$lt": f"{id_}0"}}


def _upload(row: Document) -> Upload:
    told = ("name", "metadata", "state", "offset", "length", "expires", "pieces", "token")
    refusal = from_wire(row["refusal"]) if "refusal" in row else None
    learned = {name: row[name] for name in ("file", "sha256", "tries", "counted") if name in row}
    return Upload(
        id=row["_id"], owner=Owner(row["bureau"], row["account"]), kind=Kind(row["kind"]), refusal=refusal,
        **{name: row[name] for name in told}, **learned,
    )  # fmt: skip
