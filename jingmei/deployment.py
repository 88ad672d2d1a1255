"""`jingmei migrate`: from empty servers to databases that are ready for this version."""

from __future__ import annotations

from typing import Annotated

import typer

from jingmei.migrations import OWNERS, migrate_owner
from jingmei.output import emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t

Json = Annotated[bool, typer.Option("--json", help=t("option.json"))]
COLUMNS = ("database", "indexes", "migrations")


def migrate(as_json: Json = False) -> None:
    """Indexes and data migrations of every database."""
    stores = Stores(settings())
    done = [migrate_owner(stores, owner) for owner in OWNERS]
    if as_json:
        return emit(done)
    changed = [row for row in done if row["indexes"] or row["migrations"]]
    if not changed:
        return say(t("migrate.nothing"))
    return table(COLUMNS, ({**row, **{k: ", ".join(row[k]) or "—" for k in COLUMNS[1:]}} for row in changed))
