"""Who is told what of requests; and that what is confidential is told to whom the event names, in words that say
nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.notification.domain import notices, outlet_ids
from services.notification.domain.kinds import Kind
from services.notification.rendering import render
from shared import events as facts
from tests.services.notification.test_rules import COLLEAGUES, OUTLET, event, to, told

ASKER, OFFICER, FORMER, HEAD, DESK = (
    "account:asker",
    "account:officer",
    "account:former",
    "account:head",
    "role:liaison",
)


def about(cls: type[Any], *, assigned: bool = True, **changes: Any) -> Any:
    """A fact about a request of `asker`, which an officer has or nobody."""
    return event(cls, request__asker="asker", request__officer="officer" if assigned else "", **changes)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (about(facts.RequestOpened, assigned=False, by="asker"), to([DESK], "request.opened")),
        (
            about(facts.RequestOpened, assigned=False, by="liaison"),
            to([DESK], "request.opened") | to([ASKER], "request.opened_for"),
        ),
        (about(facts.RequestAcknowledged), to(COLLEAGUES, "request.acknowledged")),
        (about(facts.RequestAssigned, former=""), to([OFFICER], "request.assigned")),
        (
            about(facts.RequestAssigned, former="former"),
            to([OFFICER], "request.assigned") | to([FORMER], "request.taken"),
        ),
        (about(facts.RequestAnswered, adopted=None), to(COLLEAGUES, "request.answered")),
        (about(facts.RequestAnswered, adopted=True), to(COLLEAGUES, "request.adopted")),
        (about(facts.RequestAnswered, adopted=False), to(COLLEAGUES, "request.not_adopted")),
        (about(facts.RequestClosed), to([ASKER, OFFICER], "request.closed")),
        (about(facts.RequestReopened), to([OFFICER], "request.reopened")),
        (about(facts.RequestReopened, assigned=False), to([DESK], "request.reopened")),
        (about(facts.RequestWithdrawn), to([OFFICER], "request.withdrawn")),
        (about(facts.RequestWithdrawn, assigned=False), to([DESK], "request.withdrawn")),
        (about(facts.RequestSpoken, from_bureau=True), to([ASKER], "request.spoken")),
        (about(facts.RequestSpoken, from_bureau=False), to([OFFICER], "request.spoken")),
        (about(facts.RequestSpoken, from_bureau=False, assigned=False), to([DESK], "request.spoken")),
        (about(facts.RequestNoted, to=("officer", "former")), to([OFFICER, FORMER], "request.noted")),
        (about(facts.RequestDueMoved), to([ASKER, OFFICER], "request.due_moved")),
        (about(facts.AppointmentMoved), to([*COLLEAGUES, OFFICER], "request.rescheduled")),
        (about(facts.AppointmentCalledOff), to([*COLLEAGUES, OFFICER], "request.called_off")),
        (about(facts.MaterialUsed, to="giver"), to(["account:giver"], "request.used")),
        (about(facts.RequestVacated, assigned=False), to([DESK], "request.vacated")),
    ],
    ids=lambda part: part.name if isinstance(part, facts.Event) else "",
)
def test_each_fact_reaches_whom_it_concerns(made: facts.Event, expected: dict[str, str]) -> None:
    assert told(made) == expected


@pytest.mark.parametrize("target", ["acknowledgement", "answer"])
def test_the_officer_is_told_first_and_the_head_when_it_is_over_each_once(target: str) -> None:
    near = about(facts.RequestDue, target=target, overdue=False, head="")
    assert told(near) == to([OFFICER], "request.due")
    over = replace(near, overdue=True, head="head")
    assert told(over) == to([OFFICER, HEAD], "request.overdue")
    alone = about(facts.RequestDue, target=target, overdue=True, head="officer")
    addresses = [address for notice in notices(alone, "s", [OUTLET]) for address in notice.to]
    assert addresses == [OFFICER], "who heads the unit and has it in hand is told once"
    nobody = about(facts.RequestDue, target=target, overdue=True, head="", assigned=False)
    assert told(nobody) == to([DESK], "request.overdue")


def test_an_answer_that_nobody_rates_is_told_to_its_asker_alone() -> None:
    assert told(about(facts.RequestDue, target="rating", overdue=False, head="")) == to([ASKER], "request.to_rate")


def test_who_did_it_is_not_told_of_it() -> None:
    assert told(replace(about(facts.RequestAssigned, former=""), by="officer")) == {}
    assert told(replace(about(facts.RequestSpoken, from_bureau=True), by="asker")) == {}


def test_what_is_confidential_is_told_in_the_words_of_every_such_notice() -> None:
    made = event(facts.PrivateNotice, to=("asker", "named"))
    assert outlet_ids(made) == ()
    found = notices(made, "case-1")
    assert sorted(address for notice in found for address in notice.to) == ["account:asker", "account:named"]
    assert {(notice.kind, notice.about, notice.urgent, notice.shared) for notice in found} == {
        (Kind.PRIVATE, ("request", "case-1"), False, False)
    }
    assert [notice.params for notice in found] == [{}, {}]
    for locale in ("zh", "en"):
        first, second = (render(locale, Kind.PRIVATE, params) for params in ({}, {"title": "抢夺", "outlet": "甲"}))
        assert first == second and "抢夺" not in first.title + first.body


def test_who_is_named_for_what_is_confidential_hears_it_and_leaders_hear_that_nobody_is_left() -> None:
    named = event(facts.CaseOfficersNamed, to=("one", "two"), by="leader")
    assert told(named) == to(["account:one", "account:two"], "case_officers.named")
    assert told(event(facts.CaseOfficersMissing)) == to(["role:leader"], "case_officers.missing")


@pytest.mark.parametrize("cls", facts.REQUEST_FACTS, ids=lambda cls: cls.name)
def test_an_outlet_is_not_told_who_of_the_bureau_it_was(cls: type[Any]) -> None:
    made = replace(about(cls), by="officer-7")
    own = [notice for notice in notices(made, "s", [OUTLET]) if {ASKER, *COLLEAGUES} & set(notice.to)]
    assert "officer-7" not in str(own) and "account:officer" not in str([notice.params for notice in own])
