"""The gateway's database user inserts into the audit trail and changes nothing, on a mongod that asks for passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from deploy.docker import database_users
from gateway.audit import Chains, Exports, Heads, Pruning, Trail, verify
from gateway.audit.kept import BLOCKS, CHECKPOINTS, EXPORTS, RESULTS, ROWS
from gateway.audit.roles import roles
from gateway.runtime import collections
from gateway.store import transact
from shared.ids import new_id
from shared.mongo.client import connect, database
from shared.mongo.indexes import ensure
from tests.deploy.guarded import Guarded, guarded, passwords
from tests.gateway.accounts.desk import Desk
from tests.gateway.accounts.fixtures import cheap_passwords
from tests.gateway.audit.chains import RING, attempt, days_ago, live, sealed, settle, write
from tests.support.trail import trail
from tests.support.waiting import until

__all__ = ["cheap_passwords", "guarded"]
NAME = "jingmei_gateway"
TRAIL = (ROWS, RESULTS, BLOCKS, CHECKPOINTS)
Db = Any


@pytest.fixture(scope="module")
def uris(guarded: Guarded) -> dict[str, str]:
    assert database_users.main(passwords(guarded)) == 0
    return {name: guarded.uri(name, NAME) for name in ("gateway", "pruner")}


@pytest.fixture
def own(uris: dict[str, str]) -> Iterator[Db]:
    """The database as the gateway's user has it."""
    with connect(uris["gateway"], "test") as client:
        yield database(client, NAME)


@pytest.fixture
def pruner(uris: dict[str, str]) -> Iterator[Db]:
    with connect(uris["pruner"], "test") as client:
        yield database(client, NAME)


CHANGES: dict[str, Callable[[Db, str], Any]] = {
    "update": lambda db, name: db[name].update_many({}, {"$set": {"account": "x"}}),
    "upsert": lambda db, name: db[name].update_one({"_id": "x"}, {"$set": {"account": "x"}}, upsert=True),
    "replace": lambda db, name: db[name].replace_one({}, {"account": "x"}),
    "delete": lambda db, name: db[name].delete_many({}),
    "find and delete": lambda db, name: db[name].find_one_and_delete({}),
    "drop": lambda db, name: db.drop_collection(name),
    "drop an index": lambda db, name: db[name].drop_indexes(),
    "expire": lambda db, name: db[name].create_index("at", expireAfterSeconds=1),
    "rename": lambda db, name: db[name].rename("elsewhere"),
    "replace by a pipeline": lambda db, name: db["accounts"].aggregate([{"$out": name}]),
    "merge": lambda db, name: db["accounts"].aggregate([{"$merge": {"into": name}}]),
    "convert": lambda db, name: db.command({"collMod": name, "validator": {}}),
}


@pytest.mark.parametrize("how", CHANGES)
def test_nothing_of_the_trail_is_changed_or_deleted(own: Db, how: str) -> None:
    write(own, 2)
    settle(own, [attempt(own)])
    sealed(own)
    for name in (*TRAIL, f"{EXPORTS}.files", f"{EXPORTS}.chunks"):
        before = own[name].count_documents({})
        with pytest.raises(OperationFailure, match="not authorized"):
            list(CHANGES[how](own, name) or ())
        assert own[name].count_documents({}) == before


def test_what_is_old_is_deleted_by_a_user_that_may_do_nothing_else(own: Db, pruner: Db) -> None:
    settle(own, [attempt(own, "330207")], bureau="330207")
    sealed(own, days_ago(own, 190))
    live(own, 189)
    chains = Chains(own, RING, Heads())
    with pytest.raises(OperationFailure, match="not authorized"):
        Pruning(chains, own, Exports(own)).run()
    assert Pruning(chains, pruner, Exports(own)).run() >= 1
    assert verify(own, RING, "330207").ok
    with pytest.raises(OperationFailure, match="not authorized"):
        pruner[ROWS].insert_one({})
    with pytest.raises(OperationFailure, match="not authorized"):
        pruner["accounts"].find_one()
    with pytest.raises(OperationFailure, match="not authorized"):
        pruner[CHECKPOINTS].delete_many({})


def test_the_operator_does_not_change_it_either(uris: dict[str, str], guarded: Guarded) -> None:
    with connect(guarded.uri("operator", "admin"), "test") as client:
        db = database(client, NAME)
        assert ensure(db, Trail.INDEXES), "they are there; `jingmei migrate` makes the others"
        db["bureaus"].create_index("name")
        db["bureaus"].delete_many({"_id": "none"})
        for change in CHANGES.values():
            with pytest.raises(OperationFailure, match="not authorized"):
                list(change(db, ROWS) or ())


def test_a_gateway_does_all_its_work_as_that_user(uris: dict[str, str], own: Db, cheap_passwords: None) -> None:
    desk = Desk(uris["gateway"], database_prefix="jingmei_", audit_prune_uri=uris["pruner"])
    try:
        until("the indexes", lambda: desk.runtime.store.problem() is None)
        bureau = desk.bureau()
        officer = bureau.officer()
        assert officer("DELETE", "/sessions/current").status_code < 500
        assert bureau.auditor("GET", "/audit?limit=100").status_code == 200
        done = until("results", lambda: trail(own, bureau=bureau.code, operation="accounts.create", status=201))
        assert until("the seal", lambda: trail(own, _id=done[0]["_id"])[0]["seq"])
        assert bureau.auditor("GET", "/audit/chain").get_json()["whole"]
        transact(desk.runtime.store.client, lambda session: change(desk.db, session))
        assert set(own.list_collection_names()) <= collections()
    finally:
        desk.runtime.stop()


def change(db: Db, session: Any) -> None:
    """A transaction, as changes of accounts are."""
    db["accounts"].update_one({"_id": new_id()}, {"$set": {"name": "x"}}, session=session)


def test_roles_name_every_collection_but_the_trails(own: Db) -> None:
    gateway, pruner = roles(NAME, collections())
    changed = {each["resource"]["collection"] for each in gateway["privileges"] if "remove" in each["actions"]}
    assert changed >= {"accounts", "sessions", "outbox", "leases", "files.chunks", "idempotency"}
    assert not [name for name in changed if name.startswith("audit")]
    assert len(pruner["privileges"]) == 3
