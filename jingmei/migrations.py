"""Indexes and data migrations of every database.

Indexes are named in the repositories that use them. A data migration is a file in `services/<name>/migrations`
or `gateway/migrations` in the form of pymongo-migrate (`name`, `dependencies`, `upgrade(db)`); it must be safe
to run again, for a crash between its work and its mark repeats it. By `report(db)` it may tell what somebody should
look at: key of a text → what it is about.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pymongo import IndexModel
from pymongo_migrate.mongo_migrate import MongoMigrate

from jingmei.stores import Stores
from services import GATEWAY
from shared.mongo import outbox
from shared.mongo.indexes import ensure

ROOT = Path(__file__).parents[1]
DECLARED = re.compile(r"^    INDEXES\b", re.MULTILINE)
Indexes = Mapping[str, Sequence[IndexModel]]


def migrate_owner(stores: Stores, owner: str) -> dict[str, Any]:
    """Bring one database up to date; tells which indexes and migrations were new, and what these noticed.

    Raises: PyMongoError."""
    db = stores.database(owner)
    before = {f"{name}.{index}" for name in db.list_collection_names() for index in db[name].index_information()}
    made = [name for part in indexes_of(owner) for name in ensure(db, part) if name not in before]
    ran, noticed = run_files(stores, owner)
    return {"database": db.name, "indexes": sorted(set(made)), "migrations": ran, "noticed": noticed}


def indexes_of(owner: str) -> list[Indexes]:
    """What the owner's repositories ask for, and for a service what the kernel asks for."""
    if owner == GATEWAY:
        return gateway_indexes()
    from shared.messaging import Repository  # noqa: PLC0415 (brings nameko and eventlet along)

    service = getattr(importlib.import_module(f"services.{owner}.service"), f"{owner.capitalize()}Service")
    # Also those of the parts that a service is put together from.
    kept = {each.cls: None for _, each in inspect.getmembers(service) if isinstance(each, Repository)}
    return [outbox.INDEXES, *(cls.INDEXES for cls in kept)]


def gateway_indexes() -> list[Indexes]:
    """`INDEXES` of every class that the gateway keeps something with."""
    found = []
    for path in sorted((ROOT / GATEWAY).rglob("*.py")):
        if not DECLARED.search(path.read_text("utf-8")):
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        classes = [cls for _, cls in inspect.getmembers(module, inspect.isclass) if cls.__module__ == module.__name__]
        found += [vars(cls)["INDEXES"] for cls in classes if "INDEXES" in vars(cls)]
    return found


def run_files(stores: Stores, owner: str) -> tuple[list[str], dict[str, list[str]]]:
    """Run the migrations that have not run yet; their names, and what they noticed that somebody should look at."""
    folder = (ROOT / GATEWAY if owner == GATEWAY else ROOT / "services" / owner) / "migrations"
    if not folder.is_dir():
        return [], {}
    runner = MongoMigrate(stores.client, stores.database(owner).name, str(folder))
    waiting = [each for each in runner.get_migrations() if not runner.get_state(each).applied]
    if waiting:
        runner.upgrade()
    noticed: dict[str, list[str]] = {}
    for each in waiting:
        if tell := getattr(getattr(each, "module", None), "report", None):
            noticed |= tell(stores.database(owner))
    return [each.name for each in waiting], noticed
