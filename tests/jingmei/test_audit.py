"""`jingmei audit verify` on a real trail: whole, and tampered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.audit import Chains, Exports, Heads, Pruning, Trail
from gateway.audit.kept import BLOCKS, ROWS
from gateway.audit.rows import made_by_the_system
from gateway.audit.sealing import seal
from jingmei.stores import Stores
from shared.labels import label
from shared.mongo.indexes import ensure
from tests.gateway.audit.chains import days_ago, live
from tests.gateway.serving import RING

Jingmei = Callable[..., Any]
Rows = Any


def record(stores: Stores, bureau: str, count: int, heads: Path | None = None) -> Rows:
    """A bureau's chain of sealed rows; gives the collection."""
    db = stores.database("gateway")
    ensure(db, Trail.INDEXES)
    db[ROWS].insert_many([made_by_the_system(bureau, "outlets.verify", f"o{seq}") for seq in range(1, count + 1)])
    seal(Chains(db, RING, Heads(heads)))
    return db[ROWS]


def test_a_whole_trail(deployment: Stores, jingmei: Jingmei) -> None:
    assert jingmei("audit", "verify").code == 0
    record(deployment, "370829", 3)
    record(deployment, "370830", 2)
    outcome = jingmei("audit", "verify")
    assert (outcome.code, "whole: 5 rows" in outcome.err) == (0, True)
    only = jingmei("audit", "verify", "--bureau", "370830", "--json")
    assert (only.json["ok"], [chain["rows"] for chain in only.json["chains"]]) == (True, [2])


@pytest.mark.parametrize(
    ("damage", "tamper"),
    [
        ("removed", lambda rows: rows.delete_one({"object": "o2"})),
        ("altered", lambda rows: rows.update_one({"object": "o2"}, {"$set": {"object": "another"}})),
        ("forged", lambda rows: rows.database[BLOCKS].update_one({}, {"$set": {"last": 2}})),
    ],
)
def test_a_trail_that_was_tampered_with(
    deployment: Stores, jingmei: Jingmei, damage: str, tamper: Callable[[Rows], Any]
) -> None:
    tamper(record(deployment, "370829", 3))
    outcome = jingmei("audit", "verify")
    said = label("audit.damage", damage, "en")
    assert (outcome.code, said in outcome.err, "tampered" in outcome.err) == (1, True, True)
    told = jingmei("audit", "verify", "--json")
    assert (told.code, told.json["ok"]) == (1, False)


def test_a_trail_whose_end_was_cut_off_is_told_by_heads_that_were_kept_elsewhere(
    deployment: Stores, jingmei: Jingmei, tmp_path: Path
) -> None:
    heads = tmp_path / "heads"
    for _ in range(2):
        rows = record(deployment, "370829", 2, heads)
    kept = ("--heads", str(heads))
    assert jingmei("audit", "verify", *kept).code == 0
    (last,) = rows.database[BLOCKS].find({"n": 2})
    rows.delete_many({"_id": {"$in": [place["id"] for place in last["rows"]]}})
    rows.database[BLOCKS].delete_one({"n": 2})
    assert jingmei("audit", "verify").code == 0
    for where in ((), ("--bureau", "370829")):
        told = jingmei("audit", "verify", *kept, *where)
        assert (told.code, label("audit.damage", "truncated", "en") in told.err) == (1, True)
    assert jingmei("audit", "verify", *kept, "--bureau", "370830").code == 0
    assert jingmei("audit", "verify", "--heads", str(tmp_path / "nowhere")).code == 1


def test_what_left_the_trail_is_verified_by_itself(deployment: Stores, jingmei: Jingmei, tmp_path: Path) -> None:
    db = deployment.database("gateway")
    ensure(db, Trail.INDEXES)
    db[ROWS].insert_many([made_by_the_system("370829", "outlets.verify", f"o{seq}") for seq in range(3)])
    chains = Chains(db, RING, Heads())
    seal(chains, days_ago(db, 190))
    live(db, 189)
    assert Pruning(chains, db, Exports(db, tmp_path)).run() == 3
    (path,) = tmp_path.glob("*.gz")
    told = jingmei("audit", "verify", "--export", str(path))
    assert (told.code, "whole: 3 rows" in told.err) == (0, True)
    path.write_bytes(path.read_bytes()[:-20])
    assert jingmei("audit", "verify", "--export", str(path)).code == 1


def test_without_keys_it_says_so(deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JINGMEI_AUDIT_KEYS")
    told = jingmei("audit", "verify")
    assert (told.code, "JINGMEI_AUDIT_KEYS" in told.err) == (2, True)


def test_roles_are_told_to_mongodbs_shell(deployment: Stores, jingmei: Jingmei) -> None:
    told = jingmei("audit", "roles").out
    assert deployment.database("gateway").name in told
    assert all(word in told for word in ("jingmeiGateway", "jingmeiPruner", "passwordPrompt()", '"files.chunks"'))
