"""What the facts about activities tell whom: those who are invited, and who has a seat at last."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.notification.domain.audiences import DESK, Scene, members
from services.notification.domain.directory import EVERYBODY, account, of_category, of_outlet
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts
from shared.contracts.activity_terms import InviteeKind

ACTIVITY = "activity"
WHAT = ("title", "activity_kind", "starts_at", "activity_place")
OFF = ("title", "activity_kind", "starts_at", "reason")
SAID = ("title", "suggestion", "answer")
ADDRESSES: Mapping[str, Callable[[str], str]] = {
    InviteeKind.ALL.value: lambda _: EVERYBODY,
    InviteeKind.CATEGORY.value: of_category,
    InviteeKind.OUTLET.value: of_outlet,
    InviteeKind.PERSON.value: account,
}


def invited(scene: Scene) -> list[str]:
    """Whom its invitations reach; of a kind that is not known here (yet), nobody."""
    return [ADDRESSES[each.whom](each.id) for each in scene.event.activity.invited if each.whom in ADDRESSES]


def concerned(scene: Scene) -> list[str]:
    """Whom it is about: who has the seat or the task, who suggested it; nobody where they have no account."""
    return [account(scene.event.account)] if scene.event.account else []


def coming(scene: Scene) -> list[str]:
    """Who said that they come, or may; also of those who are not invited any more."""
    return [account(each) for each in scene.event.accounts]


ACTIVITY_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.ActivityAnnounced: (Rule(Kind.ACTIVITY_ANNOUNCED, invited, WHAT, about=ACTIVITY),),
    facts.ActivityMoved: (Rule(Kind.ACTIVITY_MOVED, invited, (*WHAT, "starts_before"), urgent=True, about=ACTIVITY),),
    facts.ActivityDue: (Rule(Kind.ACTIVITY_DUE, coming, WHAT, about=ACTIVITY),),
    # To whom it is no more it has no page.
    facts.ActivityUninvited: (
        Rule(Kind.ACTIVITY_UNINVITED, coming, ("title", "activity_kind", "starts_at"), urgent=True, about="invited"),
    ),
    facts.ActivityCancelled: (
        Rule(
            Kind.ACTIVITY_CANCELLED,
            invited,
            ("title", "activity_kind", "starts_at", "reason"),
            urgent=True,
            about=ACTIVITY,
        ),
    ),
    facts.ActivityAttended: (Rule(Kind.ACTIVITY_ATTENDED, concerned, ("title", "starts_at"), about=ACTIVITY),),
    facts.AttendanceCorrected: (
        Rule(Kind.ATTENDANCE_CORRECTED, concerned, OFF, about=ACTIVITY),
        # The others of the outlet need not know who of them it is; whoever is invited no more has no page of it.
        Rule(Kind.OUTLET_ATTENDANCE_CORRECTED, members, ("outlet", *OFF), about="participation"),
    ),
    facts.TaskGiven: (Rule(Kind.TASK_GIVEN, concerned, ("title", "task", "due"), about=ACTIVITY),),
    facts.SuggestionMade: (
        Rule(Kind.SUGGESTION_MADE, lambda _: (DESK,), ("outlet", "title", "suggestion"), about=ACTIVITY),
    ),
    facts.SuggestionAdopted: (Rule(Kind.SUGGESTION_ADOPTED, concerned, SAID, about=ACTIVITY),),
    facts.SuggestionDeclined: (Rule(Kind.SUGGESTION_DECLINED, concerned, SAID, about=ACTIVITY),),
    facts.SeatGiven: (Rule(Kind.SEAT_GIVEN, concerned, WHAT, urgent=True, about=ACTIVITY),),
}
