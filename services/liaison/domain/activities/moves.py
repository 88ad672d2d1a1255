"""What liaisons do to an activity: plan, announce, move, cancel, hold, close. Each gives the change or refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.liaison.domain.activities import reminders
from services.liaison.domain.activities.model import Activity, Change, Invitee, SignUp
from services.liaison.domain.activities.states import Act
from shared import events
from shared.clock import SHANGHAI
from shared.contracts.activity_terms import ActivityStatus, InviteeKind
from shared.contracts.outlet_terms import Category
from shared.errors import Conflict, FieldProblem, Invalid
from shared.people import Person

# What moves an activity for those who come; another text does not.
MOVING = ("starts_at", "ends_at", "place", "link")
CATEGORIES = frozenset(each.value for each in Category)


def planned(activity: Activity, by: str) -> Change:
    """A new draft. Raises: Invalid."""
    require_sound(activity, activity.updated_at)
    return Change(activity, Act.PLAN, by, activity.updated_at)


def changed(
    before: Activity, wanted: dict[str, Any], taken: int, by: str, now: datetime, *, leaving: Sequence[SignUp] = ()
) -> Change:
    """It as it is from now on; of an announced one, whoever is invited newly is told of it, and the others of another
    time or place. `taken` is how many have a seat: it cannot have fewer. `leaving` are those who wanted to come and are
    not invited any more: they are told just that. Raises: Conflict, Invalid.
    """
    before.after(Act.CHANGE)
    new = before.evolve(now, **wanted)
    require_sound(new, now, before)
    if before.open and new.starts_at != before.starts_at:
        new = reminders.timed(new, now)
    # Those who were let in beyond its seats are there: only fewer seats than before are too few.
    if new.most < min(taken, before.most):
        raise Conflict("activity.capacity_taken", taken=taken)
    facts: list[events.ActivityEvent] = []
    if added := tuple(each for each in new.state().invited if each not in before.state().invited):
        facts.append(events.ActivityAnnounced(replace(new.state(), invited=added), by))
    if leaving:
        facts.append(events.ActivityUninvited(new.state(), by, tuple(each.account for each in leaving)))
    if not any(getattr(new, name) != getattr(before, name) for name in MOVING):
        return Change(new, Act.CHANGE, by, now, tuple(facts) if before.open else ())
    staying = tuple(each for each in before.state().invited if each in new.state().invited)
    state = replace(new.state(), invited=staying or new.state().invited)
    facts.append(events.ActivityMoved(state, by, before.starts_at))
    former = {"former_starts_at": before.starts_at.isoformat(), "former_place": before.place}
    act = Act.MOVE if before.open else Act.CHANGE
    return Change(new, act, by, now, tuple(facts) if before.open else (), details=former)


def announced(before: Activity, by: str, now: datetime) -> Change:
    """Everybody who is invited is told, and may reply. Raises: Conflict, Invalid."""
    new = reminders.timed(before.evolve(now, status=before.after(Act.ANNOUNCE), announced_at=now), now)
    require_sound(new, now)
    return Change(new, Act.ANNOUNCE, by, now, (events.ActivityAnnounced(new.state(), by),))


def cancelled(before: Activity, reason: str, by: str, now: datetime) -> Change:
    """It does not take place; of a draft nobody is told. Raises: Conflict."""
    new = before.evolve(now, status=before.after(Act.CANCEL), reason=reason)
    facts = (events.ActivityCancelled(new.state(), by, reason),) if before.open else ()
    return Change(new, Act.CANCEL, by, now, facts, reason)


def held(before: Activity, attended: Iterable[SignUp], by: str, now: datetime) -> Change:
    """It took place: who was there is told, for each. Raises: Conflict while it has not begun."""
    status = before.after(Act.HOLD)
    if now < before.starts_at:
        raise Conflict("activity.not_begun", starts_at=before.starts_at.isoformat())
    new = before.evolve(now, status=status)
    facts = tuple(events.ActivityAttended(new.state(), by, each.account, each.outlet) for each in attended)
    return Change(new, Act.HOLD, by, now, facts, details={"attended": len(facts)})


def closed(before: Activity, by: str, now: datetime) -> Change:
    """Nothing more is to come of it. Raises: Conflict."""
    return Change(before.evolve(now, status=before.after(Act.CLOSE)), Act.CLOSE, by, now)


def repeated(activity: Activity, id_: str, by: str, now: datetime) -> Change:
    """A draft of next year's, or of the first year after in which it is yet to come."""
    years = 1
    while _years_later(activity.starts_at, years) <= now:
        years += 1
    draft = replace(
        activity, id=id_, status=ActivityStatus.DRAFT, announced_at=None, reminded=False, reason="",
        version=1, updated_at=now,
        starts_at=_years_later(activity.starts_at, years), ends_at=_years_later(activity.ends_at, years),
        sign_up_until=_years_later(activity.sign_up_until, years),
    )  # fmt: skip
    return Change(draft, Act.PLAN, by, now, details={"repeats": activity.id})


def require_sound(activity: Activity, now: datetime, before: Activity | None = None) -> None:
    """Raises: Invalid with each place at which it does not fit together. A time that stays is not looked at again."""
    if problems := [*_times(activity, now, before), *_invited(activity.invited)]:
        raise Invalid("validation", problems=problems)


def unfit(
    invitee: Invitee, outlets: Collection[str], people: Mapping[str, Person], members: Collection[str]
) -> str:  # fmt: skip
    """The rule by which somebody cannot be invited, empty for none; `members` are those of the people who act for some
    outlet."""
    if invitee.to is InviteeKind.OUTLET and invitee.id not in outlets:
        return "activity.outlet_unknown"
    if invitee.to is not InviteeKind.PERSON:
        return ""
    if invitee.id not in people:
        return "account.unknown"
    if people[invitee.id].closed:
        return "account.closed"
    return "" if invitee.id in members else "activity.no_guest"


def _years_later(moment: datetime, years: int) -> datetime:
    """The same day and hour in Asia/Shanghai; of 29 February the 28th."""
    local = moment.astimezone(SHANGHAI)
    try:
        later = local.replace(year=local.year + years)
    except ValueError:
        later = local.replace(year=local.year + years, day=28)
    return later.astimezone(UTC)


def _times(activity: Activity, now: datetime, before: Activity | None) -> Iterator[FieldProblem]:
    stays = before is not None and before.starts_at == activity.starts_at
    if activity.starts_at <= now and not (stays and activity.status is not ActivityStatus.DRAFT):
        yield FieldProblem("/starts_at", "moment.past")
    if activity.ends_at <= activity.starts_at:
        yield FieldProblem("/ends_at", "range.order")
    if activity.sign_up_until > activity.starts_at:
        yield FieldProblem("/sign_up_until", "activity.sign_up_late")
    if not activity.place and not activity.link:
        yield FieldProblem("/place", "activity.nowhere")


def _invited(invited: tuple[Invitee, ...]) -> Iterator[FieldProblem]:
    if len({each.to is InviteeKind.ALL for each in invited}) > 1:
        yield FieldProblem("/invited", "activity.all_and_others")
    for number, each in enumerate(invited):
        if (each.to is InviteeKind.ALL) == bool(each.id):
            yield FieldProblem(f"/invited/{number}/id", "activity.invitee_id" if each.id else "required")
        elif each.to is InviteeKind.CATEGORY and each.id not in CATEGORIES:
            yield FieldProblem(f"/invited/{number}/id", "choice", {"allowed": sorted(CATEGORIES), "of": "category"})
        elif each in invited[:number]:
            yield FieldProblem(f"/invited/{number}/id", "activity.invited_twice")
