"""What is remembered of a replica, and that nothing is decided wrongly by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from shared.context import Actor, Role
from shared.errors import Invalid, NotFound
from shared.ids import new_id
from shared.messaging.engine import Engine
from shared.mongo import Committer, Unit
from shared.mongo.account_replica import ACCOUNTS, AccountReplica
from shared.mongo.memory import Forgetful, Memory

BUREAU = "330108"
ACTOR = Actor("li", BUREAU, frozenset({Role.LIAISON}), "李梅")


@pytest.fixture
def engine(mongo: MongoClient[Any], db: Database[Any]) -> Iterator[Engine]:
    """A process' own, without what sends events."""
    made = Engine()
    made.committer = Committer(mongo, db, new_id())
    yield made
    made.committer.stop()


@pytest.fixture
def accounts(engine: Engine, db: Database[Any]) -> AccountReplica:
    found = AccountReplica(db)
    found.memory = engine.memory
    kept(db, "liaison")
    return found


def kept(db: Database[Any], *roles: str) -> None:
    """What another process of the same service writes."""
    fresh = {"bureau": BUREAU, "name": "李梅", "roles": list(roles), "closed": False, "version": 1, "judged": 0}
    db[ACCOUNTS].replace_one({"_id": "li"}, fresh, upsert=True)


def work(accounts: AccountReplica, unit: Unit, runs: list[bool]) -> str:
    person = accounts.find(BUREAU, "li")
    assert person is not None
    runs.append(person.may(Role.LIAISON))
    accounts.require_actor(unit, ACTOR, Role.LIAISON)
    unit.insert("done", {"_id": new_id()})
    return "done"


def test_what_is_asked_again_at_once_is_remembered(accounts: AccountReplica, db: Database[Any]) -> None:
    assert accounts.find(BUREAU, "li") is not None
    db[ACCOUNTS].delete_many({})
    assert set(accounts.several(BUREAU, ["nobody", "li"])) == {"li"}
    assert accounts.several("330106", ["li"]) == {}, "of another bureau nothing is"


def test_a_refusal_rests_on_nothing_remembered(accounts: AccountReplica, engine: Engine, db: Database[Any]) -> None:
    kept(db)
    assert accounts.find(BUREAU, "li") is not None
    kept(db, "liaison")
    runs: list[bool] = []
    assert engine.execute(lambda unit: work(accounts, unit, runs), None).result == "done"
    assert runs == [False, True] and db["done"].count_documents({}) == 1


def test_neither_does_the_refusal_of_a_question(accounts: AccountReplica, engine: Engine, db: Database[Any]) -> None:
    kept(db)
    assert accounts.find(BUREAU, "li") is not None
    kept(db, "liaison")

    def ask() -> str:
        found = accounts.find(BUREAU, "li")
        if found is None or not found.may(Role.LIAISON):
            raise NotFound("request.not_found")
        return found.name

    assert engine.ask(ask) == "李梅"
    kept(db)
    engine.memory.forget()
    with pytest.raises(NotFound):
        engine.ask(ask)


def test_a_right_that_was_taken_meanwhile_counts_at_the_commit(
    accounts: AccountReplica, engine: Engine, db: Database[Any]
) -> None:
    assert accounts.find(BUREAU, "li") is not None
    kept(db)
    runs: list[bool] = []
    with pytest.raises(Invalid):
        engine.execute(lambda unit: work(accounts, unit, runs), None)
    assert runs[0] and not any(runs[1:]) and db["done"].count_documents({}) == 0


def test_what_this_process_wrote_is_known_at_once(accounts: AccountReplica, engine: Engine) -> None:
    def close(unit: Unit) -> None:
        unit.update(ACCOUNTS, {"_id": "li", "version": 1}, {"$set": {"closed": True}})

    assert accounts.closed(BUREAU, ["li"]) == set()
    engine.execute(close, None)
    assert accounts.closed(BUREAU, ["li"]) == {"li"}


def test_who_relies_on_a_state_changes_none(accounts: AccountReplica, engine: Engine, db: Database[Any]) -> None:
    assert accounts.find(BUREAU, "li") is not None
    engine.execute(lambda unit: accounts.rely_on(unit, BUREAU, "li", Role.LIAISON), None)
    db[ACCOUNTS].delete_many({})
    assert accounts.find(BUREAU, "li") is not None, "it is remembered still"


def test_what_was_read_before_it_changed_is_not_kept() -> None:
    memory = Memory()

    def load(keys: object) -> dict[str, str]:
        memory.forget({"outlets"})
        return {"a": "old"}

    assert memory.several("outlets", ["a"], load) == {"a": "old"}
    assert memory.several("outlets", ["a"], lambda _: {"a": "new"}) == {"a": "new"}


def test_what_never_changes_is_kept_whatever_is_committed_and_what_is_not_there_yet_is_not() -> None:
    memory = Memory()
    assert memory.unchanging("revisions", ["a", "b"], lambda _: {"a": "1"}) == {"a": "1"}
    memory.forget({"revisions"})
    memory.forget()
    assert memory.unchanging("revisions", ["a", "b"], lambda keys: dict.fromkeys(keys, "2")) == {"a": "1", "b": "2"}
    assert memory.answers == 0, "no refusal is doubted for it"


def test_the_order_is_that_of_the_keys_and_nothing_is_known_without_a_process() -> None:
    memory = Memory()
    asked: list[list[str]] = []

    def load(keys: Any) -> dict[str, str]:
        asked.append(list(keys))
        return {key: key.upper() for key in keys if key != "x"}

    memory.several("outlets", ["b"], load)
    assert list(memory.several("outlets", ["a", "b", "x"], load)) == ["a", "b"] and asked == [["b"], ["a", "x"]]
    forgetful = Forgetful()
    assert [forgetful.several("outlets", ["a"], load) for _ in range(2)] == [{"a": "A"}] * 2
    assert asked[2:] == [["a"], ["a"]]
