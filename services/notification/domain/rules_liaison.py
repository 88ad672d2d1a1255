"""What the facts about requests of outlets tell whom. Of what is confidential a notice says that there is something
new, in the very words of every such notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.notification.domain.audiences import DESK, LEADER, Audience, Scene, members
from services.notification.domain.directory import account
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts
from shared.contracts.liaison_terms import Target

WHAT = ("outlet", "title", "request_kind", "request_number")
LATE = (*WHAT, "request_target", "due_at")
DUE = (*LATE, "calendar")
MEETING = (*WHAT, "starts_at", "meeting_place", "reason")
REQUEST = "request"
CASE_OFFICERS = "case_officers"


def officer(scene: Scene) -> Iterator[str]:
    """Who is to answer it; while nobody is, every liaison of the bureau."""
    assigned = scene.event.request.officer
    yield account(assigned) if assigned else DESK


def former(scene: Scene) -> Iterator[str]:
    """Who had it before."""
    if scene.event.former:
        yield account(scene.event.former)


def asker(scene: Scene) -> Iterator[str]:
    """Who asked."""
    yield account(scene.event.request.asker)


def answerer(scene: Scene) -> Iterator[str]:
    """Who answered it with the material."""
    if scene.event.to:
        yield account(scene.event.to)


def head(scene: Scene) -> Iterator[str]:
    """The head of the unit that is late."""
    if scene.event.head:
        yield account(scene.event.head)


def named(scene: Scene) -> list[str]:
    """Those for whom there is something new."""
    return [account(each) for each in scene.event.to]


def other_side(scene: Scene) -> Iterator[str]:
    """Of a message the side that did not write it."""
    yield from asker(scene) if scene.event.from_bureau else officer(scene)


def while_(audience: Audience, *, overdue: bool) -> Audience:
    """An audience of what is late, or of what is not yet."""
    return lambda scene: audience(scene) if scene.event.overdue is overdue and not _rating(scene) else ()


def meeting(scene: Scene) -> list[str]:
    """Who meets: the outlet's people, and who answered it."""
    return [*members(scene), *officer(scene)]


def answered(*, adopted: bool | None) -> Audience:
    """The outlet's people, of an answer that adopts a suggestion, that does not, or of any other (None)."""
    return lambda scene: members(scene) if scene.event.adopted is adopted else ()


def to_rate(scene: Scene) -> Iterator[str]:
    """Who asked, of an answer that is nearly closed for lack of a word."""
    if _rating(scene):
        yield from asker(scene)


def _rating(scene: Scene) -> bool:
    return bool(scene.event.target == Target.RATING)


LIAISON_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    # Never urgent: what is urgent leaves the house, and administrators see what left to whom.
    facts.PrivateNotice: (Rule(Kind.PRIVATE, named, (), about=REQUEST),),
    facts.CaseOfficersNamed: (Rule(Kind.CASE_OFFICER_NAMED, named, (), about=CASE_OFFICERS),),
    facts.CaseOfficersMissing: (
        Rule(Kind.CASE_OFFICERS_MISSING, lambda _: (LEADER,), (), urgent=True, about=CASE_OFFICERS),
    ),
    facts.RequestOpened: (
        Rule(Kind.REQUEST_OPENED, officer, (*WHAT, "due_at", "calendar"), about=REQUEST),
        # Who asks it themselves is not told that they did.
        Rule(Kind.REQUEST_OPENED_FOR, asker, WHAT, about=REQUEST),
    ),
    facts.RequestAcknowledged: (
        Rule(Kind.REQUEST_ACKNOWLEDGED, members, (*WHAT, "due_at", "calendar"), about=REQUEST),
    ),
    facts.RequestAssigned: (
        Rule(Kind.REQUEST_ASSIGNED, officer, WHAT, about=REQUEST),
        Rule(Kind.REQUEST_TAKEN, former, WHAT, about=REQUEST),
    ),
    facts.RequestAnswered: (
        Rule(Kind.REQUEST_ANSWERED, answered(adopted=None), (*WHAT, "answer_kind"), about=REQUEST),
        Rule(Kind.REQUEST_ADOPTED, answered(adopted=True), WHAT, about=REQUEST),
        Rule(Kind.REQUEST_NOT_ADOPTED, answered(adopted=False), (*WHAT, "answer_kind"), about=REQUEST),
    ),
    facts.RequestClosed: (
        Rule(Kind.REQUEST_CLOSED, lambda scene: [*asker(scene), *officer(scene)], (*WHAT, "closing", "stars"),
             about=REQUEST),
    ),
    facts.RequestReopened: (
        Rule(Kind.REQUEST_REOPENED, officer, (*WHAT, "due_at", "calendar"), urgent=True, about=REQUEST),
    ),
    facts.RequestWithdrawn: (Rule(Kind.REQUEST_WITHDRAWN, officer, WHAT, about=REQUEST),),
    facts.RequestSpoken: (Rule(Kind.REQUEST_SPOKEN, other_side, WHAT, about=REQUEST),),
    facts.RequestNoted: (Rule(Kind.REQUEST_NOTED, named, WHAT, about=REQUEST),),
    facts.RequestDue: (
        Rule(Kind.REQUEST_DUE, while_(officer, overdue=False), DUE, about=REQUEST),
        Rule(Kind.REQUEST_OVERDUE, while_(officer, overdue=True), LATE, urgent=True, about=REQUEST),
        Rule(Kind.REQUEST_OVERDUE, while_(head, overdue=True), LATE, urgent=True, about=REQUEST),
        Rule(Kind.REQUEST_TO_RATE, to_rate, (*WHAT, "due_at"), about=REQUEST),
    ),
    facts.RequestDueMoved: (
        Rule(Kind.REQUEST_DUE_MOVED, lambda scene: [*asker(scene), *officer(scene)], (*DUE, "due_former"),
             about=REQUEST),
    ),
    facts.AppointmentMoved: (
        Rule(Kind.REQUEST_RESCHEDULED, meeting, (*MEETING, "starts_before"), urgent=True, about=REQUEST),
    ),
    facts.AppointmentCalledOff: (Rule(Kind.REQUEST_CALLED_OFF, meeting, MEETING, urgent=True, about=REQUEST),),
    facts.MaterialUsed: (Rule(Kind.REQUEST_USED, answerer, (*WHAT, "work_title", "media"), about=REQUEST),),
    # What came of it is told as points.
    facts.OutletParticipated: (),
    facts.ParticipationWithdrawn: (),
    facts.RequestVacated: (Rule(Kind.REQUEST_VACATED, lambda _: (DESK,), WHAT, urgent=True, about=REQUEST),),
}  # fmt: skip
