"""Who hears of an event: functions from a scene to addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.notification.domain.directory import EVERYBODY, Outlet, account, role
from shared import events as facts
from shared.contracts.submission_terms import PublicationStatus

OWNER = "outlet_owner"
DESK = role("liaison")
ADMIN, SECURITY = role("admin"), role("security_admin")
SCORING = role("scoring_manager")
LEADER = role("leader")
STAGES = ("first", "second", "final")
BY_LEADERS = "leader"
# Who hears that a stage is late, beside those whose it is.
OVER: Mapping[str, str] = {
    **dict.fromkeys(("first", "second", "assessment"), role("reviewer_final")), "final": LEADER,
}  # fmt: skip
PASS = "pass"  # noqa: S105 - a decision
# Events whose state names its outlet, and where that state is.
OF_OUTLET: Mapping[type[facts.Event], str] = {
    facts.ReviewEvent: "review",
    facts.AppealEvent: "appeal",
    facts.AwardEvent: "award",
    facts.UnapprovedEvent: "unapproved",
    facts.RequestEvent: "request",
}
Audience = Callable[["Scene"], Iterable[str]]


@dataclass(frozen=True)
class Scene:
    """An event and the outlets that it concerns, its own one first."""

    event: Any
    outlets: tuple[Outlet, ...] = ()

    @property
    def outlet(self) -> Outlet:
        """The outlet that the event is about."""
        return self.outlets[0]


def outlet_ids(event: facts.Event) -> tuple[str, ...]:
    """The outlets that an event names by their ids alone, its own one first; the replica must know them."""
    match event:
        case facts.SubmissionEvent(submission=submission):
            others = (author.outlet for author in submission.authors if author.outlet != submission.outlet)
            return (submission.outlet, *dict.fromkeys(others))
        case (
            facts.PointsEvent(outlet=outlet)
            | facts.SuggestionMade(outlet=outlet)
            | facts.AttendanceCorrected(outlet=outlet)
        ):
            return (outlet,)
    state = next((getattr(event, name) for cls, name in OF_OUTLET.items() if isinstance(event, cls)), None)
    return (state.outlet,) if state else ()


def members(scene: Scene) -> Iterator[str]:
    """Everybody who acts for the outlet."""
    return (account(member.account) for member in scene.outlet.members)


def owners(scene: Scene) -> Iterator[str]:
    """Those who manage the outlet."""
    return (account(member.account) for member in scene.outlet.members if member.role == OWNER)


def coauthors(scene: Scene) -> Iterator[str]:
    """Everybody who acts for another outlet that worked on the submission."""
    return (account(member.account) for outlet in scene.outlets[1:] for member in outlet.members)


def if_agreed(audience: Audience) -> Audience:
    """Nobody unless a co-author agreed."""
    return lambda scene: audience(scene) if scene.event.accepted else ()


def in_charge(scene: Scene) -> Iterator[str]:
    """The liaison officer in charge, if there is one."""
    if scene.outlet.liaison:
        yield account(scene.outlet.liaison)


def desk(scene: Scene) -> Iterator[str]:
    """The liaison officer in charge, or every liaison officer of the bureau."""
    yield from in_charge(scene) if scene.outlet.liaison else (DESK,)


def waiting_desk(scene: Scene) -> Iterator[str]:
    """The desk, for what outlet people sent in; what the bureau's own staff entered needs no notice."""
    if any(member.account == scene.event.by for member in scene.outlet.members):
        yield from desk(scene)


def concerned(scene: Scene) -> Iterator[str]:
    """The account that a membership or an invitation concerns, when it is known."""
    if scene.event.account:
        yield account(scene.event.account)


def outlet_and(audience: Audience) -> Audience:
    """The outlet's people and somebody else."""
    return lambda scene: [*members(scene), *audience(scene)]


def owners_and(audience: Audience) -> Audience:
    """The outlet's owners and somebody of the bureau."""
    return lambda scene: [*owners(scene), *audience(scene)]


def importer(scene: Scene) -> Iterator[str]:
    """Whoever sent the spreadsheet: the one actor who is told, for an import goes on without its sender."""
    if scene.event.by:
        yield account(scene.event.by)


def reviewers(stage: str) -> list[str]:
    """Those who decide at a stage; any reviewer where there are no stages (golden ideas)."""
    if stage == BY_LEADERS:
        return [LEADER]
    return [role(f"reviewer_{each}") for each in ((stage,) if stage in STAGES else STAGES)]


def first_stage(scene: Scene) -> list[str]:
    """Those who decide at the stage that a new round waits for."""
    return reviewers(scene.event.review.stage)


def next_stage(scene: Scene) -> list[str]:
    """Those who decide next, when a stage was passed and was not the last one."""
    passed = scene.event.decision == PASS and scene.event.next_stage
    return reviewers(scene.event.next_stage) if passed else []


