"""Works that answer a call: when they may, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared import validation
from shared.clock import now
from shared.errors import Invalid
from shared.events import ChangesRequested, SubmissionSubmitted
from shared.events.calls import CallCancelled, CallClosed, CallOpened, CallState
from shared.mongo import Unit
from shared.mongo.transaction import StaleWrite
from tests.services.stage import asking, received
from tests.services.submission.desk import COMMANDS, Desk
from tests.services.submission.makers import form

OPEN = CallState("c1", "call", "全民反诈百日行", "反诈", "open", "all", closes_at=now() + timedelta(days=3))


def hear(desk: Desk, state: CallState = OPEN, version: int = 1) -> None:
    kind = {"open": CallOpened, "closed": CallClosed, "cancelled": CallCancelled}[state.status]
    desk.stage.deliver(received(kind(state, "officer"), state.id, version=version), "call_changed")


def rule(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    (problem,) = refused.value.problems
    return problem.pointer, problem.rule


def test_a_work_names_an_open_call_and_that_is_told_with_it(desk: Desk) -> None:
    hear(desk)
    work = desk.submitted(call="c1", campaign="")
    assert (work["call"], work["call_title"]) == ("c1", "全民反诈百日行")
    (event,) = [each.data for each in desk.told() if isinstance(each.data, SubmissionSubmitted)]
    assert event.submission.call == "c1"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"status": "closed"}, "call.closed"),
        ({"status": "cancelled"}, "call.cancelled"),
        ({"closes_at": now() - timedelta(minutes=1)}, "call.closed"),
        ({"invited": "categories", "categories": ("influencer",)}, "call.unknown"),
        ({"invited": "outlets", "outlets": ("o2",)}, "call.unknown"),
    ],
)
def test_a_call_that_is_over_or_for_others_is_refused(desk: Desk, changes: dict[str, object], wanted: str) -> None:
    hear(desk, replace(OPEN, **changes))  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        desk.create(call="c1")
    assert rule(refused) == ("/call", wanted)
    work = desk.create()
    with pytest.raises(Invalid) as refused:
        desk.do("revise", "writer", submission=work["id"], call="c1")
    assert rule(refused) == ("/call", wanted)


def test_a_call_that_is_not_known_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.create(call="c9")
    assert rule(refused) == ("/call", "call.unknown")


def test_a_draft_whose_call_closed_is_handed_in_without_it(desk: Desk) -> None:
    hear(desk)
    work = desk.create(call="c1")
    hear(desk, replace(OPEN, status="closed"), 2)
    with pytest.raises(Invalid) as refused:
        desk.do("submit", "writer", submission=work["id"])
    assert rule(refused) == ("/call", "call.closed")
    # What it says already is no new word; another text is written meanwhile.
    desk.do("revise", "writer", submission=work["id"], call="c1", title="改后的题")
    desk.do("revise", "writer", submission=work["id"], call="")
    assert desk.do("submit", "writer", submission=work["id"])["status"] == "submitted"


def test_what_was_handed_in_in_time_is_mended_and_handed_in_again_afterwards(desk: Desk) -> None:
    hear(desk)
    work = desk.submitted(call="c1")
    desk.hear(ChangesRequested(desk.review(work), "reviewer", "first", "改标题"))
    hear(desk, replace(OPEN, status="closed"), 2)
    desk.do("revise", "writer", submission=work["id"], title="改后的题")
    assert desk.do("submit", "writer", submission=work["id"])["call"] == "c1"


def test_an_older_state_of_a_call_changes_nothing(desk: Desk) -> None:
    hear(desk, replace(OPEN, status="closed"), 2)
    hear(desk, OPEN, 1)
    with pytest.raises(Invalid):
        desk.create(call="c1")


def test_of_a_call_that_closes_and_a_work_at_the_same_moment_one_comes_first(desk: Desk) -> None:
    hear(desk)
    unit = Unit()
    data = validation.load(COMMANDS["create"](), form(call="c1"))
    desk.stage.service.create.__wrapped__(desk.stage.service, unit, data, asking("writer"))
    hear(desk, replace(OPEN, status="closed"), 2)
    with pytest.raises(StaleWrite):
        desk.stage.commit(unit)


def test_a_work_is_not_handed_in_for_a_call_that_is_for_others_by_then(desk: Desk) -> None:
    hear(desk)
    unit = Unit()
    data = validation.load(COMMANDS["create"](), form(call="c1"))
    desk.stage.service.create.__wrapped__(desk.stage.service, unit, data, asking("writer"))
    hear(desk, replace(OPEN, invited="outlets", outlets=("o2",)), 2)
    with pytest.raises(StaleWrite):
        desk.stage.commit(unit)


@pytest.mark.parametrize(
    "invited",
    [{"invited": "categories", "categories": ("influencer", "self_media")}, {"invited": "outlets", "outlets": ("o1",)}],
    ids=str,
)
def test_a_work_is_handed_in_for_a_call_that_invites_its_outlet(desk: Desk, invited: dict[str, Any]) -> None:
    hear(desk, replace(OPEN, **invited))
    assert desk.submitted(call="c1")["call"] == "c1"
