"""What the trail is kept in: four collections that are inserted into and never changed, and their indexes.

`written` is a BSON timestamp that mongod fills in as it inserts (`UNWRITTEN`): the database's time, whatever the clock
of a process says. What is sealed and what may leave goes by it, never by `at`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bson.timestamp import Timestamp
from pymongo import ASCENDING, DESCENDING, IndexModel

Document = dict[str, Any]
ROWS: Final = "audit"
RESULTS: Final = "audit_results"
BLOCKS: Final = "audit_blocks"
CHECKPOINTS: Final = "audit_checkpoints"
# What leaves, where no folder is named for it.
EXPORTS: Final = "audit_exports"
UNWRITTEN: Final = Timestamp(0, 0)


def _newest(name: str, *fields: str) -> IndexModel:
    return IndexModel([*((field, ASCENDING) for field in fields), ("_id", DESCENDING)], name=name)


INDEXES: Final[Mapping[str, Sequence[IndexModel]]] = {
    ROWS: [
        _newest("by_time", "bureau"),
        _newest("by_account", "bureau", "account"),
        _newest("by_object", "bureau", "object"),
        _newest("by_within", "bureau", "within"),
        _newest("by_operation", "bureau", "operation"),
        _newest("by_client_request", "bureau", "client_request"),
        IndexModel([("written", ASCENDING), ("_id", ASCENDING)], name="written"),
        # Rows of a version that changed them: they are open until they are in that version's chain.
        IndexModel([("open", ASCENDING), ("_id", ASCENDING)], name="open", partialFilterExpression={"open": True}),
    ],
    RESULTS: [
        IndexModel([("results.row", ASCENDING)], name="row"),
        _newest("found", "found"),
    ],
    BLOCKS: [
        # Unique, both: no two sealers fork a chain, and no row is in two blocks. (One without rows has none to be in.)
        IndexModel([("bureau", ASCENDING), ("n", ASCENDING)], name="chain", unique=True),
        IndexModel([("rows.id", ASCENDING)], name="row", unique=True, sparse=True),
    ],
    CHECKPOINTS: [IndexModel([("bureau", ASCENDING), ("n", ASCENDING)], name="chain", unique=True)],
    # GridFS's own, made here so that no pruning has to.
    f"{EXPORTS}.files": [IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)])],
    f"{EXPORTS}.chunks": [IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)],
}
