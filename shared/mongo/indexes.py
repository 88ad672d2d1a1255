"""Collections and indexes, made idempotently: at start by every process and by `jingmei migrate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure

from shared.mongo.client import Document

EXISTS = 48
UNAUTHORISED = 13


def of_bureau(name: str, *fields: str, order: Sequence[tuple[str, int]] = (), **options: Any) -> IndexModel:
    """An index for what is looked for in one bureau: equal `fields`, then the `order` of a list."""
    keys = [("bureau", ASCENDING), *((each, ASCENDING) for each in fields)]
    return IndexModel([*keys, *order], name=name, **options)


def ensure(db: Database[Document], indexes: Mapping[str, Sequence[IndexModel]]) -> list[str]:
    """Make what is missing; give the names `collection.index` of all that stand. Raises: PyMongoError."""
    standing = set(db.list_collection_names())
    names: list[str] = []
    for collection, models in indexes.items():
        if collection not in standing:
            _create(db, collection)
        if models:
            names += [f"{collection}.{name}" for name in _index(db, collection, models)]
    return names


def _index(db: Database[Any], collection: str, models: Sequence[IndexModel]) -> list[str]:
    """Names of the indexes that are asked for; who may not make any is content when somebody else has made them."""
    try:
        return db[collection].create_indexes(list(models))
    except OperationFailure as error:
        asked = [str(model.document["name"]) for model in models]
        if error.code != UNAUTHORISED or not set(asked) <= db[collection].index_information().keys():
            raise
        return asked


def _create(db: Database[Any], collection: str) -> None:
    try:
        # Who asks has looked at all of them; by itself the driver would look at all again before each.
        db.create_collection(collection, check_exists=False)
    except OperationFailure as error:
        if error.code != EXISTS:  # another process was first
            raise