def while_due(scene: Scene) -> list[str]:
    """Those whose stage will soon have taken too long."""
    return [] if scene.event.overdue else reviewers(scene.event.stage)


def when_overdue(scene: Scene) -> list[str]:
    """Those whose stage has taken too long."""
    return reviewers(scene.event.stage) if scene.event.overdue else []


def above_when_overdue(scene: Scene) -> Iterator[str]:
    """Those who see to it that a stage that has taken too long is decided: others than those whose stage it is."""
    if scene.event.overdue and scene.event.stage in OVER:
        yield OVER[scene.event.stage]


def waiting_reviewers(scene: Scene) -> list[str]:
    """Those whose stage it is."""
    return reviewers(scene.event.stage)


def desk_if_ownerless(scene: Scene) -> Iterator[str]:
    """The desk, when nobody is left who manages the outlet."""
    if not scene.event.owners:
        yield from desk(scene)


def other_owners(scene: Scene) -> list[str]:
    """Those who manage the outlet, but for the account that it is about."""
    return [address for address in owners(scene) if address != account(scene.event.account)]


def administrators(_scene: Scene) -> list[str]:
    """Those who keep accounts, and those who say what these may."""
    return [ADMIN, SECURITY]


def rule_keepers(_scene: Scene) -> list[str]:
    """Those who propose and confirm how all are reviewed."""
    return [SECURITY, *reviewers("final")]


def proposer(scene: Scene) -> list[str]:
    """Whoever proposed other rules."""
    return [account(scene.event.proposal.proposer)]


def calendar_keepers(_scene: Scene) -> list[str]:
    """Those who enter the bureau's working days, and who answers for the dates that they set."""
    return [LEADER, SCORING]


def security(_scene: Scene) -> list[str]:
    """Those who lift locks."""
    return [SECURITY]


def leaders(_scene: Scene) -> list[str]:
    """Those who can put somebody in charge of an outlet."""
    return [LEADER]


def desk_if_flagged(scene: Scene) -> Iterator[str]:
    """The desk, for metrics that do not fit the earlier ones."""
    if scene.event.metrics.flags:
        yield from desk(scene)


def desk_if_early(scene: Scene) -> Iterator[str]:
    """The desk, for what was published before it was permitted."""
    if scene.event.publication.before_permit:
        yield from desk(scene)


def desk_if_waiting(scene: Scene) -> Iterator[str]:
    """The desk, for a publication that nobody has verified yet."""
    if scene.event.publication.status == PublicationStatus.REPORTED:
        yield from desk(scene)


def if_correction(audience: Audience) -> Audience:
    """Somebody, for what is about a correction of a publication that goes on counting."""
    return lambda scene: audience(scene) if scene.event.correction else ()


def if_moved(audience: Audience) -> Audience:
    """Somebody, for a date that is another now; that it is known at last, and the same, needs no notice."""

    def found(scene: Scene) -> Iterable[str]:
        event = scene.event
        now = event.period.appeals_until if isinstance(event, facts.PeriodEvent) else event.due_at
        return audience(scene) if now != event.before else ()

    return found


def by_bureau(audience: Audience) -> Audience:
    """Somebody, for what nobody of the outlet did."""
    return lambda scene: () if scene.event.by in {each.account for each in scene.outlet.members} else audience(scene)


def decider_and_desk(scene: Scene) -> list[str]:
    """Whoever approved the work (every final reviewer where that is not known), and the desk."""
    by = scene.event.approved_by
    return [*([account(by)] if by else reviewers("final")), *desk(scene)]


def whoever_holds(scene: Scene) -> list[str]:
    """Everybody whom it concerns that the permit of something published was taken back: those who made it, the desk,
    which decides, and who took it back."""
    by = scene.event.revoked_by
    return [*members(scene), *coauthors(scene), *desk(scene), *([account(by)] if by else [])]


def judges(_scene: Scene) -> list[str]:
    """Those who may rule on an objection to a record of something published without approval."""
    return [DESK, *reviewers("final")]


def recorder(scene: Scene) -> list[str]:
    """The liaison officer who recorded it."""
    return [account(scene.event.unapproved.recorded_by)]


def verified_outlets(_scene: Scene) -> list[str]:
    """Every verified outlet, and those of the bureau who rank."""
    return [EVERYBODY, LEADER, SCORING]


def scoring_managers(_scene: Scene) -> list[str]:
    """Those who answer appeals."""
    return [SCORING]


def moved(event: facts.OutletEvent) -> set[str]:
    """The accounts that other addresses may reach after a fact about an outlet."""
    concerned_account = getattr(event, "account", "")
    accounts = {member.account for member in event.outlet.members} | {concerned_account} - {""}
    return {account(each) for each in accounts}
