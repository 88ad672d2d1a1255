"""`jingmei files orphans` tells what may go, and takes it away when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jingmei.stores import Stores
from shared.clock import now
from shared.ids import new_id

Jingmei = Callable[..., Any]


def keep(stores: Stores, days: float, uses: int = 0) -> str:
    """A file of the store, so many days old."""
    id_, db = new_id(), stores.database("gateway")
    about = {
        "bureau": "370829",
        "owner": "a",
        "kind": "evidence",
        "media_type": "image/png",
        "sha256": "",
        "uses": uses,
    }
    row = {"_id": id_, "filename": "a", "length": 7, "uploadDate": now() - timedelta(days=days), "metadata": about}
    db["files.files"].insert_one(row)
    return id_


def test_orphans_are_told_and_taken_away_on_demand(deployment: Stores, jingmei: Jingmei) -> None:
    rows = deployment.database("gateway")["files.files"]
    old, young, used = keep(deployment, 31), keep(deployment, 3), keep(deployment, 31, uses=1)
    told = jingmei("files", "orphans")
    assert (told.code, "1 may go" in told.err, rows.count_documents({})) == (0, True, 3)
    assert [each["id"] for each in jingmei("files", "orphans", "--json").json] == [old]
    assert {each["id"] for each in jingmei("files", "orphans", "--days", "2", "--json").json} == {old, young}
    gone = jingmei("files", "orphans", "--remove")
    assert (gone.code, "1 taken away" in gone.err) == (0, True)
    assert {row["_id"] for row in rows.find()} == {young, used}
