"""How a newest known state is kept when others decide upon it: who relied on it meanwhile is a reason to look again.

Such a document has a mark, `judged`, that `rely` moves in the transaction of what was decided. A newer state is written
under the condition that version and mark are as they were read, so of both one comes first and the other sees it.
"""

from __future__ import annotations

from typing import Any

from shared.mongo.unit import Unit

Document = dict[str, Any]
UNHEARD = -1


def keep(unit: Unit, collection: str, seen: Document | None, fresh: Document) -> bool:
    """Have a state (with `_id`, `bureau` and `version`) replace the one that was `seen`; False when it is no newer."""
    before = seen
    if before is None:
        before = {"_id": fresh["_id"], "bureau": fresh["bureau"]} | unheard()
        unit.update(collection, {"_id": fresh["_id"]}, {"$setOnInsert": {**fresh, **unheard()}}, upsert=True)
    if before.get("version", UNHEARD) >= fresh["version"]:
        return False
    same = {name: before.get(name) for name in ("_id", "bureau", "version", "judged")}
    unit.update(collection, same, {"$set": {name: value for name, value in fresh.items() if name != "_id"}})
    return True


def rely(unit: Unit, collection: str, match: Document) -> None:
    """Have the unit fail unless this holds of a document at the moment of its commit.

    It is a write, so that of this and a change of the document one comes first: a condition that only reads would not
    see a change at the same time.
    """
    unit.rely(collection, match, {"$inc": {"judged": 1}})


def unheard() -> Document:
    """What a document has of which nothing was heard yet."""
    return {"version": UNHEARD, "judged": 0}
