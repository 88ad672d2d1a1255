"""Facts that are told again: page by page, each once for an asking, to who asked, and without any other effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notification.service import NotificationService
from services.outlet.repository.documents import outlet_document
from services.outlet.service import OutletService
from services.review.service import ReviewService
from shared.clock import now
from shared.events import Event, FactsRetold, FactsWanted, InboxChanged, OutletRetold, OutletSuspended, Received
from shared.events.envelope import CONTENT_TYPE, decode
from shared.mongo import StaleWrite, Unit
from shared.mongo.retelling import LULL, PAGE, RETELLINGS, WANTED, WantedFacts
from tests.services.outlet.makers import verified
from tests.services.stage import Stage, received

Put = Callable[[type[Any]], Stage]
KIND = OutletRetold.type()
MANY = 2 * PAGE + 7


@pytest.fixture
def owner(stage: Put) -> Stage:
    """The outlet service with several pages of outlets of two bureaus."""
    made = stage(OutletService)
    one = verified()
    rows = [outlet_document(replace(one, id=f"o{n:04}", bureau=f"37082{n % 2}", version=n + 1)) for n in range(MANY)]
    for row in rows:
        row.pop("claims", None)
    made.db["outlets"].insert_many(rows)
    return made


def told(stage: Stage) -> list[tuple[str, Received[Event]]]:
    """Routing key and event of all that is in the outbox, in order."""
    rows = stage.db["outbox"].find().sort("seq", 1)
    return [(row["routing_key"], decode(bytes(row["body"]), CONTENT_TYPE)) for row in rows]


def ask(stage: Stage, asking: str, **more: Any) -> bool:
    """Ask, and have the service go on as long as it asks itself; whether anything came of it."""
    before = len(told(stage))
    stage.deliver(received(FactsWanted("liaison", KIND, asking, **more), "liaison"), "facts_wanted")
    while (last := [each for _, each in told(stage)[before:]]) and isinstance(last[-1].data, FactsWanted):
        stage.deliver(last[-1], "facts_wanted")
    return len(told(stage)) > before


def test_everything_is_told_page_by_page_to_who_asked_alone_as_it_is_now(owner: Stage) -> None:
    assert ask(owner, "a1")
    facts = told(owner)
    outlets = [each for _, each in facts if isinstance(each.data, OutletRetold)]
    assert [each.subject for each in outlets] == [f"o{n:04}" for n in range(MANY)]
    assert [each.version for each in outlets] == [n + 1 for n in range(MANY)]
    assert {each.bureau for each in outlets} == {"370820", "370821"}
    assert {key for key, each in facts if not isinstance(each.data, FactsWanted)} == {
        "outlet.OutletRetold.v1.370820.liaison", "outlet.OutletRetold.v1.370821.liaison",
        "kernel.FactsRetold.v1.000000.liaison",
    }  # fmt: skip
    assert {key for key, each in facts if isinstance(each.data, FactsWanted)} == {"kernel.FactsWanted.v1.000000.outlet"}
    assert facts[-1][1].data == FactsRetold(KIND, "a1", MANY)


def test_who_asks_again_meanwhile_or_soon_after_is_told_nothing_twice(owner: Stage) -> None:
    first = received(FactsWanted("liaison", KIND, "a1"), "liaison")
    assert owner.deliver(first, "facts_wanted") and len(told(owner)) == PAGE + 1
    for _ in range(2):  # another instance of who asks, or the same a second later
        owner.deliver(received(first.data, "liaison"), "facts_wanted")
    assert len(told(owner)) == PAGE + 1
    further = told(owner)[-1][1]
    assert owner.deliver(further, "facts_wanted") and not owner.deliver(further, "facts_wanted")
    owner.deliver(received(further.data, "liaison"), "facts_wanted")
    assert len(told(owner)) == 2 * (PAGE + 1)
    owner.deliver(told(owner)[-1][1], "facts_wanted")
    owner.deliver(told(owner)[-1][1], "facts_wanted")
    assert isinstance(told(owner)[-1][1].data, FactsRetold)
    assert not ask(owner, "a1")


def test_of_two_that_tell_a_page_at_once_one_does(owner: Stage) -> None:
    wanted, read = FactsWanted("liaison", KIND, "a1"), owner.service.outlets.retold
    one, other = Unit(), Unit()
    for unit in (one, other):
        assert owner.service.retellings.tell(unit, wanted, read) is not None
    owner.commit(one)
    with pytest.raises(StaleWrite):
        owner.commit(other)
    assert len(told(owner)) == PAGE


def test_a_new_asking_begins_anew_and_what_was_left_of_the_old_one_is_over(owner: Stage) -> None:
    owner.deliver(received(FactsWanted("liaison", KIND, "a1"), "liaison"), "facts_wanted")
    old = told(owner)[-1][1]
    assert ask(owner, "a2")
    assert told(owner)[-1][1].data == FactsRetold(KIND, "a2", MANY)
    before = len(told(owner))
    owner.deliver(old, "facts_wanted")
    assert len(told(owner)) == before


@pytest.mark.parametrize(("done", "first"), [(False, PAGE), (True, 0)], ids=["unfinished", "told"])
def test_who_still_asks_after_a_while_is_told_the_rest_or_when_all_was_told_all_again(
    owner: Stage, done: bool, first: int
) -> None:
    """The event that was to go on is lost, or the one that said that all was told."""
    if done:
        ask(owner, "a1")
    else:
        owner.deliver(received(FactsWanted("liaison", KIND, "a1"), "liaison"), "facts_wanted")
    owner.db["outbox"].delete_many({})
    owner.db[RETELLINGS].update_one({}, {"$set": {"at": now() - LULL - timedelta(seconds=1)}})
    assert ask(owner, "a1")
    assert next(each.subject for _, each in told(owner) if isinstance(each.data, OutletRetold)) == f"o{first:04}"
    assert told(owner)[-1][1].data == FactsRetold(KIND, "a1", MANY)


def test_what_nobody_here_owns_is_left_alone(owner: Stage) -> None:
    owner.deliver(received(FactsWanted("liaison", "jingmei.outlet.NoSuchThing.v9", "a1"), "liaison"), "facts_wanted")
    assert told(owner) == [] and owner.db[RETELLINGS].count_documents({}) == 0


def test_who_asked_waits_until_it_was_told_the_last_of_its_own_asking(stage: Put) -> None:
    asker = stage(ReviewService)
    wanted: WantedFacts = asker.service.wanted_facts
    asking = wanted.untold({KIND})[KIND]
    assert wanted.untold({KIND}) == {KIND: asking}  # another instance asks under the same
    asker.deliver(received(FactsRetold(KIND, "another", 3), "review"), "facts_retold")
    assert wanted.untold({KIND}) == {KIND: asking}
    asker.deliver(received(FactsRetold(KIND, asking, 3), "review"), "facts_retold")
    assert wanted.untold({KIND}) == {} and asker.db[WANTED].find_one({"_id": KIND})["count"] == 3
    assert wanted.ask_anew()
    assert wanted.untold({KIND}).keys() == {KIND} and wanted.untold({KIND}) != {KIND: asking}


def test_a_fact_that_changes_while_it_is_told_again_ends_with_the_newest(owner: Stage, stage: Put) -> None:
    asker = stage(ReviewService)
    ask(owner, "a1")
    old = told(owner)[0][1]
    assert isinstance(old.data, OutletRetold)
    newer = OutletSuspended(replace(old.data.outlet, status="suspended", name="新名"), "", "超期")
    asker.deliver(received(newer, old.subject, version=old.version + 1, bureau=old.bureau), "outlet_changed")
    asker.deliver(old, "outlet_changed")
    assert asker.service.outlets.find(old.bureau, old.subject).name == "新名"


def test_the_inbox_learns_outlets_and_tells_nobody(owner: Stage, stage: Put) -> None:
    inbox = stage(NotificationService)
    ask(owner, "a1")
    outlet = told(owner)[0][1]
    assert inbox.deliver(outlet, "tell")
    assert inbox.service.outlets.find(outlet.bureau, outlet.subject) is not None
    kept = {name for name, rows in inbox.kept().items() if rows}
    assert kept == {"outlets", "belonging", "inbox"}
    assert {type(each) for each in inbox.hints} == {InboxChanged}  # live streams look again, at nothing new
    inbox.deliver(received(outlet.data, outlet.subject, version=outlet.version, bureau=outlet.bureau), "tell")
    assert {name for name, rows in inbox.kept().items() if rows} == kept
