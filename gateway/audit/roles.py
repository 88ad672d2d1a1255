"""What the gateway's database user may do: everything with its other collections, insert and read with the trail.

It may not update, delete, or make indexes there (one that expires documents deletes them): the trail's indexes are made
by whoever may, `jingmei migrate` or the job of the containers. Old rows are deleted by a user that may do nothing else.
MongoDB adds up what roles allow and knows nothing that forbids, so the other collections are named one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gateway.audit.kept import BLOCKS, INDEXES, RESULTS, ROWS

# Names of the roles in the gateway's database.
GATEWAY: Final = "jingmeiGateway"
PRUNER: Final = "jingmeiPruner"
EVERYWHERE: Final = ("find", "insert", "createCollection", "listCollections", "listIndexes", "collStats", "dbStats")
ELSEWHERE: Final = ("update", "remove", "createIndex")
Role = Mapping[str, Any]


def roles(database: str, collections: Iterable[str]) -> list[Role]:
    """Both roles, as `createRole` takes them. `collections`: all that the gateway keeps something in."""
    others = sorted(set(collections) - INDEXES.keys())
    gateway = [_may(database, "", EVERYWHERE), *(_may(database, name, ELSEWHERE) for name in others)]
    pruner = [_may(database, name, ("find", "remove")) for name in (ROWS, RESULTS, BLOCKS)]
    return [
        {"role": GATEWAY, "privileges": gateway, "roles": []},
        {"role": PRUNER, "privileges": pruner, "roles": []},
    ]


def _may(database: str, collection: str, actions: Iterable[str]) -> dict[str, Any]:
    return {"resource": {"db": database, "collection": collection}, "actions": list(actions)}
