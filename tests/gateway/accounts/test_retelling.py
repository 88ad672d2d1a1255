"""Accounts, told again to a service that asks: each once for an asking, by whichever process, with the state of now."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import amqp
import pytest

from gateway.retelling import Retelling
from shared import events
from shared.clock import now
from shared.events.envelope import CONTENT_TYPE, decode
from shared.ids import new_id
from shared.mongo.retelling import LULL, PAGE, RETELLINGS
from shared.sending.questions import question
from shared.signing import Signer
from tests.gateway.accounts.desk import Bureau, Desk

KIND = events.AccountOpened.type()


@pytest.fixture
def many(bureau: Bureau) -> int:
    """How many accounts there are: more than a page has, and one of them is closed."""
    db = bureau.desk.db
    pattern = db["accounts"].find_one({"_id": bureau.admin.account})
    assert pattern is not None
    rows = [pattern | {"_id": new_id(), "login": f"many{number}", "roles": []} for number in range(PAGE + 20)]
    rows[0] |= {"disabled": True, "version": 4}
    db["accounts"].insert_many(rows)
    db["outbox"].delete_many({})
    db[RETELLINGS].delete_many({})
    found: int = db["accounts"].count_documents({})
    return found


def wanted(asking: str) -> events.FactsWanted:
    return events.FactsWanted("liaison", KIND, asking)


def another(desk: Desk) -> Retelling:
    """That of another process."""
    return Retelling(desk.runtime.store, Signer("gateway"), desk.runtime.people.accounts, lambda: None)


def told(desk: Desk) -> list[Any]:
    rows = desk.db["outbox"].find({"routing_key": {"$regex": r"\.liaison$"}}).sort("seq", 1)
    return [decode(bytes(row["body"]), CONTENT_TYPE) for row in rows]


def test_all_are_told_with_state_and_version_and_then_that_it_was_all(desk: Desk, many: int) -> None:
    desk.runtime.retelling.tell_all(wanted("a1"))
    *facts, end = told(desk)
    rows = {row["_id"]: row for row in desk.db["accounts"].find()}
    assert sorted(each.subject for each in facts) == sorted(rows) and len(facts) == many
    assert all(each.version == rows[each.subject]["version"] for each in facts)
    assert [each.version for each in facts if each.data.account.closed] == [4]
    assert end.data == events.FactsRetold(KIND, "a1", many)


def test_several_processes_that_hear_one_question_tell_each_account_once(desk: Desk, many: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda retelling: retelling.tell_all(wanted("a1")), [another(desk) for _ in range(4)]))
    *facts, end = told(desk)
    assert len(facts) == len({each.subject for each in facts}) == many and end.data.count == many
    another(desk).tell_all(wanted("a1"))  # who asks again at once is told nothing more
    assert len(told(desk)) == many + 1


def test_what_a_process_left_undone_that_died_another_goes_on_with(desk: Desk, many: int) -> None:
    assert desk.runtime.retelling.tell(wanted("a1")) is not None
    assert len(told(desk)) == PAGE
    assert another(desk).tell(wanted("a1")) is None
    desk.db[RETELLINGS].update_one({}, {"$set": {"at": now() - LULL - timedelta(seconds=1)}})
    another(desk).tell_all(wanted("a1"))
    *facts, end = told(desk)
    assert len(facts) == len({each.subject for each in facts}) == many
    assert end.data.count == many


@pytest.mark.parametrize(
    "body", [b"no event", question(wanted("a1"), Signer("outlet")).body.replace(b"AccountOpened", b"OutletRetold")]
)
def test_what_is_no_question_for_accounts_is_left_alone(desk: Desk, body: bytes) -> None:
    retelling = another(desk)
    retelling._heard(amqp.Message(body, content_type=CONTENT_TYPE))
    assert retelling._asked.empty()
    retelling._heard(amqp.Message(question(wanted("a1"), Signer("outlet")).body, content_type=CONTENT_TYPE))
    assert retelling._asked.get_nowait() == wanted("a1")
