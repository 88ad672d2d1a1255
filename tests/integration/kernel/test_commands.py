"""Commands: one effect a key, neighbours independent of each other, decisions on what is still true."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from pymongo.database import Database

from shared.context import Role
from shared.ids import new_id
from tests.support.caller import Caller, asking
from tests.support.process import ServiceProcess
from tests.support.waiting import HOPE, until

pytestmark = pytest.mark.usefixtures("probe")


def put(caller: Caller, **data: Any) -> dict[str, Any]:
    reply = caller.call("probe.put", {"name": new_id(), **data}, asking(new_id()))
    assert reply.error is None, reply
    return reply.result


def test_a_command_has_one_effect_for_its_key(caller: Caller, db: Database[Any]) -> None:
    name, context = new_id(), asking(new_id())
    first = caller.call("probe.put", {"name": name}, context)
    again = caller.call("probe.put", {"name": name}, context)
    assert (first.error, first.replayed, again.replayed) == (None, False, True)
    assert again.result == first.result
    assert db.things.count_documents({"name": name}) == 1
    assert db.outbox.count_documents({"aggregate": first.result["id"]}) == 1


def test_a_key_with_another_request_is_refused(caller: Caller) -> None:
    key = new_id()
    assert caller.call("probe.put", {"name": new_id()}, asking(key, "one")).error is None
    assert caller.call("probe.put", {"name": new_id()}, asking(key, "another")).kind == "key_reused"


def test_who_has_lost_a_right_since_is_not_told_again_what_they_got(caller: Caller) -> None:
    name, key = new_id(), new_id()
    officer, manager = {Role.LIAISON}, {Role.LIAISON, Role.LEADER}
    first = caller.call("probe.put", {"name": name}, asking(key, roles=officer))
    again = caller.call("probe.put", {"name": name}, asking(key, roles=manager))
    assert (first.error, again.result, again.replayed) == (None, first.result, True), "with more rights, too"
    for roles in (set[Role](), {Role.LEADER}):
        lost = caller.call("probe.put", {"name": name}, asking(key, roles=roles))
        assert (lost.code, lost.result) == ("idempotency.rights_lost", None)


def test_fifty_at_once_with_one_key_have_one_effect(caller: Caller, db: Database[Any]) -> None:
    name, context = new_id(), asking(new_id())
    replies = caller.together([("probe.put", {"name": name}, context)] * 50)
    assert {reply.result["id"] for reply in replies} == {replies[0].result["id"]}
    assert sum(not reply.replayed for reply in replies) == 1
    assert db.things.count_documents({"name": name}) == 1


def test_a_refused_command_does_not_fail_its_neighbours(
    caller: Caller, probe: ServiceProcess, db: Database[Any]
) -> None:
    taken = new_id()
    put(caller, name=taken)
    before = probe.metric("jingmei_commit_rounds", kind="fallbacks")
    names = [new_id() for _ in range(40)]
    names[17] = taken
    replies = caller.together([("probe.put", {"name": name}, asking(new_id())) for name in names])
    assert [reply.code for reply in replies if reply.error] == ["thing.name_taken"]
    assert replies[17].code == "thing.name_taken"
    assert db.things.count_documents({"name": {"$in": names}}) == 40
    assert probe.metric("jingmei_commit_rounds", kind="fallbacks") > before


def test_what_cannot_be_encoded_fails_alone(caller: Caller) -> None:
    good = [("probe.put", {"name": new_id()}, asking(new_id())) for _ in range(20)]
    replies = caller.together([*good[:10], ("probe.unencodable", {}, asking(new_id())), *good[10:]])
    assert [bool(reply.error) for reply in replies] == [index == 10 for index in range(21)]


def test_commands_are_committed_in_groups(caller: Caller, probe: ServiceProcess) -> None:
    def rounds() -> tuple[float, float]:
        return tuple(probe.metric("jingmei_commit_rounds", kind=kind) for kind in ("rounds", "units"))  # type: ignore[return-value]

    before = rounds()
    caller.together([("probe.put", {"name": new_id()}, asking(new_id())) for _ in range(64)])
    grouped = [after - then for after, then in zip(rounds(), before, strict=True)]
    assert grouped[1] >= 64
    assert grouped[0] <= grouped[1] / 2


def test_a_decision_on_a_stale_version_is_made_again(caller: Caller, db: Database[Any]) -> None:
    thing = put(caller)
    requests = [("probe.rename", {"id": thing["id"], "name": new_id()}, asking(new_id())) for _ in range(10)]
    replies = caller.together(requests)
    assert all(reply.error is None for reply in replies), replies
    assert sorted(reply.result["version"] for reply in replies) == list(range(2, 12))
    assert db.things.find_one({"_id": thing["id"]})["version"] == 11
    assert db.runs.count_documents({"what": f"rename {thing['id']}"}) > 10


def test_who_lost_does_not_take_the_group_with_it(caller: Caller, probe: ServiceProcess) -> None:
    """Twenty new things, and ten that want to rename the same: the stale ones are told so at once, by a read."""
    thing = put(caller)
    before = probe.metric("jingmei_commit_rounds", kind="alone")
    renamed = [
        ("probe.rename", {"id": thing["id"], "name": new_id(), "thinking": 0.05}, asking(new_id())) for _ in range(10)
    ]
    added = [("probe.put", {"name": new_id()}, asking(new_id())) for _ in range(20)]
    replies = caller.together([*renamed, *added])
    assert all(reply.error is None for reply in replies), replies
    assert probe.metric("jingmei_commit_rounds", kind="alone") == before


def test_many_decisions_on_one_document_are_made_one_after_the_other(caller: Caller, db: Database[Any]) -> None:
    thing, others = put(caller), [put(caller) for _ in range(10)]
    names = [(each["id"], new_id()) for each in [thing] * 100 + others]
    replies = caller.together([("probe.rename", {"id": i, "name": n}, asking(new_id())) for i, n in names])
    assert [reply for reply in replies if reply.error] == []
    assert db.things.find_one({"_id": thing["id"]})["version"] == 101
    # A first try each and one in its turn; some lose to who comes for the first time.
    assert db.runs.count_documents({"what": f"rename {thing['id']}"}) < 100 * 4


def test_a_version_that_the_caller_did_not_mean_is_refused(caller: Caller) -> None:
    thing = put(caller)
    context = replace(asking(new_id()), expected_version=7)
    assert caller.call("probe.rename", {"id": thing["id"], "name": new_id()}, context).kind == "version_mismatch"


def test_a_request_after_its_deadline_does_nothing(caller: Caller, db: Database[Any]) -> None:
    name = new_id()
    late = replace(asking(new_id()), deadline=time.time() - 1)
    assert caller.call("probe.put", {"name": name}, late).kind == "deadline"
    assert db.things.count_documents({"name": name}) == 0


def test_every_broken_rule_of_the_input_is_named(caller: Caller) -> None:
    reply = caller.call("probe.put", {"size": "many", "colour": "red"}, asking(new_id()))
    assert reply.kind == "invalid"
    problems = {p["pointer"]: p["rule"] for p in reply.error["exc_args"][0]["problems"]}  # type: ignore[index]
    assert problems == {"/name": "required", "/size": "type", "/colour": "unknown"}


@pytest.mark.parametrize("how", ["raise", "exit", "timeout", "object"])
def test_an_unforeseen_error_tells_nothing_of_its_content(caller: Caller, how: str) -> None:
    reply = caller.call("probe.odd", {"how": how}, asking(new_id()))
    assert reply.error is not None
    assert reply.error["exc_type"] == "InternalError"
    assert "secret" not in str(reply.error)


def test_an_orphaned_transaction_holds_up_its_own_document_only(
    caller: Caller, mongo: Any, database_prefix: str
) -> None:
    """A killed process leaves its transaction open; its neighbours must not wait for the server to end it."""
    key = new_id()
    lifetime = mongo.admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": int(HOPE)})["was"]
    with mongo.start_session() as session:
        session.start_transaction()
        mongo[f"{database_prefix}probe"].inbox.insert_one({"_id": f"put:{key}", "fingerprint": "f"}, session=session)
        stuck = caller.send("probe.put", {"name": new_id()}, asking(key))
        for _ in range(10):
            put(caller)
        assert caller.wait(stuck).kind == "Unavailable"
        session.abort_transaction()
    mongo.admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": lifetime})
    until("the retry", lambda: caller.call("probe.put", {"name": new_id()}, asking(key)).error is None)
