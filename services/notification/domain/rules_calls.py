"""What the facts about topics and calls for works tell whom. A call is for outlets by what they are at the moment of
reading, so one notice reaches all who are invited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from services.notification.domain.audiences import DESK, Audience, Scene
from services.notification.domain.directory import EVERYBODY, of_category, of_outlet
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts
from shared.contracts.call_terms import Invited
from shared.events.calls import (
    CallAnswered,
    CallAnswerWithdrawn,
    CallCancelled,
    CallChanged,
    CallClosed,
    CallDue,
    CallHeldBack,
    CallOpened,
)
from shared.events.topics import TopicKept, TopicListRuled

CALL = "call"
WHAT = ("title", "call_kind")


def invited(scene: Scene) -> Iterator[str]:
    """Who is asked to hand in."""
    call = scene.event.call
    match call.invited:
        case Invited.CATEGORIES:
            yield from map(of_category, call.categories)
        case Invited.OUTLETS:
            yield from map(of_outlet, call.outlets)
        case _:
            yield EVERYBODY


def unanswered(scene: Scene) -> list[str]:
    """Who was asked and has handed in nothing."""
    return [of_outlet(each) for each in scene.event.outlets]


def if_moved(audience: Audience) -> Audience:
    """Somebody, for a call that ends at another moment or is for others now."""

    def found(scene: Scene) -> Iterable[str]:
        return audience(scene) if scene.event.moved else ()

    return found


def if_early(audience: Audience) -> Audience:
    """Somebody, for a call that a person closed: its end stood in every notice about it."""

    def found(scene: Scene) -> Iterable[str]:
        return audience(scene) if scene.event.by else ()

    return found


def keepers(*, found: bool) -> Audience:
    """Who makes calls, of a draft that did not open for what was found in it, or else because it was too late."""
    return lambda scene: (DESK,) if bool(scene.event.found) is found else ()


CALL_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    CallOpened: (Rule(Kind.CALL_OPENED, invited, (*WHAT, "closes_at"), about=CALL),),
    CallChanged: (Rule(Kind.CALL_CHANGED, if_moved(invited), (*WHAT, "closes_at"), about=CALL),),
    CallDue: (Rule(Kind.CALL_DUE, unanswered, (*WHAT, "closes_at"), about=CALL),),
    # Never urgent: what is urgent leaves the house, and so would a title with what must not.
    CallHeldBack: (
        Rule(Kind.CALL_HELD_BACK, keepers(found=True), (*WHAT, "found"), about=CALL),
        Rule(Kind.CALL_MISSED, keepers(found=False), (*WHAT, "closes_at"), about=CALL),
    ),
    CallCancelled: (Rule(Kind.CALL_CANCELLED, invited, (*WHAT, "reason"), about=CALL),),
    CallClosed: (Rule(Kind.CALL_CLOSED, if_early(invited), WHAT, about=CALL),),
    # Who answers is in the queue of works.
    CallAnswered: (),
    CallAnswerWithdrawn: (),
    # The list stands beside every form that asks for a topic.
    TopicKept: (),
    TopicListRuled: (),
}
