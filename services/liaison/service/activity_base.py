"""What the parts of the liaison service that are about activities share."""

from __future__ import annotations

from collections.abc import Iterable

from services.liaison import activity_views as views
from services.liaison.domain.activities import Activity, Guest, Seats, SignUp, outcomes, permissions
from services.liaison.domain.activities.seats import Replied, all_left, over
from services.liaison.repository import Activities, Outcomes
from services.liaison.service.base import Data
from services.liaison.service.participations import ParticipationBase
from services.liaison.service.screening import ScreeningBase
from shared.clock import now
from shared.context import RequestContext
from shared.contracts.activity_terms import InviteeKind, Seat
from shared.errors import DomainError
from shared.events import ActivityEvent
from shared.messaging import Repository
from shared.mongo import Unit

__all__ = ["ActivityBase", "Data"]


class ActivityBase(ParticipationBase, ScreeningBase):
    """Loads, has a rule decide, saves what it decided."""

    activities = Repository(Activities)
    outcomes = Repository(Outcomes)

    def guest(self, context: RequestContext) -> Guest:
        """Who asks, with what is known of them."""
        actor = context.actor
        own = tuple(self.outlets.several(context.bureau, self.own(context)).values())
        # Staff see what is announced anyhow.
        attended = frozenset() if actor.is_staff else self.activities.attended(context.bureau, actor.account)
        try:
            self.accounts.require_able(actor)
        except DomainError:
            return Guest(actor, own, able=False, attended=attended)
        return Guest(actor, own, attended=attended)

    def seen_activity(self, id_: str, context: RequestContext) -> tuple[Activity, Guest]:
        """An activity, for whom it concerns. Raises: NotFound."""
        activity: Activity = self.activities.get(context.bureau, id_)
        guest = self.guest(context)
        permissions.require_sight(activity, guest)
        return activity, guest

    def activity_view(
        self, activity: Activity, seats: Seats, guest: Guest, own: SignUp | None = None
    ) -> Data:  # fmt: skip
        """`ActivityView` for who asks; `own` is their reply, where it is just made."""
        bureau, reader = activity.bureau, guest.actor.has(*permissions.READERS)
        own = own or self.activities.sign_up(bureau, activity.id, guest.actor.account)
        invited = [each.id for each in activity.invited if reader and each.to is InviteeKind.PERSON]
        outlets = [each.id for each in activity.invited if reader and each.to is InviteeKind.OUTLET]
        place = self.activities.place_in_line(own) if own and own.seat is Seat.WAITING else None
        whole = views.whole_view(
            activity, self.people(bureau, invited), self.outlets.several(bureau, outlets), reader=reader
        )  # fmt: skip
        may = [*permissions.may(activity, guest, now(), own), *self._outcome_calls(activity, guest, own)]
        summary = views.summary_view(activity, seats, own)
        comes_for = permissions.comes_for(activity, guest)
        return summary | whole | {"mine": views.own_view(own, place), "comes_for": comes_for, "may": may}

    def _outcome_calls(self, activity: Activity, guest: Guest, own: SignUp | None) -> Iterable[str]:
        if not guest.able:
            return ()
        rated = own is not None and self.outcomes.rated(activity.bureau, activity.id, guest.actor.account)
        keeper, invited = guest.keeps, permissions.may_come(activity, guest)
        return outcomes.calls(activity, own, keeper=keeper, guest=invited, rated=rated)

    def _give_back(self, unit: Unit, bureau: str, gone: Iterable[SignUp]) -> None:
        """The seats of people who may no longer come go to whoever waits, where it has not begun yet."""
        by_activity: dict[str, list[SignUp]] = {}
        for each in gone:
            by_activity.setdefault(each.activity, []).append(each)
        for id_, leaving in by_activity.items():
            activity: Activity = self.activities.get(bureau, id_)
            if not activity.open or now() >= activity.starts_at:
                continue
            seats: Seats = self.activities.seats(bureau, id_)
            waiting = self.activities.first_waiting(bureau, id_, 2 * len(leaving))
            free = [each for each in leaving if each.attended_at is None]
            known = {each.account: each for each in free}
            for made in all_left(activity, free, waiting, over(seats)):
                self._keep_reply(unit, activity, seats, known[made.sign_up.account], made)

    def _first_waiting(self, activity: Activity, but: str) -> SignUp | None:
        """Whose turn it is when a seat gets free; never of who leaves."""
        waiting: list[SignUp] = self.activities.first_waiting(activity.bureau, activity.id, 2)
        return next((each for each in waiting if each.account != but), None)

    def _keep_reply(
        self, unit: Unit, activity: Activity, seats: Seats, before: SignUp | None, made: Replied
    ) -> None:  # fmt: skip
        self.activities.take(unit, seats, made.take)
        self.activities.reply(unit, before, made.sign_up)
        if made.promoted is not None:
            # Whoever is promoted is in the database as they were, one version before.
            self.activities.promote(unit, made.promoted)
        self._emit(unit, activity, made.events)

    def _emit(self, unit: Unit, activity: Activity, facts: Iterable[ActivityEvent]) -> None:
        for fact in facts:
            unit.emit(fact, subject=activity.id, version=activity.version, bureau=activity.bureau)
