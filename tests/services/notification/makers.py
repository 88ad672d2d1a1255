"""Events that tell somebody something, and the outlets that they name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.notification.domain import Notice, Outlet, notices, outlet_ids
from shared import events as facts
from shared.events.outlet import MemberState
from tests.shared.events.examples import example

# Of these nobody is told: the same people hear what moved them, or what comes of them.
SILENT = frozenset({
    facts.AccountErased, facts.CallAnswered, facts.CallAnswerWithdrawn, facts.OutletContactsErased,
    facts.OutletParticipated, facts.OutletRetold, facts.ParticipationWithdrawn, facts.ReprintFollowed,
    facts.TopicKept, facts.TopicListRuled, facts.WordListAdopted,
})  # fmt: skip
PEOPLE = (MemberState("owner", "outlet_owner"), MemberState("member", "outlet_member"))


def known(id_: str, **changes: Any) -> Outlet:
    """An outlet of the replica."""
    return replace(Outlet(id_, f"媒体{id_[-1:]}", "self_media", "verified", "liaison-1", PEOPLE), **changes)


def outlets_of(event: facts.Event) -> list[Outlet]:
    """What the replica knows of the outlets that an event names."""
    return [known(id_) for id_ in outlet_ids(event)]


def telling(cls: type[facts.Event]) -> facts.Event:
    """An example whose state is such that somebody is to be told."""
    event = example(cls)
    match event:
        case facts.StageDecided():
            return replace(event, decision="pass", next_stage="second")
        case facts.OutletRegistered() | facts.OutletResubmitted():
            return replace(event, by="example-account")
        case facts.MemberAccountClosed() | facts.MemberAccountReopened():
            return replace(event, account="a-colleague")
        case facts.DueMoved():
            return replace(event, before=event.due_at - timedelta(days=1))
        case facts.AppealsUntilMoved():
            return replace(event, before=event.before - timedelta(days=1))
    return event


def something(cls: type[facts.Event]) -> list[Notice]:
    """The notices of an example of an event."""
    event = telling(cls)
    return notices(event, "s", outlets_of(event)) or notices(replace(event, by="example-account"), "s")  # type: ignore[call-arg]
