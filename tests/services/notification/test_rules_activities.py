"""Who is told what of activities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.notification.domain import notices
from shared import events as facts
from shared.events.activities import Invited
from tests.services.notification.makers import outlets_of
from tests.shared.events.examples import example


def told(cls: type[Any], *invited: Invited, **changes: Any) -> dict[str, str]:
    """Address → kind."""
    made = example(cls)
    made = replace(made, activity=replace(made.activity, invited=invited), **{"by": "somebody"} | changes)
    return {address: notice.kind.value for notice in notices(made, "a1", outlets_of(made)) for address in notice.to}


@pytest.mark.parametrize(
    ("invited", "address"),
    [
        (Invited("all"), "all"),
        (Invited("category", "self_media"), "category:self_media"),
        (Invited("outlet", "o1"), "outlet:o1"),
        (Invited("person", "p1"), "account:p1"),
    ],
)
@pytest.mark.parametrize(
    ("cls", "kind"),
    [
        (facts.ActivityAnnounced, "activity.announced"),
        (facts.ActivityMoved, "activity.moved"),
        (facts.ActivityCancelled, "activity.cancelled"),
    ],
)
def test_whoever_is_invited_is_told(cls: type[Any], kind: str, invited: Invited, address: str) -> None:
    assert told(cls, invited) == {address: kind}


def test_an_invitation_of_a_newer_kind_reaches_nobody_here() -> None:
    assert told(facts.ActivityAnnounced, Invited("county", "330108")) == {}


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        (facts.SeatGiven, {"account:p1": "activity.seat_given"}),
        (facts.ActivityAttended, {"account:p1": "activity.attended"}),
        (facts.TaskGiven, {"account:p1": "activity.task_given"}),
        (facts.SuggestionAdopted, {"account:p1": "suggestion.adopted"}),
        (facts.SuggestionDeclined, {"account:p1": "suggestion.declined"}),
    ],
)
def test_whom_it_is_about_is_told(cls: type[Any], expected: dict[str, str]) -> None:
    assert told(cls, account="p1") == expected


def test_of_who_was_there_without_an_account_nobody_is_told() -> None:
    assert told(facts.ActivityAttended, account="") == {}


@pytest.mark.parametrize(
    ("account", "them"), [("member", {"account:member": "activity.attendance_corrected"}), ("", {})]
)
def test_a_corrected_attendance_is_told_to_whose_it_was_and_to_their_outlet(account: str, them: dict[str, str]) -> None:
    all_ = dict.fromkeys(("account:owner", "account:member"), "activity.outlet_attendance_corrected")
    assert told(facts.AttendanceCorrected, account=account) == all_ | them


def test_a_suggestion_is_told_to_the_liaisons() -> None:
    assert told(facts.SuggestionMade) == {"role:liaison": "suggestion.made"}
    made = example(facts.SuggestionMade)
    (notice,) = notices(made, "a1", outlets_of(made))
    assert notice.params["outlet"] == outlets_of(made)[0].name, "they read whose it is"


def test_whoever_may_come_is_reminded() -> None:
    made = told(facts.ActivityDue, Invited("all"), by="", accounts=("p1", "p2"))
    assert made == {"account:p1": "activity.due", "account:p2": "activity.due"}


def test_whoever_is_invited_no_more_is_told_alone() -> None:
    made = told(facts.ActivityUninvited, Invited("outlet", "o1"), accounts=("p1", "p2"))
    assert made == {"account:p1": "activity.uninvited", "account:p2": "activity.uninvited"}
